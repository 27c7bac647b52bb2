from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from lite_build.check.report import (
    CellError,
    CheckedCell,
    CheckedNotebook,
    CheckedPage,
    CheckReport,
    Problem,
    write_report,
)
from lite_build.check.report_text import print_report

if TYPE_CHECKING:
    from pathlib import Path

ERROR = CellError("ZeroDivisionError", "division by [zero]", "\x1b[31mCell\x1b[39m In[1]\n----> 1/0")
FAILED = CheckedCell(2, "failed", 0.1, ERROR)
PASSED = CheckedCell(1, "passed", 0.1)


def report_of(*notebooks: CheckedNotebook, problems: tuple[Problem, ...] = ()) -> CheckReport:
    return CheckReport(notebooks, problems, 1.5)


def printed(report: CheckReport, *, terminal: bool = False) -> str:
    text = io.StringIO()
    print_report(report, Console(file=text, force_terminal=terminal, width=80, _environ={}))
    return text.getvalue()


def test_a_failing_cell_is_printed_with_its_place_its_error_and_its_traceback() -> None:
    text = printed(report_of(CheckedNotebook("tour.ipynb", (PASSED, FAILED))))
    assert "tour.ipynb, cell 2: ZeroDivisionError: division by [zero]" in text
    assert "    Cell In[1]\n    ----> 1/0\n" in text
    assert "Ran 1 notebook with 2 cells in 1.5 s: 1 passed, 1 failed" in text


def test_colours_of_a_traceback_are_for_terminals_only() -> None:
    report = report_of(CheckedNotebook("tour.ipynb", (FAILED,)))
    assert "\x1b" not in printed(report)
    assert "\x1b[31mCell" in printed(report, terminal=True)


def test_a_long_line_of_a_traceback_is_not_cut() -> None:
    long = "x" * 300
    error = CellError("ValueError", "no", long)
    assert f"    {long}\n" in printed(
        report_of(CheckedNotebook("a.ipynb", (CheckedCell(1, "failed", 1, error),)))
    )


def test_notebooks_of_other_kernels_are_named_and_fail_nothing() -> None:
    report = report_of(CheckedNotebook("p5.ipynb", unchecked="its kernel is not the site's Python (p5js)"))
    assert "p5.ipynb: not checked: its kernel is not the site's Python (p5js)" in printed(report)
    assert report.exit_status == 0


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (report_of(CheckedNotebook("a.ipynb", (PASSED,))), 0),
        (report_of(CheckedNotebook("a.ipynb", (PASSED, FAILED))), 1),
        (report_of(CheckedNotebook("a.ipynb", (CheckedCell(1, "timed out"),))), 1),
        (report_of(CheckedNotebook("a.ipynb", (CheckedCell(1, "needs a browser"),))), 0),
        (report_of(CheckedNotebook("a.ipynb", (CheckedCell(1, "left out"),))), 0),
        (report_of(CheckedNotebook("a.ipynb", fault="the kernel died")), 1),
        (report_of(problems=(Problem("dead link", "a.ipynb, cell 1", "x leads to nothing"),)), 1),
        (report_of(problems=(Problem("missing import", "a.ipynb, cell 1", "no package provides x"),)), 1),
        (report_of(problems=(Problem("other origin", "a.js", "imports https://a.example/"),)), 0),
    ],
)
def test_the_exit_status_is_1_if_anything_would_break_for_a_reader(report: CheckReport, status: int) -> None:
    assert report.exit_status == status


def test_the_json_report_holds_what_was_printed_without_colours(tmp_path: Path) -> None:
    problem = Problem("other origin", "a.js", "imports https://a.example/")
    path = tmp_path / "reports" / "check.json"
    write_report(report_of(CheckedNotebook("tour.ipynb", (PASSED, FAILED)), problems=(problem,)), path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["passed"] is False
    assert data["counts"]["passed"] == data["counts"]["failed"] == 1
    assert data["notebooks"][0]["cells"][1]["error"] == {
        "name": "ZeroDivisionError",
        "message": "division by [zero]",
        "traceback": "Cell In[1]\n----> 1/0",
    }
    assert data["problems"] == [
        {"kind": "other origin", "where": "a.js", "what": "imports https://a.example/", "fails": False}
    ]


def test_pages_are_told_of_with_their_lines_and_those_that_fail_fail_the_check(tmp_path: Path) -> None:
    error = Problem("page error", "app.html:9", "ZeroDivisionError: division by zero")
    host = Problem("other host", "good.html:3", "asks for https://cdn.example/lib.js")
    pages = (
        CheckedPage("app.html", (error,), 1.0),
        CheckedPage("good.html", (host,), 0.5),
        CheckedPage("late.html", unchecked="there is no browser"),
        CheckedPage("later.html", unchecked="there is no browser"),
    )
    report = CheckReport((), (), 2.0, pages)
    assert report.exit_status == 1
    assert CheckReport((), (), 2.0, pages[1:]).exit_status == 0
    text = printed(report)
    assert "app.html:9: page error: ZeroDivisionError: division by zero\n" in text
    assert "late.html, later.html: not opened: there is no browser\n" in text
    assert "Opened 2 pages of HTML in a browser\nFound 1 page error, 1 other host\n1 page failed\n" in text
    write_report(report, tmp_path / "check.json")
    said = json.loads((tmp_path / "check.json").read_text(encoding="utf-8"))
    assert [page["failed"] for page in said["pages"]] == [True, False, False, False]
    assert said["problems"][0] == {
        "kind": "page error",
        "where": "app.html:9",
        "what": "ZeroDivisionError: division by zero",
        "fails": True,
    }
