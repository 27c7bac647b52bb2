from __future__ import annotations

from tests.upstream.families import FAMILIES
from tests.upstream.outcome import FailedTest, Outcome
from tests.upstream.pins import Pin
from tests.upstream.report import Report
from tests.upstream.search import Findings

LITE = Pin("PyPI", "jupyterlite-core", "0.8.6")
SERVICES = Pin("npm", "@jupyterlite/services", "0.8.4")
ANYWIDGET = Pin("PyPI", "anywidget", "0.11.0")
SPHINX = Pin("PyPI", "jupyterlite-sphinx", "0.23.0")
NEWEST = {LITE: "0.9.0", SERVICES: "0.8.4", ANYWIDGET: "0.12.0", SPHINX: "0.23.0"}
FAILED = Outcome(failed=(FailedTest("tests/a.py::test_a[x|y]", "TypeError: no"),))
MOVED = tuple(family for family in FAMILIES if family in {LITE.family, ANYWIDGET.family})


def report(tested: Findings | None, installed: Findings | None = None) -> Report:
    return Report(NEWEST, installed or Findings(passed=MOVED), tested, "tests/build")


def lines(text: str) -> list[list[str]]:
    """The lines of a table, each as its columns."""
    return [[cell for cell in line.split("  ") if cell] for line in text.splitlines()]


def test_each_package_has_a_line_that_says_what_was_found() -> None:
    found = report(Findings(passed=(ANYWIDGET.family,), broken={LITE.family: FAILED}, baseline=Outcome()))
    assert [[cell.strip() for cell in line] for line in lines(found.text())][:5] == [
        ["package", "registry", "pinned", "newest", "result"],
        ["anywidget", "PyPI", "0.11.0", "0.12.0", "passed"],
        ["jupyterlite-core", "PyPI", "0.8.6", "0.9.0", "failed: tests/a.py::test_a[x|y]: TypeError: no"],
        ["jupyterlite-sphinx", "PyPI", "0.23.0", "0.23.0", "nothing is newer"],
        ["@jupyterlite/services", "npm", "0.8.4", "0.8.4", "nothing is newer"],
    ]
    assert "`make upstream MOVE=1` moves the pins that passed: anywidget." in found.text()
    assert not found.all_passed
    assert {pin.name for pin, version in found.movable.items() if version != pin.version} == {"anywidget"}


def test_an_issue_gets_a_table_whose_cells_stay_cells() -> None:
    found = report(Findings(passed=(ANYWIDGET.family,), broken={LITE.family: FAILED}, baseline=Outcome()))
    table = [line for line in found.markdown().splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(NEWEST)
    assert "test_a[x\\|y]" in found.markdown()


def test_what_cannot_be_installed_is_told_though_all_else_passed() -> None:
    problem = Outcome(problem="cannot be installed: anywidget 0.12.0 needs b")
    installed = Findings(passed=(LITE.family,), broken={ANYWIDGET.family: problem}, baseline=Outcome())
    found = report(Findings(passed=(LITE.family,)), installed)
    assert "failed: cannot be installed: anywidget 0.12.0 needs b" in found.text()
    assert not found.all_passed
    assert found.movable[LITE] == "0.9.0"


def test_where_the_pinned_versions_fail_no_package_is_blamed_or_moved() -> None:
    found = report(Findings(broken=dict.fromkeys(MOVED, FAILED), baseline=FAILED))
    assert "failed: tests" not in found.text()
    assert "The pinned versions fail too, so nothing new is to blame: tests/a.py::test_a" in found.text()
    assert found.movable == {pin: pin.version for pin in NEWEST}
    assert not found.all_passed


def test_what_fails_only_together_is_not_moved() -> None:
    broken = {LITE.family: Outcome(late=True)}
    found = report(Findings((ANYWIDGET.family,), broken, baseline=Outcome(), together=FAILED))
    assert "Those that passed one after the other fail together: tests/a.py::test_a" in found.text()
    assert "passed, but not with all others that passed" in found.text()
    assert "not tried to the end: the time ran out" in found.text()
    assert "failed: not tried" not in found.text()
    assert found.movable == {pin: pin.version for pin in NEWEST}


def test_where_it_came_to_no_tests_nothing_is_said_to_pass() -> None:
    late = Outcome(late=True)
    found = report(None, Findings(broken=dict.fromkeys(MOVED, late), baseline=late))
    assert "passed" not in found.text().partition("\n\n")[0]
    assert not found.all_passed


def test_where_all_passes_the_report_says_so() -> None:
    assert report(Findings(passed=MOVED)).all_passed
    same = Report({SPHINX: "0.23.0"}, Findings(), Findings(), "all")
    assert same.all_passed
    assert "All passes, and no pin is behind." in same.text()


def test_where_the_time_ran_out_after_all_at_once_had_failed_nobody_is_blamed() -> None:
    found = report(Findings(broken=dict.fromkeys(MOVED, FAILED), baseline=Outcome(late=True)))
    assert "not told: the time ran out after all at once had failed (tests/a.py::test_a[x|y]" in found.text()
    assert "The pinned versions fail too" not in found.text()
    assert found.movable == {pin: pin.version for pin in NEWEST}
