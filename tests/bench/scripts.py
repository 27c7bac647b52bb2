"""The same page for PyScript and for us: a script of Python in plain HTML, and what its reader waits for."""

from __future__ import annotations

import html
import json
import os
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.builders import lite_build
from tests.bench.page_visits import Failed, WatchedVisit, bounded
from tests.bench.peers.npm_packages import PYSCRIPT, NpmPackage
from tests.bench.peers.page_side import PageSide, write_pages
from tests.bench.results import Figure, Measured
from tests.bench.rounds import take_turns
from tests.bench.say import say
from tests.bench.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.bench.builders import Environments

_CODE = Path(__file__).parent / "page" / "script_counter.py"
_OURS, _THEIRS = "lite-build", f"PyScript {PYSCRIPT.version}"
#: The Pyodide that PyScript asks for.
_PYODIDE = NpmPackage("pyodide", "314.0.2")
#: Where Python runs: what the tag of a script says of it.
_PLACES = {"page's thread": "", "worker": "worker"}
#: Where the page's document is at hand; elsewhere each change is a message.
_HAS_DOCUMENT = "page's thread"
#: How much of PyScript's each may be, at most.
_READY, _CLICK, _CHANGES, _BYTES, _BLOCK = 1 / 4, 1.0, 1.0, 1.0, 0.5
_CLICKS = 5


@dataclass(frozen=True)
class ScriptVisit:
    """What a visit took.

    Args:
        ready: seconds from the navigation until the script has changed the page.
        clicked: milliseconds from a click to the count that Python keeps, the middle of several.
        changes: milliseconds for 10,000 changes of the document, where Python has it at hand; else 0.
        block: milliseconds of the longest task of the page's thread before Python was ready; those of less
            than 50 are none.
        bytes: that came until then.
    """

    ready: float
    clicked: float
    changes: float
    block: float
    bytes: int


def measure_scripts(folder: Path, environments: Environments, rounds: int) -> Measured:
    """How soon a page's own script runs, how quickly it answers, and what it takes, beside PyScript."""
    root = folder / "scripts"
    root.mkdir(parents=True)
    project = folder / "scripts-project"
    (project / "content").mkdir(parents=True)
    _write_page(project / "content", "", '<script type="module" src="lite.js"></script>', "")
    settings = {"LiteBuildConfig": {"output_dir": "dist"}, "BootAddon": {"snapshot": True}}
    (project / "jupyter_lite_config.json").write_text(json.dumps(settings), encoding="utf-8")
    ours = lite_build(project, environments.ours)
    ours.build()
    figures: list[Figure] = []
    remarks: list[str] = []
    for number, (place, attributes) in enumerate(_PLACES.items()):
        sides = _write_sides(root / str(number), ours.site, attributes)
        say(f"Opening pages whose Python is on the {place}")
        visits: dict[str, list[ScriptVisit]] = {}
        for name, taken in take_turns(
            sides, rounds, partial(_measure, root / str(number), has_document=place == _HAS_DOCUMENT)
        ).items():
            visits[name] = [each for each in taken if not isinstance(each, Failed)]
            remarks += [
                f"{name}, {place}: {each}"
                for each in dict.fromkeys(lost.reason for lost in taken if isinstance(lost, Failed))
            ]
        if all(visits.values()):
            figures += _figures(place, visits)
    return Measured(figures, remarks)


def _figures(place: str, visits: Mapping[str, Sequence[ScriptVisit]]) -> list[Figure]:
    def figure(name: str, unit: str, of: Callable[[ScriptVisit], float], at_most: float) -> Figure:
        theirs, ours = ([of(visit) for visit in visits[side]] for side in (_THEIRS, _OURS))
        return Figure(f"{name}, {place}", unit, theirs, ours, _THEIRS, at_most)

    figures = [
        figure("navigation to a script's first change", "s", lambda visit: visit.ready, _READY),
        figure("click to changed page", "ms", lambda visit: visit.clicked, _CLICK),
        figure("transferred until then", "bytes", lambda visit: visit.bytes, _BYTES),
        figure("longest block of the page's thread", "ms", lambda visit: visit.block, _BLOCK),
    ]
    if place == _HAS_DOCUMENT:
        figures.append(figure("10,000 changes of the page", "ms", lambda visit: visit.changes, _CHANGES))
    return figures


def _write_sides(root: Path, site: Path, attributes: str) -> dict[str, PageSide]:
    # By these headers a worker of either reaches its page at once.
    ours, theirs = PageSide("ours", is_isolated=True), PageSide("pyscript", is_isolated=True)
    root.mkdir()
    # Links, which are quickly made: nothing that is there is written into.
    shutil.copytree(site, root / ours.folder, copy_function=os.link)
    _write_page(root / ours.folder, attributes, '<script type="module" src="lite.js"></script>', "")
    folder = root / theirs.folder
    folder.mkdir()
    PYSCRIPT.unpack(folder / "pyscript", "dist")
    _PYODIDE.unpack(folder / "pyodide")
    head = (
        '<link rel="stylesheet" href="pyscript/core.css">'
        '<script type="module" src="pyscript/core.js"></script>'
    )
    settings = {"interpreter": "./pyodide/pyodide.mjs"}
    _write_page(folder, attributes, head, f' config="{html.escape(json.dumps(settings))}"')
    return {_OURS: ours, _THEIRS: theirs}


def _write_page(folder: Path, attributes: str, head: str, config: str) -> None:
    """The page is the same but for the lines that load what runs it."""
    body = (
        '<button id="count">wait</button><button id="change">Change</button>'
        '<output id="place"></output><output id="taken"></output>'
        f'<script type="py" {attributes}{config}>\n{_CODE.read_text(encoding="utf-8")}</script>'
    )
    write_pages(folder, body, head)


def _measure(root: Path, side: PageSide, *, has_document: bool) -> ScriptVisit | Failed:
    def act(watched: WatchedVisit) -> ScriptVisit:
        page = watched.visit.page
        page.add_init_script("benchmark.blocks = benchmark.noteStart('#count', 'count 0');")
        traffic = Traffic()
        traffic.watch(page)
        watched.visit.open(side.address)
        watched.button(0).wait_for()
        received = traffic.bytes
        ready = watched.visit.seconds_to("ready")
        # Whoever attaches handlers does it a moment after the script.
        page.wait_for_function("() => !document.querySelector('[disabled], [aria-busy=true]')")
        page.wait_for_timeout(500)
        clicks = sorted(
            float(
                page.locator("#count").evaluate(f"(button) => benchmark.timeClick(button, 'count {number}')")
            )
            for number in range(1, _CLICKS + 1)
        )
        changes = 0.0
        if has_document:
            page.locator("#change").click()
            taken = page.locator("#taken").filter(has_text="ms")
            taken.wait_for()
            changes = float(taken.inner_text().removesuffix(" ms"))
        block = page.evaluate(
            """() => Math.max(0, ...benchmark.blocks
                .filter(([start]) => performance.timeOrigin + start < benchmark.marks.ready)
                .map(([, duration]) => duration))"""
        )
        return ScriptVisit(ready, clicks[_CLICKS // 2], changes, float(block), received)

    return bounded(root, side, act)
