"""The sites whose kernels are compared: ours, stock's as it comes, and stock's with packages preloaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.builders import lite_build, stock
from tests.bench.kernel_project import (
    start_from_snapshot,
    write_kernel_notebooks,
    write_kernel_project,
    write_page_settings,
)
from tests.bench.projects import write_demo_project
from tests.bench.stock_project import write_preloading_stock_project, write_stock_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.builders import Builder, Environments

OURS = "lite-build"
_STOCK = "stock"
_PRELOADING = "stock, packages preloaded"
STOCKS = (_STOCK, _PRELOADING)
#: Stock runs widgets with the libraries that it comes with.
_NOT_IN_STOCK = ("litewidget",)
_STOCK_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
SESSION_NOTEBOOK = "widgets.ipynb"
_SESSION_NEEDS = "anywidget drawdata ipywidgets widget_periodictable wigglystuff"


@dataclass(frozen=True)
class KernelSite:
    """One of the sites.

    Args:
        folder: where it is.
        installs: whether its notebooks have to install what they import.
    """

    folder: Path
    installs: bool


def build_kernel_sites(folder: Path, environments: Environments) -> dict[str, KernelSite]:
    """Build all three, of the same notebooks and packages, unless they are built already."""
    ours, plain, preloading = (
        lite_build(folder / "ours", environments.ours),
        stock(folder / "stock", environments.stock),
        stock(folder / "stock-preloading", environments.stock),
    )
    if not folder.exists():
        for builder in (ours, plain, preloading):
            builder.project.mkdir(parents=True)
        write_kernel_project(ours.project)
        fetched = _build_ours(ours, environments)

        write_stock_project(ours.project, ours.site, fetched, plain.project, without=_NOT_IN_STOCK)
        write_kernel_notebooks(plain.project / "content", installs=True)
        write_page_settings(plain.project, {})
        plain.build()

        packages = write_preloading_stock_project(
            ours.project, ours.site, fetched, preloading.project, without=_NOT_IN_STOCK
        )
        options = {"loadPyodideOptions": {"packages": packages}}
        write_page_settings(preloading.project, {_STOCK_KERNEL: options})
        preloading.build()
    return {
        OURS: KernelSite(ours.site, installs=False),
        _STOCK: KernelSite(plain.site, installs=True),
        _PRELOADING: KernelSite(preloading.site, installs=False),
    }


def build_session_sites(folder: Path, environments: Environments) -> dict[str, KernelSite]:
    """Build the demo site, and stock's with the same, whose widget notebook installs what it needs."""
    ours = lite_build(folder / "ours", environments.ours)
    plain = stock(folder / "stock", environments.stock)
    folder.mkdir(parents=True)
    write_demo_project(ours.project)
    start_from_snapshot(ours.project)
    write_page_settings(ours.project, {})
    fetched = _build_ours(ours, environments)
    plain.project.mkdir()
    write_stock_project(ours.project, ours.site, fetched, plain.project, without=_NOT_IN_STOCK)
    _install_first(plain.project / "content" / SESSION_NOTEBOOK)
    write_page_settings(plain.project, {})
    plain.build()
    return {OURS: KernelSite(ours.site, installs=False), _STOCK: KernelSite(plain.site, installs=True)}


def _build_ours(ours: Builder, environments: Environments) -> Path:
    """Lock and build our project; gives the folder of its wheels as they are published."""
    fetched = ours.project.parent / "fetched"
    lite_build(ours.project, environments.ours, "lock").build()
    ours.build()
    lite_build(ours.project, environments.ours, "fetch", f"--output={fetched}").build()
    return fetched


def _install_first(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    first["source"] = [f"%pip install -q {_SESSION_NEEDS}\n", *first["source"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")
