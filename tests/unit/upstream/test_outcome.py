from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.upstream.outcome import FailedTest, Outcome, read_failed_tests, resolvers_reason, telling_line

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import pytest

@pytest.fixture
def broken():
    raise OSError("no disk")

def test_passes(): pass

@pytest.mark.parametrize("word", ["a - b", "[c]"])
def test_compares(word): assert word == "[c]", "another word"

def test_uses(broken): pass
"""


def test_the_failed_tests_are_read_as_pytest_itself_names_and_tells_them(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_some.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "tests/test_unreadable.py").write_text("import there_is_no_such_module", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
    whole = ["--continue-on-collection-errors", "--junitxml=junit.xml", "tests"]
    subprocess.run([*words, *whole], cwd=tmp_path, capture_output=True, check=False)
    failed = {test.name: test.reason for test in read_failed_tests(tmp_path / "junit.xml")}
    assert set(failed) == {
        "tests/test_some.py::test_compares[a - b]",
        "tests/test_some.py::test_uses",
        "tests/test_unreadable.py",
    }
    assert "another word" in failed["tests/test_some.py::test_compares[a - b]"]
    assert "no disk" in failed["tests/test_some.py::test_uses"]
    again = subprocess.run(
        [*words, "tests/test_some.py::test_compares[a - b]"], cwd=tmp_path, capture_output=True, check=False
    )
    assert b"1 failed" in again.stdout


@pytest.mark.parametrize(
    ("log", "line"),
    [
        (
            "npm ci --loglevel=error\nTS2345: error: no such name\n  at a.ts\n",
            "TS2345: error: no such name at a.ts",
        ),
        ("all is well\nstopped\n", "stopped"),
        ("", "it said nothing"),
        (
            "No solution found\n  because a needs b,\n  you cannot.\nagain",
            "No solution found because a needs b, you cannot.",
        ),
    ],
)
def test_a_log_is_told_by_the_line_that_says_why(log: str, line: str) -> None:
    assert telling_line(log) == line


def test_an_outcome_is_told_in_one_line() -> None:
    assert Outcome().words == "passed"
    assert Outcome(problem="does not build: error").words == "does not build: error"
    assert Outcome(late=True).words == "not tried to the end: the time ran out"
    two = Outcome(failed=(FailedTest("a.py::test_a", "why"), FailedTest("b.py::test_b", "why not")))
    assert two.words == "a.py::test_a: why (and 1 more)"
    assert [one.passed for one in (Outcome(), two, Outcome(late=True))] == [True, False, False]


def test_versions_that_cannot_be_installed_together_are_told_by_the_first_reason() -> None:
    by_uv = (
        "error: No solution found when resolving dependencies\n"
        "  cause: Because kernel==0.8.7 depends on core>=0.8.7 and you require core==0.8.6, we can\n"
        "         conclude that your requirements and kernel==0.8.7 are incompatible.\n"
    )
    assert resolvers_reason(by_uv) == "kernel==0.8.7 depends on core>=0.8.7 and you require core==0.8.6"
    by_pip = "INFO: looking\nERROR: Cannot install core==0.8.6 and kernel==0.8.7\n"
    assert resolvers_reason(by_pip) == "ERROR: Cannot install core==0.8.6 and kernel==0.8.7"
