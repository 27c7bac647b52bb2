"""The addon for the kernel: ours, or upstream's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool

from lite_build.addons.base import LiteBuildAddon, Tasks
from lite_build.site.kernel import write_kernel

if TYPE_CHECKING:
    from jupyterlite_core.manager import LiteManager


class KernelAddon(LiteBuildAddon):
    """Gives the site our Python kernel in place of the one of jupyterlite-pyodide-kernel."""

    __all__ = ["build"]

    flags = {
        "stock-kernel": (
            {"KernelAddon": {"stock": True}},
            "Leave the Python kernel of jupyterlite-pyodide-kernel in place",
        ),
    }

    stock = Bool(
        False, help="Whether the site keeps the Python kernel of jupyterlite-pyodide-kernel as it is"
    ).tag(config=True)

    def __init__(self, manager: LiteManager, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(manager, *args, **kwargs)
        self.session.has_stock_kernel = self.stock

    def build(self, manager: LiteManager) -> Tasks:
        """Copy the kernel's extension."""
        yield self.step(
            "kernel", "copy the kernel", lambda: write_kernel(manager.output_dir, stock=self.stock)
        )
