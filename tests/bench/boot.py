"""How long a kernel takes: from its worker's start, and as a reader of a notebook page waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.cold_visit import cold_visit
from tests.bench.published import published
from tests.bench.slow_connection import Connection, slow_connection

if TYPE_CHECKING:
    from tests.bench.kernel_project import MeasuredNotebook
    from tests.bench.kernel_sites import KernelSite

#: Lists files, and so runs no code that a kernel's start would be measured among.
_QUIET_PAGE = "tree/index.html"
#: In milliseconds: until what a page does after it is shown is over.
_SETTLING = 3000


@dataclass(frozen=True)
class KernelStart:
    """Seconds until a cell had its reply.

    Args:
        started: from the start of the kernel's worker.
        restarted: from the order to restart it.
    """

    started: float
    restarted: float


@dataclass(frozen=True)
class NotebookVisit:
    """Seconds from the navigation to a notebook page.

    Args:
        shown: its cells are there.
        usable: to run them has an effect, and that is when they are run.
        output: the first one has its output.
    """

    shown: float
    usable: float
    output: float


def measure_kernel_start(notebook: MeasuredNotebook, site: KernelSite) -> KernelStart:
    """Start the first kernel in a page that has none, and restart it."""
    code = notebook.source(installs=site.installs)
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open(_QUIET_PAGE)
        visit.page.locator(".jp-DirListing-item").first.wait_for()
        visit.page.wait_for_timeout(_SETTLING)
        return KernelStart(**visit.page.evaluate("code => benchmark.startAndRestart(code)", code))


def measure_notebook_visit(
    notebook: MeasuredNotebook, site: KernelSite, connection: Connection | None = None
) -> NotebookVisit:
    """Open a notebook in the notebook app, and run it at once."""
    with published(site.folder) as address:
        if connection is None:
            return _visit(address, notebook)
        with slow_connection(address, connection) as slow_address:
            return _visit(slow_address, notebook)


def measure_cell(notebook: MeasuredNotebook, site: KernelSite) -> float:
    """Run a notebook's cell in a kernel that has been ready for a while; gives the seconds to its output."""
    with published(site.folder) as address, cold_visit(address) as visit:
        visit.open(f"notebooks/index.html?path={notebook.name}")
        visit.wait_for_session()
        visit.page.evaluate("() => benchmark.waitForKernel()")
        visit.page.wait_for_timeout(_SETTLING)
        return float(visit.page.evaluate("expected => benchmark.timeFirstCell(expected)", notebook.expected))


def _visit(address: str, notebook: MeasuredNotebook) -> NotebookVisit:
    with cold_visit(address) as visit:
        visit.run_notebook(notebook.name, notebook.expected)
        return NotebookVisit(*(visit.seconds_to(mark) for mark in ("shown", "usable", "output")))
