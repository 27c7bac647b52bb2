"""`lite-build check` and `build --check`, as a person types them: what is printed, and what is published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import ODD_NOTEBOOK, CommandLine, left_behind, site_of, write_notebook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry


def test_a_failing_cell_is_printed_and_keeps_the_new_site_from_being_published(
    command_line: CommandLine, built_project: Path
) -> None:
    before = site_of(built_project)
    write_notebook(
        built_project / "notebooks" / ODD_NOTEBOOK, "x = 1", "def divide():\n    return x / 0\n\ndivide()"
    )
    checked = command_line.run("build", built_project, "--check", "--json", "check.json")

    assert checked.status == 1, checked.said
    assert f"\n{ODD_NOTEBOOK}, cell 2: ZeroDivisionError: division by zero\n" in checked.said
    assert "----> 2     return x / 0" in checked.said
    assert "Ran 2 notebooks with 3 cells in " in checked.said
    assert "2 passed, 1 failed\n1 notebook failed\n" in checked.said
    assert "→ The site is as it was. Correct the notebooks and pages" in checked.said
    assert "lite_build" not in checked.said
    assert site_of(built_project) == before
    assert left_behind(built_project) == []
    report = json.loads((built_project / "check.json").read_text(encoding="utf-8"))
    [failed] = [notebook["name"] for notebook in report["notebooks"] if notebook["failed"]]
    assert (failed, report["passed"]) == (ODD_NOTEBOOK, False)

    write_notebook(built_project / "notebooks" / ODD_NOTEBOOK, "x = 1", "x / 1")
    checked = command_line.run("check", built_project, "--jobs=2")

    assert checked.status == 0, checked.said
    assert f"\n{ODD_NOTEBOOK}: passed (" in checked.said
    assert site_of(built_project) != before
