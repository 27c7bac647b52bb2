"""The addon for the pages' own files, in place of jupyterlite-core's: it unpacks none that the site drops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyterlite_core.addons.static import StaticAddon
from jupyterlite_core.constants import EXTENSION_TAR

from lite_build.files.unpack import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from jupyterlite_core.manager import LiteManager

    from lite_build.addons.base import Tasks


class BuiltStaticAddon(StaticAddon):  # type: ignore[misc]
    """Unpacks the archive of the pages without its source maps, where the site has none.

    They are two thirds of it. The stock addon writes all of the archive to a temporary folder, and leaves
    them out when it copies that to the site (jupyterlite_core/addons/static.py).
    """

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        manager.disable_addons = (*manager.disable_addons, "static")

    def post_init(self, manager: LiteManager) -> Tasks:
        """Remove what the apps that are left out had to themselves."""
        if not manager.apps:
            # Nothing is left out, and to find that out the stock addon would unpack the archive again.
            return
        # The stock tasks wait for each other by the stock addon's name.
        for task in super().post_init(manager):
            waits_for = [name.replace(":static:", ":built-static:") for name in task.get("task_dep", ())]
            yield task | {"task_dep": waits_for}

    def extract_one(self, archive: Path, dest: Path) -> None:
        """Unpack an archive into an empty folder; of a tar archive, only what the site keeps."""
        if self.manager.no_sourcemaps and archive.name.endswith(EXTENSION_TAR):
            dest.rmdir()
            unpack(
                archive,
                dest,
                described=archive.name,
                wanted=lambda name: not self.is_ignored_sourcemap(name),
            )
        else:
            super().extract_one(archive, dest)
