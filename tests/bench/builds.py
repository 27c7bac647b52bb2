"""The figures of builds: how long they take, and what their sites weigh."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.bench.builders import SLIMMING, Builder, Environments, Timing, lite_build, stock
from tests.bench.first_visit import measure_first_visit
from tests.bench.import_time import measure_import
from tests.bench.projects import TIMED_IMPORTS, write_demo_project, write_generated_project
from tests.bench.results import Figure
from tests.bench.say import say
from tests.bench.stock_project import write_stock_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NOTEBOOKS = 1000


def measure_builds(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """Measure the demo site, and a site of very many notebooks."""
    return [
        *_measure_demo(folder / "demo", environments, rounds),
        *_measure_generated(folder / "generated", environments, rounds),
    ]


def _measure_demo(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    folder.mkdir()
    write_demo_project(folder / "ours")
    builders = _prepare(folder, environments, slimmed=True)
    ours, plain, slim = builders
    clean, again = _alternate(builders, rounds)
    name = "demo site"
    figures = [
        *_times(f"{name}, clean build", clean, ours, plain),
        *_times(f"{name}, clean build", clean, ours, slim),
        *_times(f"{name}, no-op build", again, ours, plain, at_most=1.0),
        *_sizes(name, ours, plain, at_most=0.5),
        *_sizes(name, ours, slim, at_most=1.0),
    ]
    say("Visiting the sites for the first time")
    visits = {builder.name: [measure_first_visit(builder.site)] for builder in builders}
    for builder in (plain, slim):
        visit = f"{name}, first visit"
        figures.append(Figure(visit, "bytes", visits[builder.name], visits[ours.name], builder.name))
    say("Importing widget libraries")
    own, theirs = ([measure_import(ours.site, name) for _ in range(rounds)] for name in TIMED_IMPORTS)
    figures.append(
        Figure(f"import {TIMED_IMPORTS[0]} in a page", "s", theirs, own, f"import {TIMED_IMPORTS[1]}")
    )
    report = folder / "report.json"
    lite_build(ours.project, environments.ours, "build", f"--report={report}").build()
    estimate = json.loads(report.read_text(encoding="utf-8"))["first_visit_size"]
    visit = f"{name}, first visit as the report estimates it"
    figures.append(Figure(visit, "bytes", visits[ours.name], [estimate], "the visit itself"))
    return figures


def _measure_generated(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    folder.mkdir()
    write_generated_project(folder / "ours", NOTEBOOKS)
    builders = _prepare(folder, environments, slimmed=False)
    ours, plain = builders
    clean, again = _alternate(builders, rounds)
    name = f"{NOTEBOOKS:,} notebooks"
    return [
        *_times(f"{name}, clean build", clean, ours, plain, at_most=0.7),
        *_times(f"{name}, no-op build", again, ours, plain, at_most=0.7),
        *_sizes(name, ours, plain, at_most=0.5),
    ]


def _prepare(folder: Path, environments: Environments, *, slimmed: bool) -> list[Builder]:
    """Lock our project, build it, and write the same for stock; every cache is warm then."""
    ours = lite_build(folder / "ours", environments.ours)
    say(f"Preparing the {folder.name} project")
    lite_build(ours.project, environments.ours, "lock").build()
    ours.build()
    fetched = folder / "fetched"
    lite_build(ours.project, environments.ours, "fetch", f"--output={fetched}").build()
    builders = [ours]
    for number, flags in enumerate(((), SLIMMING) if slimmed else ((),)):
        project = folder / f"stock-{number}"
        project.mkdir()
        write_stock_project(ours.project, ours.site, fetched, project)
        builders.append(stock(project, environments.stock, *flags))
        builders[-1].build()
    return builders


_Timings = dict[str, list[Timing]]


def _alternate(builders: Sequence[Builder], rounds: int) -> tuple[_Timings, _Timings]:
    """Let the builders take turns, so that what else the machine does meets all of them."""
    clean: _Timings = {builder.name: [] for builder in builders}
    again: _Timings = {builder.name: [] for builder in builders}
    for number in range(rounds):
        say(f"Round {number + 1} of {rounds}")
        for builder in builders if number % 2 else reversed(builders):
            clean[builder.name].append(builder.build_clean())
            again[builder.name].append(builder.build_again())
    return clean, again


def _times(
    name: str, timings: _Timings, ours: Builder, other: Builder, *, at_most: float | None = None
) -> Iterator[Figure]:
    for kind, words in (("wall", ""), ("cpu", ", processor time")):
        stocks = [getattr(timing, kind) for timing in timings[other.name]]
        own = [getattr(timing, kind) for timing in timings[ours.name]]
        yield Figure(f"{name}{words}", "s", stocks, own, other.name, at_most)


def _sizes(name: str, ours: Builder, other: Builder, *, at_most: float) -> Iterator[Figure]:
    own, stocks = _file_sizes(ours.site), _file_sizes(other.site)
    yield Figure(f"{name}, size", "bytes", [sum(stocks)], [sum(own)], other.name, at_most)
    yield Figure(f"{name}, number of files", "files", [len(stocks)], [len(own)], other.name)


def _file_sizes(site: Path) -> list[int]:
    return [path.stat().st_size for path in site.rglob("*") if path.is_file()]
