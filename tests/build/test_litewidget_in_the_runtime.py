"""litewidget's own tests, the same files, inside a site's runtime."""

from __future__ import annotations

import json
import shutil
import sys
from threading import Event
from typing import TYPE_CHECKING

import pytest

from lite_build.check.notebook_run import run_notebook
from lite_build.check.protocol import CellToRun, Job
from lite_build.check.site_kernel import read_site_kernel
from tests.build.conftest import ROOT, CommandLine, configure_project, run_command, write_notebook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

TESTS = "tests/unit/litewidget"
NEEDED = ("pytest", "hypothesis", "litewidget", "anywidget", "ipywidgets", "msgspec", "psygnal", "pydantic")
#: Compiled packages that the runtime has from its own distribution alone, with the tests' word for each.
NOT_THERE = {"numpy": "could not import 'numpy'", "pyarrow": "could not import 'pyarrow'"}
RUN_THE_TESTS = """
import json, pytest

class Outcomes:
    def __init__(self):
        self.told = {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            reason = report.longrepr[2] if report.skipped else report.longreprtext
            self.told[report.nodeid] = [report.outcome, reason]

outcomes = Outcomes()
warnings = ["-W", "error", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
pytest.main(["-p", "no:cacheprovider", *warnings, "--tb=short", "TESTS"], plugins=[outcomes])
print("\\n" + json.dumps(outcomes.told))
""".replace("TESTS", TESTS)


@pytest.fixture
def site(command_line: CommandLine, tmp_path: Path) -> Path:
    """A site with the tests among its contents, and with what they need."""
    write_notebook(tmp_path / "notebooks" / "tests.ipynb", RUN_THE_TESTS)
    shutil.copytree(
        ROOT / TESTS, tmp_path / "notebooks" / TESTS, ignore=shutil.ignore_patterns("__pycache__")
    )
    configure_project(
        tmp_path, {"LiteBuildConfig": {"apps": ["repl"]}, "PackagesAddon": {"requirements": list(NEEDED)}}
    )
    command_line.build(tmp_path)
    return tmp_path / "_output"


def test_litewidgets_tests_pass_inside_the_sites_runtime(site: Path) -> None:
    kernel = read_site_kernel(site)
    cells = (f"%pip install {' '.join(NEEDED)}", RUN_THE_TESTS)
    job = Job(
        site=str(kernel.site),
        notebook="tests.ipynb",
        settings=kernel.settings,
        plugin_index=kernel.plugin_index,
        plugin_piplite=kernel.plugin_piplite,
        boot=kernel.boot,
        catalogue=kernel.catalogue,
        cells=tuple(CellToRun(index, source) for index, source in enumerate(cells)),
    )
    run = run_notebook(job, cell_seconds=300, stop=Event())
    assert run.fault is None
    said = "".join(str(output.get("text", output)) for output in run.cells[-1].outputs)
    assert run.cells[-1].status == "ok", said
    told: dict[str, tuple[str, str]] = json.loads(said.strip().splitlines()[-1])

    failed = {test: reason for test, (outcome, reason) in told.items() if outcome == "failed"}
    skipped = {test: reason for test, (outcome, reason) in told.items() if outcome == "skipped"}
    assert failed == {}
    assert [why for why in skipped.values() if not any(word in why for word in NOT_THERE.values())] == []
    assert sorted(told) == names_under_cpython()
    assert len(told) - len(skipped) > 100


def names_under_cpython() -> list[str]:
    """The same files' tests, as this Python finds them."""
    # The plugin would write its browser's name behind the name of each.
    words = ("pytest", "-p", "no:playwright", "--collect-only", "-q", ROOT / TESTS)
    said = run_command(sys.executable, "-m", *words)
    return sorted(line for line in said.splitlines() if "::" in line)
