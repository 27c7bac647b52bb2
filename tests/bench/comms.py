"""What goes between a page and Python through a widget: how fast, how much, and how late."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.cold_visit import cold_visit
from tests.bench.kernel_project import COMMS
from tests.bench.published import published

if TYPE_CHECKING:
    from tests.bench.kernel_sites import KernelSite

_ROUND_TRIPS = 500
_EVENTS_A_SECOND = 120
_SECONDS_OF_DRAGGING = 10


@dataclass(frozen=True)
class CommsMeasure:
    """What one widget measured of its own model.

    Args:
        round_trip: page, Python, page: the median of 500, in milliseconds.
        to_python: 64 MiB, after as many before, in seconds.
        to_page: the same the other way.
        latest: how late Python knew where a slider was, at the worst, in milliseconds.
        missing: how many of the slider's last places Python never knew.
    """

    round_trip: float
    to_python: float
    to_page: float
    latest: float
    missing: int


def measure_comms(site: KernelSite) -> CommsMeasure:
    """Show a widget made with anywidget, and have it measure."""
    with published(site.folder) as address, cold_visit(address) as visit:
        page = visit.page
        visit.open(f"notebooks/index.html?path={COMMS.name}")
        visit.wait_for_session()
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function("globalThis.measuredWidget")
        # Each kind once before, so that what is compiled or loaded at a first use is.
        page.evaluate("measuredWidget.roundTrips(50)")
        times = page.evaluate("count => measuredWidget.roundTrips(count)", _ROUND_TRIPS)
        to_python = [page.evaluate("measuredWidget.toPython()") for _ in range(2)]
        to_page = [page.evaluate("measuredWidget.toPage()") for _ in range(2)]
        dragged = page.evaluate(
            "([seconds, rate]) => measuredWidget.drag(seconds, rate)",
            [_SECONDS_OF_DRAGGING, _EVENTS_A_SECOND],
        )
        return CommsMeasure(
            round_trip=median(times),
            to_python=to_python[-1],
            to_page=to_page[-1],
            latest=max(dragged["late"], default=float("inf")),
            missing=dragged["missing"],
        )
