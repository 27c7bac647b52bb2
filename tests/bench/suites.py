"""Test suites of other people's projects: by `lite-build test`, and by this Python's own pytest."""

from __future__ import annotations

import sys
import tarfile
from typing import TYPE_CHECKING

from tests.bench.builders import Builder, Environments, Timing, lite_build, run
from tests.bench.results import Figure
from tests.bench.rounds import take_turns
from tests.bench.say import say

if TYPE_CHECKING:
    from pathlib import Path

#: Their sdists ship their tests, which import them from beside, and need nothing but pytest.
SUITES = ("more-itertools==11.2.1", "tomlkit==0.15.2")
#: As long as CPython takes.
_AT_MOST = 3.0
_CPYTHON = "CPython's pytest"


def measure_suites(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """Measure each suite whole, from the command to its end; the wheel and the snapshot were made before."""
    figures = []
    for requirement in SUITES:
        say(f"Running the tests of {requirement}")
        project = _unpack(requirement, folder / "suites")
        ours = lite_build(project, environments.ours, "test", "-q")
        # No cache of pytest's and no plugin of this environment: a run is like the next.
        words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:playwright")
        theirs = Builder(_CPYTHON, project, (sys.executable, *words))
        ours.build()
        taken = take_turns({ours.name: ours, theirs.name: theirs}, rounds, Builder.build)
        figures.append(
            Figure(
                f"tests of {requirement.replace('==', ' ')}",
                "s",
                [_seconds(timing) for timing in taken[theirs.name]],
                [_seconds(timing) for timing in taken[ours.name]],
                against=_CPYTHON,
                at_most=_AT_MOST,
            )
        )
    return figures


def _seconds(timing: Timing) -> float:
    return timing.wall


def _unpack(requirement: str, folder: Path) -> Path:
    """Get a project's sources as it has published them."""
    folder.mkdir(exist_ok=True)
    words = ("-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", requirement)
    run((sys.executable, *words), folder)
    name = requirement.partition("==")[0].replace("-", "_")
    (archive,) = folder.glob(f"{name}-*.tar.gz")
    with tarfile.open(archive) as sources:
        sources.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")
