"""The figures of kernels, each group of them beside stock's two sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tests.bench.boot import measure_cell, measure_kernel_start, measure_notebook_visit
from tests.bench.comms import measure_comms
from tests.bench.drive import measure_databases, measure_drive
from tests.bench.first_visit import measure_bytes_to_output, measure_session
from tests.bench.kernel_project import (
    COMPILED_PACKAGE,
    MORE_KERNELS,
    ONE_PLUS_ONE,
    WIDGET_LIBRARIES,
)
from tests.bench.kernel_sites import (
    OURS,
    SESSION_NOTEBOOK,
    STOCKS,
    build_kernel_sites,
    build_session_sites,
)
from tests.bench.memory import measure_peak_memory
from tests.bench.results import Figure
from tests.bench.rounds import take_turns
from tests.bench.say import say
from tests.bench.slow_connection import CONNECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench.builders import Environments

Measure = TypeVar("Measure")
_Measures = Mapping[str, Sequence[float]]
#: What is run, and what it is called. Only the first has something to reach: it needs what the sites are for.
_CODES = ((WIDGET_LIBRARIES, "widget libraries imported"), (ONE_PLUS_ONE, "1+1"))


def measure_boot(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """How long kernels take to start, on their own and in a notebook page."""
    sites = build_kernel_sites(folder / "kernels", environments)
    figures: list[Figure] = []
    for notebook, code in _CODES:
        is_judged = notebook is WIDGET_LIBRARIES
        say(f"Starting kernels: {code}")
        starts = take_turns(sites, rounds, partial(measure_kernel_start, notebook))
        figures += _compare(
            f"worker's start to first reply, {code}",
            _parts(starts, lambda start: start.started),
            at_most=1 / 6 if is_judged else None,
            ours_at_most=0.8 if is_judged else None,
        )
        figures += _compare(
            f"restart to first reply, {code}",
            _parts(starts, lambda start: start.restarted),
            ours_at_most=0.4 if is_judged else None,
        )
        say(f"Opening notebooks: {code}")
        visits = take_turns(sites, rounds, partial(measure_notebook_visit, notebook))
        if is_judged:
            figures += _compare("notebook page, cells shown", _parts(visits, lambda visit: visit.shown))
            usable = _parts(visits, lambda visit: visit.usable)
            figures += _compare("notebook page, usable", usable, at_most=1.0)
            waiting = _parts(visits, lambda visit: visit.output - visit.usable)
            figures += _compare("notebook page, usable to first output", waiting, ours_at_most=0.3)
        outputs = _parts(visits, lambda visit: visit.output)
        figures += _compare(
            f"notebook page, first output, {code}", outputs, at_most=0.5 if is_judged else None
        )
    say("Importing a compiled package")
    visits = take_turns(sites, rounds, partial(measure_notebook_visit, COMPILED_PACKAGE))
    outputs = _parts(visits, lambda visit: visit.output)
    figures += _compare("notebook page, first output, compiled package imported", outputs, at_most=1.0)
    cells = take_turns(sites, rounds, partial(measure_cell, COMPILED_PACKAGE))
    return [*figures, *_compare("the same cell, in a kernel that has been ready for seconds", cells)]


def measure_slow_visits(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """How long a first visit takes over slow connections."""
    sites = build_kernel_sites(folder / "kernels", environments)
    figures: list[Figure] = []
    for connection in CONNECTIONS:
        for notebook, code in _CODES:
            say(f"Visiting at {connection.name}: {code}")
            visits = take_turns(
                sites, rounds, partial(measure_notebook_visit, notebook, connection=connection)
            )
            outputs = _parts(visits, lambda visit: visit.output)
            figures += _compare(f"{connection.name}, first output, {code}", outputs, at_most=1.0)
    return figures


def measure_memory(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """How much memory one kernel takes, and three."""
    sites = build_kernel_sites(folder / "kernels", environments)
    figures: list[Figure] = []
    peaks = []
    for notebooks, words in (
        ((WIDGET_LIBRARIES,), "one kernel"),
        ((WIDGET_LIBRARIES, *MORE_KERNELS), "three kernels"),
    ):
        say(f"Looking at memory: {words}")
        peaks.append(take_turns(sites, rounds, partial(measure_peak_memory, notebooks)))
        figures += _compare(f"peak memory, {words}", peaks[-1], unit="bytes", at_most=1.2)
    one, three = peaks
    further = {
        name: [(more - less) / len(MORE_KERNELS) for less, more in zip(one[name], three[name], strict=True)]
        for name in sites
    }
    return [*figures, *_compare("memory of each further kernel", further, unit="bytes")]


def measure_widgets(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """How fast a widget's two sides hear of each other."""
    sites = build_kernel_sites(folder / "kernels", environments)
    say("Running a widget")
    comms = take_turns(sites, rounds, measure_comms)
    missing = _parts(comms, lambda measure: float(measure.missing))
    return [
        *_compare(
            "widget round trip, median of 500",
            _parts(comms, lambda measure: measure.round_trip),
            unit="ms",
            at_most=1 / 15,
            ours_at_most=0.5,
        ),
        *_compare("64 MiB to Python", _parts(comms, lambda measure: measure.to_python), at_most=1 / 5),
        *_compare("64 MiB to the page", _parts(comms, lambda measure: measure.to_page), at_most=1 / 5),
        *_compare(
            "slider at 120 events/s for 10 s, how late Python knew at the worst",
            _parts(comms, lambda measure: measure.latest),
            unit="ms",
            ours_at_most=50,
            is_of_each=True,
        ),
        *_compare(
            "slider's last places that Python never knew",
            missing,
            unit="places",
            ours_at_most=0,
            is_of_each=True,
        ),
    ]


def measure_files(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """How long it takes Python to use the files of its folder."""
    sites = build_kernel_sites(folder / "kernels", environments)
    say("Writing and reading files")
    both = {name: sites[name] for name in (OURS, STOCKS[0])}
    drives = take_turns(both, rounds, measure_drive)
    say("Using databases")
    databases = take_turns({OURS: sites[OURS]}, rounds, measure_databases)[OURS]
    in_memory = "in /tmp, the same kernel"
    return [
        *_compare(
            "24 MiB written and read",
            _parts(drives, lambda drive: drive.write_and_read),
            at_most=1 / 20,
            ours_at_most=0.5,
        ),
        *_compare("2,000 small files made, listed, removed", _parts(drives, lambda drive: drive.small_files)),
        *_compare("os.walk over 1,000 files in 20 folders", _parts(drives, lambda drive: drive.walk)),
        Figure(
            "SQLite: 10,000 inserts in one transaction",
            "s",
            [each.inserts_in_memory for each in databases],
            [each.inserts for each in databases],
            in_memory,
            3,
        ),
        Figure(
            "SQLite: 200 transactions",
            "s",
            [each.transactions_in_memory for each in databases],
            [each.transactions for each in databases],
            in_memory,
            3,
        ),
    ]


def measure_bytes(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """How many bytes come, compressed."""
    sites = build_kernel_sites(folder / "kernels", environments)
    figures: list[Figure] = []
    for notebook, code in _CODES:
        say(f"Counting bytes: {code}")
        counts = take_turns(sites, rounds, partial(measure_bytes_to_output, notebook))
        limit = 1.0 if notebook is WIDGET_LIBRARIES else None
        figures += _compare(f"transferred before first output, {code}", counts, unit="bytes", at_most=limit)
    say("Counting bytes: the demo's widget notebook")
    session_sites = build_session_sites(folder / "session", environments)
    sessions = take_turns(session_sites, rounds, partial(measure_session, SESSION_NOTEBOOK))
    session = "session with the demo's widget notebook"
    rest = _parts(sessions, lambda measure: float(measure.rest))
    data = _parts(sessions, lambda measure: float(measure.completion_data))
    return [
        *figures,
        *_compare(f"{session}, without completion data", rest, unit="bytes", at_most=1.3),
        *_compare(f"{session}, completion data", data, unit="bytes"),
    ]


def _parts(measures: Mapping[str, Sequence[Measure]], part: Callable[[Measure], float]) -> _Measures:
    return {name: [part(measure) for measure in taken] for name, taken in measures.items()}


def _compare(
    name: str,
    measures: _Measures,
    *,
    unit: str = "s",
    at_most: float | None = None,
    ours_at_most: float | None = None,
    is_of_each: bool = False,
) -> Iterator[Figure]:
    for stock in STOCKS:
        if stock in measures:
            taken = measures[stock], measures[OURS]
            yield Figure(name, unit, *taken, stock, at_most, ours_at_most, is_of_each)
