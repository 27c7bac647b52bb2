"""A trial: a copy of the checkout with other versions of upstream, installed, built and tested on its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.upstream.commands import Deadline, Ended, TimeRanOut, environment_of_trial, run_until
from tests.upstream.errors import CannotRun
from tests.upstream.families import PYODIDE
from tests.upstream.newest import ask_npm
from tests.upstream.npm_lock import lock_commands
from tests.upstream.outcome import Outcome, read_failed_tests, resolvers_reason, telling_line
from tests.upstream.pins import Pin, python_requirements
from tests.upstream.rewrite import write_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.upstream.families import Family

#: Read by the tests: the core of each site that they build with no other one named.
PYODIDE_VARIABLE = "LITE_BUILD_TEST_PYODIDE"
#: As `make test` runs them.
_PYTEST = ("-m", "pytest", "--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder")
_NO_TESTS_COLLECTED = 5


@dataclass
class Trials:
    """Tries versions of upstream, each in a copy of the checkout that is removed afterwards.

    Args:
        checkout: is only read.
        newest: of each pin.
        selection: the tests, in pytest's words; none for all.
        logs: a folder that gets a log of each trial.
        deadline: of all trials together.
        say: tells people what is going on.
    """

    checkout: Path
    newest: Mapping[Pin, str]
    selection: Sequence[str]
    logs: Path
    deadline: Deadline
    say: Callable[[str], None]
    _number: int = field(default=0, init=False)

    def install(self, moved: Sequence[Family], tests: Sequence[str]) -> Outcome:
        """Try whether versions can be installed together, which takes seconds."""
        del tests
        return self._try("installing", moved, self._resolve)

    def build_and_test(self, moved: Sequence[Family], tests: Sequence[str]) -> Outcome:
        """Build front ends and demo site with some versions, and run tests; named ones until one fails."""
        return self._try("building and testing", moved, partial(self._build_and_test, tests=tests))

    def _try(self, doing: str, moved: Sequence[Family], step: Callable[[_Trial], Outcome]) -> Outcome:
        names = " + ".join(family.name for family in moved) or "the pinned versions"
        self._number += 1
        log = self.logs / f"{self._number:02d}.log"
        log.write_text(f"{doing}: {names}\n", encoding="utf-8")
        self.say(f"[{self._number}] {doing} {names}")
        versions = {
            pin: newest if pin.family in moved else pin.version for pin, newest in self.newest.items()
        }
        try:
            with _copy_of(self.checkout) as copy:
                outcome = step(_Trial(self.checkout, copy, versions, log, self.deadline))
        except TimeRanOut:
            outcome = Outcome(late=True)
        self.say(f"    {outcome.words}")
        return outcome

    def _resolve(self, trial: _Trial) -> Outcome:
        return trial.write() or trial.resolve_python() or Outcome()

    def _build_and_test(self, trial: _Trial, tests: Sequence[str]) -> Outcome:
        stop_early = ("--exitfirst",) if tests else ()
        return trial.write() or trial.build() or trial.test((*(tests or self.selection), *stop_early))


@dataclass(frozen=True)
class _Trial:
    """One copy of the checkout. Each step tells how the trial ended, or None where it goes on."""

    checkout: Path
    copy: Path
    versions: Mapping[Pin, str]
    log: Path
    deadline: Deadline

    def write(self) -> Outcome | None:
        """Write the versions into the copy, and lock npm's packages anew."""
        write_versions(self.copy, self.versions, partial(npm_integrity, checkout=self.checkout), exactly=True)
        for words in lock_commands(self.versions):
            ended = self._run(words)
            if ended.status != 0:
                return Outcome(problem=f"npm cannot lock these versions: {telling_line(ended.said)}")
        return None

    def resolve_python(self) -> Outcome | None:
        """Try whether the Python packages can be installed together."""
        requirements = self.copy / "requirements-of-trial.txt"
        requirements.write_text("\n".join(python_requirements(self.copy)) + "\n", encoding="utf-8")
        python = (sys.executable, "-m")
        by_uv = self._run(
            [*python, *("uv", "pip", "compile", "--quiet", "--python", sys.executable, str(requirements))]
        )
        if by_uv.status == 0:
            return None
        # As in the Makefile: uv reads none of pip's settings.
        dry = ("--quiet", "--dry-run", "--ignore-installed", "--requirement", str(requirements))
        by_pip = self._run([*python, *("pip", "install", *dry)])
        if by_pip.status == 0:
            return None
        telling = by_uv if "No solution found" in by_uv.said else by_pip
        return Outcome(problem=f"cannot be installed: {resolvers_reason(telling.said)}")

    def build(self) -> Outcome | None:
        """Install, build the front ends and the demo site, get the browsers: as `make` does all of it."""
        words = ["make", f"PYTHON={sys.executable}", "build", "browsers"]
        ended = self._run(words, **self._core("JUPYTERLITE_PYODIDE_URL"))
        return Outcome(problem=f"does not build: {telling_line(ended.said)}") if ended.status != 0 else None

    def test(self, words: Sequence[str]) -> Outcome:
        """Run tests in the copy's own environment."""
        report = self.copy / "junit.xml"
        reporting = ("-o", "junit_family=xunit1", f"--junitxml={report}")
        python = str(self.copy / ".venv/bin/python")
        ended = self._run([python, *_PYTEST, *reporting, *words], **self._core(PYODIDE_VARIABLE))
        if ended.status == _NO_TESTS_COLLECTED:
            raise CannotRun(f"no test is selected by {' '.join(words)!r}: name some that are there")
        failed = read_failed_tests(report) if report.is_file() else ()
        if ended.status == 0 or failed:
            return Outcome(failed=failed)
        return Outcome(problem=f"tests could not be run: {telling_line(ended.said)}")

    def _core(self, variable: str) -> dict[str, str]:
        """Name the core that sites are to have by a variable, where it is not the one that is pinned."""
        [(pin, version)] = ((pin, version) for pin, version in self.versions.items() if pin.name == PYODIDE)
        return {} if version == pin.version else {variable: f"npm:{version}"}

    def _run(self, words: Sequence[str], **environment: str) -> Ended:
        return run_until(
            words,
            cwd=self.copy,
            log=self.log,
            deadline=self.deadline,
            environment=environment_of_trial(os.environ, **environment),
        )


@cache
def npm_integrity(version: str, *, checkout: Path) -> str:
    """Ask the npm registry for the integrity of a version of Pyodide's core.

    Raises:
        CannotRun: the registry does not tell.
    """
    return ask_npm(f"{PYODIDE}@{version}", "dist.integrity", checkout)


@contextmanager
def _copy_of(checkout: Path) -> Iterator[Path]:
    """Copy what belongs to a checkout, with what is edited and not committed.

    Not below the checkout: Node.js and pytest look for what they need in all folders above.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode != 0:
        raise CannotRun(f"git does not list the checkout's files: {listed.stderr.strip()}")
    with tempfile.TemporaryDirectory(prefix="lite-build-upstream-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "checkout")
        for name in filter(None, listed.stdout.split("\0")):
            if (checkout / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(checkout / name, copy / name)
        yield copy
