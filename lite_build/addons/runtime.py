"""The addon for Pyodide's core, in place of jupyterlite-pyodide-kernel's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from traitlets import Unicode, default

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.project.options import RuntimeOptions
from lite_build.site.runtime import write_core

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class RuntimeAddon(LiteBuildAddon):
    """Ships Pyodide's core with the site.

    The stock addon (jupyterlite_pyodide_kernel/addons/pyodide.py) is turned off: it needs the full
    distribution, fails on a folder, and does not verify what it fetched. Its option still works: it is read
    here.
    """

    __all__ = ["status", "build"]

    aliases = {"core": "RuntimeAddon.core"}

    core = Unicode(
        allow_none=True,
        help="Pyodide's core: npm:VERSION, a folder, a .tgz, a .tar.bz2 or a URL; the pinned version of "
        "the npm registry where nothing is given",
    ).tag(config=True, metavar="CORE")

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        manager.disable_addons = (*manager.disable_addons, "jupyterlite-pyodide-kernel-pyodide")
        self.session.runtime = RuntimeOptions(core=self.core)

    @default("core")
    def _default_core(self) -> str | None:
        stock: str | None = self.manager.config.get("PyodideAddon", {}).get("pyodide_url")
        return stock or os.environ.get("JUPYTERLITE_PYODIDE_URL") or None

    def status(self, manager: LiteManager) -> Tasks:
        """Say which core the site ships."""
        yield self.step("core", "name the core", self._print_status)

    def build(self, manager: LiteManager) -> Tasks:
        """Copy the core's files into the site."""
        yield self.step(
            "core",
            "copy Pyodide's core",
            lambda: write_core(self.session.provision.core, manager.output_dir),
        )

    def _print_status(self) -> None:
        core = self.session.plan.core
        print(f"    Pyodide {core.version} from {core.origin}")
