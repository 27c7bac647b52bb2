"""The addon that runs last of all: the site is whole, and gets its version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.build.first_visit import python_files
from lite_build.pages.addresses import PAGES
from lite_build.site.offline import write_file_list
from lite_build.site.version.stamps import stamp_version

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class VersionAddon(LiteBuildAddon):
    """Writes the site's version into all that keeps its name: pages see by it that they are of one build."""

    __all__ = ["post_build"]

    def post_build(self, manager: LiteManager) -> Tasks:
        """Write the version."""
        yield self.step("version", "write the site's version", lambda: self._stamp(manager))

    def _stamp(self, manager: LiteManager) -> None:
        own = {override.path for override in self.session.overrides}
        output = Path(manager.output_dir)
        stamp_version(output, own, PAGES)
        kind = self.session.site.offline
        if kind is not None:
            write_file_list(kind, output, python_files(output, self.session.provision))
