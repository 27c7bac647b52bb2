"""The addon for what the kernel boots from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, List, Unicode

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.project.options import BootOptions
from lite_build.site.boot import write_boot_files

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class BootAddon(LiteBuildAddon):
    """Ships a snapshot of Python's memory, with the kernel started, and the archive of its packages."""

    __all__ = ["build"]

    snapshot = Bool(
        True, help="Whether kernels start from a snapshot of Python's memory, made at build time"
    ).tag(config=True)
    imports = List(
        Unicode(),
        allow_none=True,
        default_value=None,
        help="What is imported before the snapshot is made; what notebooks with widgets need where nothing "
        "is given",
    ).tag(config=True)

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        self.session.boot = BootOptions(
            snapshot=self.snapshot, imports=None if self.imports is None else tuple(self.imports)
        )

    def build(self, manager: LiteManager) -> Tasks:
        """Make the archive and the snapshot, and copy them."""
        yield self.step(
            "snapshot",
            "make the kernel's archive and snapshot",
            lambda: write_boot_files(
                self.session.provision.core,
                self.session.boot_files,
                self.session.installable_packages,
                manager.output_dir,
            ),
        )
