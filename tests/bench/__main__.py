"""Measure lite-build beside stock JupyterLite, write the figures, and print them.

Run as `python -m tests.bench [--quick] [--output FILE]`. It needs the package registries.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.bench.builders import (
    SLIMMING,
    Builder,
    Timing,
    lite_build,
    our_environment,
    stock,
    stock_environment,
)
from tests.bench.first_visit import measure_first_visit
from tests.bench.import_time import measure_import
from tests.bench.projects import REPOSITORY, TIMED_IMPORTS, write_demo_project, write_generated_project
from tests.bench.results import Figure, markdown_table
from tests.bench.stock_project import write_stock_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROUNDS = 5
ROUNDS_WHEN_QUICK = 2
NOTEBOOKS = 1000


@dataclass(frozen=True)
class _Environments:
    ours: Path
    stock: Path


def main() -> int:
    """Run everything. What was to be reached is a column of the table, and no verdict: machines differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{ROUNDS_WHEN_QUICK} rounds, not {ROUNDS}")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "bench" / "results.json")
    arguments = parser.parse_args()
    rounds = ROUNDS_WHEN_QUICK if arguments.quick else ROUNDS
    with TemporaryDirectory(prefix="lite-build-bench-") as folder:
        _say("Preparing the environments")
        environments = _Environments(our_environment(), stock_environment())
        demo, demo_estimate = _measure_demo(Path(folder, "demo"), environments, rounds)
        generated = _measure_generated(Path(folder, "generated"), environments, rounds)
    figures = [figure.as_json() for figure in (*demo, *generated)]
    results = {
        "made": _circumstances(rounds),
        "figures": figures,
        "first_visit_as_the_report_estimates_it": demo_estimate,
    }
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, indent=2, ensure_ascii=False)
    arguments.output.write_text(f"{text}\n", encoding="utf-8")
    print(markdown_table(figures))
    return 0


def _measure_demo(folder: Path, environments: _Environments, rounds: int) -> tuple[list[Figure], int]:
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
    _say("Visiting the sites for the first time")
    visits = {builder.name: [measure_first_visit(builder.site)] for builder in builders}
    for other in (plain, slim):
        visit = f"{name}, first visit"
        figures.append(Figure(visit, "bytes", visits[other.name], visits[ours.name], other.name))
    _say("Importing widget libraries")
    own, other = ([measure_import(ours.site, name) for _ in range(rounds)] for name in TIMED_IMPORTS)
    figures.append(
        Figure(f"import {TIMED_IMPORTS[0]} in a page", "s", other, own, f"import {TIMED_IMPORTS[1]}")
    )
    report = folder / "report.json"
    lite_build(ours.project, environments.ours, "build", f"--report={report}").build()
    return figures, json.loads(report.read_text(encoding="utf-8"))["first_visit_size"]


def _measure_generated(folder: Path, environments: _Environments, rounds: int) -> list[Figure]:
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


def _prepare(folder: Path, environments: _Environments, *, slimmed: bool) -> list[Builder]:
    """Lock our project, build it, and write the same for stock; every cache is warm then."""
    ours = lite_build(folder / "ours", environments.ours)
    _say(f"Preparing the {folder.name} project")
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
        _say(f"Round {number + 1} of {rounds}")
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


def _circumstances(rounds: int) -> dict[str, Any]:
    tools = ("lite-build", "jupyterlite-core", "jupyterlite-pyodide-kernel")
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "rounds": rounds,
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {tool: version(tool) for tool in tools},
    }


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
