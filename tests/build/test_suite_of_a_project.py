"""`lite-build test`: a small project's own tests, in the real runtime under Node.js."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.build.conftest import CONFIG, LOCK
from tests.suite_project import FAILING, FILES, MEASURED, Suite, outcomes, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.build.conftest import CommandLine, Finished

pytestmark = pytest.mark.registry

PATIENCE = 300


@pytest.fixture
def make_suite(tmp_path: Path, command_line: CommandLine) -> Callable[[dict[str, str]], Suite]:
    """A copy of the project, with some files changed."""

    def make(changed: dict[str, str]) -> Suite:
        return Suite(write_files(tmp_path / "project", {**FILES, **changed}), command_line)

    return make


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory, command_line: CommandLine) -> Suite:
    return Suite(write_files(tmp_path_factory.mktemp("measure"), FILES), command_line)


@pytest.fixture(scope="module")
def ran(suite: Suite) -> Finished:
    """The whole suite, run once, with what it reports."""
    return suite.test("-v", "--junitxml=report.xml", "--cov=measure", "--cov-report=term-missing")


def test_each_test_is_told_as_pytest_tells_it(ran: Finished) -> None:
    told = outcomes(ran.said)
    assert told["test_passes"] == "PASSED", ran.said
    assert told["test_fails"] == "FAILED"
    assert told["test_is_expected_to_fail"] == "XFAIL"
    assert told["test_waits_for_both"] == "PASSED"
    assert told["test_takes_parameters[1]"] == told["test_takes_parameters[2]"] == "PASSED"
    assert "said before" in ran.said
    assert ran.status == 1


def test_the_wheel_is_tested_and_named_by_its_source(ran: Finished) -> None:
    assert outcomes(ran.said)["test_comes_from_its_wheel"] == "PASSED"


def test_where_python_ends_one_test_fails_and_those_after_it_run(ran: Finished) -> None:
    told = outcomes(ran.said)
    assert [told[name] for name in ("test_before", "test_ends_python", "test_ends_the_process")] == [
        "PASSED", "FAILED", "FAILED",
    ]  # fmt: skip
    assert told["test_after"] == "PASSED"
    assert "called itself too deeply" in ran.said
    assert ran.said.count("test session starts") == 1


def test_what_no_browser_has_is_listed_and_is_no_failure(ran: Finished) -> None:
    told = outcomes(ran.said)
    names = ("thread", "program")
    assert [told[f"test_starts_a_{name}"] for name in names] == ["IMPOSSIBLE", "IMPOSSIBLE"]
    assert [told[name] for name in ("test_asks_a_host", "test_opens_a_socket")] == ["IMPOSSIBLE"] * 2
    assert [told[name] for name in ("test_says_so", "test_says_so_by_a_decorator")] == ["IMPOSSIBLE"] * 2
    _, _, listed = ran.said.partition("cannot be in a browser")
    assert re.search(r"^threads: 2\n  tests/test_lacks.py::test_starts_a_thread$", listed, re.MULTILINE)
    assert re.search(r"4 failed, \d+ passed.* 6 impossible", ran.said)


def test_a_test_that_went_on_without_what_no_browser_has_fails_with_a_note(ran: Finished) -> None:
    assert outcomes(ran.said)["test_goes_on_without_a_thread"] == "FAILED"
    assert "It had asked for what no browser has (threads), and went on without." in ran.said


def test_what_tests_write_stays_in_memory(ran: Finished, suite: Suite) -> None:
    assert outcomes(ran.said)["test_writes"] == "PASSED"
    assert (suite.root / "tests/data.txt").read_text() == "10\n"


def test_reports_lie_where_they_were_asked_for(ran: Finished, suite: Suite) -> None:
    assert ran.status == 1
    report = ElementTree.parse(suite.root / "report.xml").getroot()[0]
    assert (report.get("failures"), report.get("tests")) == ("4", "19"), ran.said
    assert (suite.root / ".pytest_cache/v/cache/lastfailed").is_file()
    assert MEASURED.search(ran.said), ran.said
    assert (suite.root / ".coverage").is_file()


@pytest.mark.usefixtures("ran")
def test_the_last_failures_are_run_alone(suite: Suite) -> None:
    again = suite.test("-v", "--lf")
    assert sorted(outcomes(again.said)) == FAILING


@pytest.mark.usefixtures("ran")
def test_several_processes_share_the_files_of_tests(suite: Suite) -> None:
    shared = suite.test("-v", "--jobs", "2", "--junitxml=shared.xml", "--ff", "--cov=measure")
    assert MEASURED.search(shared.said), shared.said
    assert re.search(r"4 failed, \d+ passed.* 6 impossible", shared.said), shared.said
    assert len(outcomes(shared.said)) == 19
    assert ElementTree.parse(suite.root / "shared.xml").getroot()[0].get("tests") == "19"
    assert shared.status == 1


def test_a_first_failure_ends_the_run_where_that_is_asked_for(suite: Suite) -> None:
    stopped = suite.test("-x", "tests/test_ends.py")
    assert "1 failed, 1 passed" in stopped.said
    assert "stopping after 1 failures" in stopped.said


def test_doctests_run_as_pytest_has_them(suite: Suite) -> None:
    ran = suite.test("--doctest-modules", "measure/__init__.py")
    assert "1 passed" in ran.said, ran.said
    assert ran.status == 0


def test_a_sites_lock_is_followed_and_left_as_it_is(make_suite: Callable[[dict[str, str]], Suite]) -> None:
    asked = {"PackagesAddon": {"requirements": [".", "tomlkit<0.14"]}}
    locked = "import tomlkit\n\n\ndef test_version():\n    assert tomlkit.__version__ < '0.14'\n"
    suite = make_suite({CONFIG: json.dumps(asked), "tests/test_locked.py": locked})
    said = suite.command_line.run("lock", suite.root).said
    lock = (suite.root / LOCK).read_text("utf-8")
    assert "tomlkit" in lock, said
    ran = suite.test("tests/test_locked.py")
    assert "1 passed" in ran.said, ran.said
    assert "(locked, and 7 for the tests)" in ran.said
    assert (suite.root / LOCK).read_text("utf-8") == lock


def test_a_test_that_hangs_is_ended_and_fails(make_suite: Callable[[dict[str, str]], Suite]) -> None:
    hanging = "def test_hangs():\n    while True:\n        pass\n\n\ndef test_after():\n    pass\n"
    ran = make_suite({"tests/test_hangs.py": hanging}).test("--timeout", "2", "tests/test_hangs.py")
    assert "1 failed, 1 passed" in ran.said, ran.said
    assert "took longer than 2 s" in ran.said


def test_a_file_in_which_python_ends_is_one_error(make_suite: Callable[[dict[str, str]], Suite]) -> None:
    ending = "a = []\na.append(a)\nb = []\nb.append(b)\na == b\n"
    ran = make_suite({"tests/test_broken.py": ending}).test()
    assert "ERROR tests/test_broken.py" in ran.said, ran.said
    assert "called itself too deeply" in ran.said
    assert ran.status == 2


def test_impossible_tests_fail_where_that_is_asked_for(suite: Suite) -> None:
    ran = suite.test("--fail-impossible", "-k", "starts_a_thread")
    assert "1 failed" in ran.said, ran.said
    assert ran.status == 1


@pytest.mark.parametrize(
    ("arguments", "said", "status"),
    [
        (("--no-such-option",), "unrecognized arguments: --no-such-option", 4),
        (("nowhere",), "file or directory not found: nowhere", 4),
        (("--group", "tset"), "the project has no group tset", 2),
        (("--with", "no such requirement!"), "is not a requirement", 2),
        (("-k", "nothing"), "19 deselected", 5),
    ],
)
def test_bad_input_is_told_in_words(suite: Suite, arguments: tuple[str, ...], said: str, status: int) -> None:
    ran = suite.test(*arguments)
    assert said in ran.said
    assert "Traceback" not in ran.said
    assert ran.status == status


def test_a_project_that_does_not_build_is_told(make_suite: Callable[[dict[str, str]], Suite]) -> None:
    ran = make_suite({"pyproject.toml": FILES["pyproject.toml"].replace('version = "1.0"\n', "")}).test()
    assert "its build failed" in ran.said
    assert ran.status == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
def test_a_ctrl_c_ends_the_run_with_what_has_run(make_suite: Callable[[dict[str, str]], Suite]) -> None:
    waiting = """\
def test_first():
    pass


def test_waits():
    print("now it waits")
    while True:
        pass
"""
    suite = make_suite({"tests/test_waits.py": waiting})
    words = suite.command_line.words("lite-build", "test", "-v", "-s", "tests/test_waits.py")
    with subprocess.Popen(
        words,
        cwd=suite.root,
        env=suite.command_line.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "now it waits" in line:
                os.kill(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE) == 2, "".join(said)
    assert "1 passed" in "".join(said)
