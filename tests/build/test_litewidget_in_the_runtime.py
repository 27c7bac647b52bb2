"""litewidget's own tests, the same files, inside the runtime of a site: by `lite-build test`."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.build.conftest import ROOT, CommandLine, configure_project, run_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

TESTS = "tests/unit/litewidget"
NEEDED = ("anywidget", "ipywidgets", "msgspec", "psygnal", "pydantic")
#: Compiled packages that the runtime has from its own distribution alone, with the tests' word for each.
NOT_THERE = ("could not import 'numpy'", "could not import 'pyarrow'")


def test_litewidgets_tests_pass_inside_the_sites_runtime(command_line: CommandLine, tmp_path: Path) -> None:
    shutil.copytree(ROOT / TESTS, tmp_path / TESTS, ignore=shutil.ignore_patterns("__pycache__"))
    configure_project(tmp_path, {"PackagesAddon": {"requirements": list(NEEDED)}})

    warnings = ("-W", "error", "-W", "ignore::pytest.PytestAssertRewriteWarning")
    words = ("test", "--with", "hypothesis", "--junitxml=report.xml", "--tb=short", *warnings, TESTS)
    ran = command_line.run(*words, cwd=tmp_path)
    assert ran.status == 0, ran.said

    tests = [*ElementTree.parse(tmp_path / "report.xml").getroot().iter("testcase")]
    reasons = [skipped.get("message") for test in tests if (skipped := test.find("skipped")) is not None]
    assert [why for why in reasons if not any(word in str(why) for word in NOT_THERE)] == []
    assert sorted(f"{test.get('classname')}.{test.get('name')}" for test in tests) == names_under_cpython()
    assert len(tests) - len(reasons) > 100


def names_under_cpython() -> list[str]:
    """The same files' tests, as this Python finds them and JUnit's files name them."""
    # The plugin would write its browser's name behind the name of each.
    words = ("pytest", "-p", "no:playwright", "--collect-only", "-q", ROOT / TESTS)
    said = run_command(sys.executable, "-m", *words)
    found = [line.partition("::") for line in said.splitlines() if "::" in line]
    return sorted(f"{file.removesuffix('.py').replace('/', '.')}.{name}" for file, _, name in found)
