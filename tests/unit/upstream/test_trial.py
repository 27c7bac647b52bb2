from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.unit.upstream.conftest import write_text
from tests.upstream.commands import Deadline
from tests.upstream.errors import CannotRun
from tests.upstream.families import family_of
from tests.upstream.outcome import Outcome
from tests.upstream.pins import read_pins
from tests.upstream.search import search
from tests.upstream.trial import Trials

if TYPE_CHECKING:
    from pathlib import Path

    from tests.upstream.families import Family

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make upstream runs where processes have groups")
#: Its environment is that of the tests that run, by another path; with a core of version 999 it fails.
MAKEFILE = """\
build:
	@! grep --quiet core==999 pyproject.toml || { echo "error: core 999 has no pages"; exit 1; }
	mkdir -p .venv/bin
	printf '#!/bin/sh\\nexec "$(PYTHON)" "$$@"\\n' > .venv/bin/python
	chmod +x .venv/bin/python

browsers:
"""
TESTS = """
from pathlib import Path

def test_builds_with_anything(): pass

def test_draws():
    assert "anywidget==999" not in Path("pyproject.toml").read_text(), "nothing is drawn"
"""


@pytest.fixture
def checkout(checkout: Path) -> Path:
    """A checkout that can be built and tested."""
    write_text(checkout / "Makefile", MAKEFILE)
    write_text(checkout / "tests/test_widgets.py", TESTS)
    write_text(checkout / ".gitignore", ".venv/\nlogs/\n")
    subprocess.run(["git", "init", "--quiet"], cwd=checkout, check=True)
    (checkout / "logs").mkdir()
    return checkout


def trials_of(checkout: Path, *moved: str, selection: tuple[str, ...] = (), minutes: float = 5) -> Trials:
    newest = {pin: "999" if pin.name in moved else pin.version for pin in read_pins(checkout)}
    deadline = Deadline.in_minutes(minutes)
    return Trials(checkout, newest, selection, checkout / "logs", deadline, lambda said: None)


def families(*names: str) -> list[Family]:
    found = [family_of("PyPI", name) for name in names]
    return [family for family in found if family is not None]


def test_the_release_that_breaks_a_test_is_found_and_the_checkout_stays_as_it_is(checkout: Path) -> None:
    before = {path: path.read_bytes() for path in checkout.rglob("*.*") if path.is_file()}
    [anywidget] = families("anywidget")
    findings = search([anywidget], trials_of(checkout, "anywidget").build_and_test)
    assert findings.passed == ()
    assert findings.baseline == Outcome()
    words = findings.broken[anywidget].words
    assert words.startswith("tests/test_widgets.py::test_draws: AssertionError: nothing is drawn")
    assert {path: path.read_bytes() for path in before} == before
    assert not (checkout / ".venv").exists()
    logs = sorted((checkout / "logs").iterdir())
    assert [log.read_text(encoding="utf-8").splitlines()[0] for log in logs] == [
        "building and testing: anywidget",
        "building and testing: the pinned versions",
    ]


def test_a_build_that_fails_is_told_by_the_line_that_says_why(checkout: Path) -> None:
    core = families("jupyterlite-core")
    outcome = trials_of(checkout, "jupyterlite-core").build_and_test(core, ())
    assert outcome.problem.startswith("does not build: error: core 999 has no pages")


def test_a_selection_of_nothing_is_told(checkout: Path) -> None:
    with pytest.raises(CannotRun, match="no test is selected by '-k nothing'"):
        trials_of(checkout, selection=("-k", "nothing")).build_and_test((), ())


def test_when_the_time_is_over_the_rest_is_not_tried(checkout: Path) -> None:
    assert trials_of(checkout, minutes=0).build_and_test((), ()) == Outcome(late=True)
