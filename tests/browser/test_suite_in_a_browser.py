"""`lite-build test --browser`: a small project's own tests, in a browser's worker."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from lite_build.store.cache import user_cache
from tests.build.conftest import CommandLine
from tests.suite_project import FAILING, FILES, MEASURED, Suite, outcomes, write_files

if TYPE_CHECKING:
    from tests.build.conftest import Finished

pytestmark = [pytest.mark.browser, pytest.mark.registry]

HANGS = """\
def test_hangs():
    while True:
        pass


def test_after():
    pass
"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    files = {**FILES, "hanging/test_hangs.py": HANGS}
    return Suite(write_files(tmp_path_factory.mktemp("measure"), files), CommandLine(user_cache()))


@pytest.fixture(scope="module")
def ran(suite: Suite) -> Finished:
    """The whole suite, run once, by two browsers."""
    return suite.test("--browser", "-v", "--jobs", "2", "--junitxml=report.xml", "--cov=measure")


def test_each_test_ends_as_it_does_under_node(ran: Finished) -> None:
    told = outcomes(ran.said)
    assert len(told) == 19, ran.said
    assert sorted(name for name, end in told.items() if end == "FAILED") == FAILING
    assert told["test_waits_for_both"] == told["test_writes"] == told["test_after"] == "PASSED"
    assert told["test_asks_a_host"] == told["test_starts_a_thread"] == "IMPOSSIBLE"
    assert "called itself too deeply" in ran.said and "said before" in ran.said
    assert ran.said.count("test session starts") == 1
    assert "Traceback" not in ran.said
    assert ran.status == 1


def test_its_reports_lie_where_they_were_asked_for(ran: Finished, suite: Suite) -> None:
    report = ElementTree.parse(suite.root / "report.xml").getroot()[0]
    assert (report.get("failures"), report.get("tests")) == ("4", "19"), ran.said
    assert MEASURED.search(ran.said), ran.said
    assert (suite.root / "tests/data.txt").read_text() == "10\n"


@pytest.mark.usefixtures("ran")
def test_the_last_failures_are_run_alone(suite: Suite) -> None:
    again = suite.test("--browser", "-v", "--lf")
    assert sorted(outcomes(again.said)) == FAILING


def test_a_test_that_hangs_is_ended_and_fails(suite: Suite) -> None:
    hung = suite.test("--browser", "--timeout", "2", "hanging/test_hangs.py")
    assert "1 failed, 1 passed" in hung.said, hung.said
    assert "took longer than 2 s" in hung.said
