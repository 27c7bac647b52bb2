"""The addon that publishes the contents, in place of jupyterlite-core's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Unicode

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.project.contents import DEFAULT_IGNORED
from lite_build.project.options import ContentOptions
from lite_build.site.listings import write_contents

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class BuiltContentsAddon(LiteBuildAddon):
    """Publishes the contents in one task, however many they are, and always as a clean build would.

    The stock addon makes several tasks for each file, walks the tree once for each folder, and leaves what
    was removed from the contents in the site (jupyterlite_core/addons/contents.py).
    """

    __all__ = ["build", "status"]

    aliases = {"from-repo": "BuiltContentsAddon.from_repo", "ref": "BuiltContentsAddon.ref"}

    from_repo = Unicode(
        allow_none=True,
        default_value=None,
        help="A repository whose notebooks are published: its address at GitHub, GitLab or a gist, also of a "
        "folder there; of a .zip or .tar.gz file; or anything that git takes. A ref may follow, behind '@'",
    ).tag(config=True, metavar="URL")
    ref = Unicode(
        allow_none=True,
        default_value=None,
        help="The branch, tag or commit of --from-repo; its first branch where none is given",
    ).tag(config=True, metavar="REF")

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        manager.disable_addons = (*manager.disable_addons, "contents")
        hidden = manager.config.get("ContentsManager", {}).get("allow_hidden", False)
        ignored = manager.ignore_contents if self.is_configured("ignore_contents") else DEFAULT_IGNORED
        self.session.content = ContentOptions(
            ignored=(*ignored, *manager.extra_ignore_contents),
            allow_hidden=bool(hidden),
            repository=self.from_repo,
            ref=self.ref,
        )
        # The manager's own paths are resolved: they do not tell which of them left the project by "..".
        contents = self.configured("contents")
        self.session.configured_contents = (
            tuple(self.session.root / str(path) for path in contents) if contents is not None else None
        )

    def status(self, manager: LiteManager) -> Tasks:
        """Say how many files are published."""
        yield self.step("contents", "count the contents", self._print_status)

    def build(self, manager: LiteManager) -> Tasks:
        """Copy the contents and write the listings that the pages read."""
        yield self.step(
            "contents",
            "copy the contents and list them",
            lambda: write_contents(self.session.contents, manager.output_dir, epoch=self.session.epoch),
        )

    def _print_status(self) -> None:
        print(f"    contents: {len(self.session.contents.files)} files")
