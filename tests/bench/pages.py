"""Python in a page of plain HTML: how soon it answers there, and what it takes, beside others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tests.bench.kernel_project import COUNTED_BUTTON
from tests.bench.kernel_sites import OURS, build_kernel_sites
from tests.bench.memory import measure_peak_memory
from tests.bench.page_visits import (
    Failed,
    PageVisit,
    measure_bytes,
    measure_click_on_run,
    measure_page_memory,
    measure_script_bytes,
    measure_visit,
    tried,
)
from tests.bench.peers.sides import FRAMES, write_sides
from tests.bench.results import Figure, Measured
from tests.bench.rounds import take_turns
from tests.bench.say import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.bench.builders import Environments
    from tests.bench.peers.page_side import PageSide

    _Values = Mapping[str, Sequence[float]]

Taken = TypeVar("Taken")
#: How often bytes are counted: they are nearly the same each time.
_ROUNDS_OF_BYTES = 2
#: Of those that answer in a frame: how much sooner a page has to be. All others must be behind.
_IN_A_FRAME, _AHEAD = 1 / 8, 1.0


def measure_pages(folder: Path, environments: Environments, rounds: int) -> Measured:
    """How soon Python answers in a page of plain HTML, and what it takes, beside all who run here."""
    sites = build_kernel_sites(folder / "kernels", environments)
    root = folder / "pages"
    root.mkdir()
    say("Trying who runs here")
    written, remarks = write_sides(sites, root)
    failures = {name: failed for name, side in written.items() if (failed := tried(root, side)) is not None}
    remarks += [
        f"{name} does not run here. {written[name].needs} {each.reason}" for name, each in failures.items()
    ]
    if OURS in failures:
        raise RuntimeError(f"our own page does not run: {failures[OURS].reason}")
    sides = {name: side for name, side in written.items() if name not in failures}
    ours = sides[OURS]

    say("Opening pages of plain HTML")
    visits = _measure_all(root, sides, remarks, rounds, measure_visit)
    say("Counting what they transfer")
    sizes = _measure_all(root, sides, remarks, min(rounds, _ROUNDS_OF_BYTES), measure_bytes)
    say("Looking at their memory")
    memory = _measure_all(root, sides, remarks, rounds, measure_page_memory)
    notebooks = [measure_peak_memory((COUNTED_BUTTON,), sites[OURS]) for _ in range(rounds)]
    say("Clicking in a page that has not asked for Python")
    clicks = [measure_click_on_run(root, ours) for _ in range(rounds)]
    scripts = [measure_script_bytes(root, ours) for _ in range(_ROUNDS_OF_BYTES)]

    def part(of: Callable[[PageVisit], float]) -> _Values:
        return {name: [of(visit) for visit in taken] for name, taken in visits.items()}

    answered = part(lambda visit: visit.answered)
    limits = {name: _IN_A_FRAME if name in FRAMES else _AHEAD for name in sides}
    in_frame = next(name for name in (*FRAMES, OURS) if answered.get(name))
    return Measured(
        [
            *_compare("page, saved output on the screen", "s", part(lambda visit: visit.saved), most=0.3),
            *_compare("page, a widget that Python has answered", "s", answered, limits, most=1.5),
            *_compare(
                "page, click on the widget to Python's answer", "ms", part(lambda visit: visit.clicked)
            ),
            *_compare(
                "second page of a visit, to an answer", "s", part(lambda visit: visit.next_answered), most=1.0
            ),
            *_compare("page, transferred before the answer", "bytes", sizes),
            *_compare("peak memory of a page with one Python", "bytes", memory),
            *_compare("requests to other hosts", "requests", part(lambda visit: visit.elsewhere)),
            Figure(
                "page, click on Run to an answer",
                "s",
                answered[in_frame],
                clicks,
                f"{in_frame}, from the start",
                None,
                1.2,
            ),
            Figure("JavaScript before Python is wanted", "bytes", scripts, scripts, "itself", None, 30_000),
            Figure(
                "peak memory of a page with one Python",
                "bytes",
                notebooks,
                memory[OURS],
                "our JupyterLab",
                0.7,
            ),
        ],
        remarks,
    )


def _measure_all(
    root: Path,
    sides: Mapping[str, PageSide],
    remarks: list[str],
    rounds: int,
    measure: Callable[[Path, PageSide], Taken | Failed],
) -> dict[str, list[Taken]]:
    """Measure all sides in turn; who fails in a round has one value less, and a remark."""
    values: dict[str, list[Taken]] = {}
    for name, taken in take_turns(sides, rounds, partial(measure, root)).items():
        values[name] = [each for each in taken if not isinstance(each, Failed)]
        lost = [each.reason for each in taken if isinstance(each, Failed)]
        if lost:
            remarks.append(f"{name} failed in {len(lost)} of {rounds} visits. {lost[0]}")
    return values


def _compare(
    name: str,
    unit: str,
    values: _Values,
    limits: Mapping[str, float] | None = None,
    *,
    most: float | None = None,
) -> list[Figure]:
    """A figure for each other side that has values."""
    return [
        Figure(name, unit, theirs, values[OURS], other, (limits or {}).get(other), most)
        for other, theirs in values.items()
        if other != OURS and theirs
    ]
