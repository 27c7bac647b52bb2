"""Measure lite-build beside stock JupyterLite, write the figures, and print them.

Run as `python -m tests.bench [--quick] [--only GROUP …] [--output FILE]`. It needs the package registries
and a browser.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.bench import kernels, pages
from tests.bench.builders import Environments, our_environment, stock_environment
from tests.bench.builds import measure_builds
from tests.bench.document import write_document
from tests.bench.documentation import measure_documentation
from tests.bench.packages import measure_packages
from tests.bench.projects import REPOSITORY
from tests.bench.results import Figure, Measured, markdown_table, read_groups, write_groups
from tests.bench.say import say
from tests.bench.scripts import measure_scripts
from tests.bench.suites import measure_suites

if TYPE_CHECKING:
    from collections.abc import Callable

    Measure = Callable[[Path, Environments, int], list[Figure] | Measured]

RESULTS = REPOSITORY / "bench" / "results.json"
#: What can be measured on its own, and how often.
GROUPS: dict[str, tuple[Measure, int]] = {
    "build": (measure_builds, 5),
    "boot": (kernels.measure_boot, 7),
    "network": (kernels.measure_slow_visits, 7),
    "memory": (kernels.measure_memory, 7),
    "comms": (kernels.measure_widgets, 7),
    "drive": (kernels.measure_files, 3),
    "bytes": (kernels.measure_bytes, 7),
    "packages": (measure_packages, 7),
    "pages": (pages.measure_pages, 7),
    "scripts": (measure_scripts, 7),
    "suites": (measure_suites, 3),
    "docs": (measure_documentation, 5),
}
ROUNDS_WHEN_QUICK = 2


def main() -> int:
    """Run what is asked for. What was to be reached is a column, and no verdict: machines differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{ROUNDS_WHEN_QUICK} rounds of each")
    parser.add_argument("--rounds", type=int, help="how many rounds of each")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=GROUPS,
        default=list(GROUPS),
        help="measure these; all others stay",
    )
    parser.add_argument("--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="lite-build-bench-") as folder:
        say("Preparing the environments")
        environments = Environments(our_environment(), stock_environment())
        for name in arguments.only:
            measure, usual_rounds = GROUPS[name]
            rounds = arguments.rounds or (ROUNDS_WHEN_QUICK if arguments.quick else usual_rounds)
            taken = measure(Path(folder), environments, rounds)
            measured_now = taken if isinstance(taken, Measured) else Measured(taken)
            figures = [figure.as_json() for figure in measured_now.figures]
            remarks = list(measured_now.remarks)
            # Written group by group, so that hours are not lost where a later one fails.
            told = {"remarks": remarks} if remarks else {}
            measured = {name: {"made": _circumstances(rounds), "figures": figures, **told}}
            groups = read_groups(arguments.output) | measured
            write_groups(arguments.output, {name: groups[name] for name in GROUPS if name in groups})
            print(markdown_table(figures), *remarks, sep="\n", flush=True)
    if arguments.output == RESULTS:
        write_document(read_groups(RESULTS))
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
