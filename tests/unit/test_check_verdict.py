from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lite_build.check.notebook_run import CellRun, NotebookRun
from lite_build.check.verdict import judge_cell, judge_notebook
from lite_build.notebooks.reading import Cell, Notebook

if TYPE_CHECKING:
    from lite_build.check.report import CheckedCell


def cell(index: int = 0, source: str = "x", *tags: str) -> Cell:
    return Cell(index, "code", source, frozenset(tags))


def raising(name: str, message: str, index: int = 0) -> CellRun:
    output = {"output_type": "error", "ename": name, "evalue": message, "traceback": ["one", "two"]}
    return CellRun(index, "error", 0.1, (output,))


def judge(run: CellRun, *tags: str) -> CheckedCell:
    return judge_cell(cell(run.index, "x", *tags), run, cell_seconds=5)


def test_an_error_fails_with_the_exceptions_own_name_and_traceback() -> None:
    checked = judge(raising("<class 'piplite.piplite.PiplitePyPIDisabled'>", "x could not be installed"))
    assert checked.outcome == "failed"
    assert checked.error is not None
    assert checked.error.name == "PiplitePyPIDisabled"
    assert checked.error.traceback == "one\ntwo"


def test_a_cell_that_may_raise_passes_whether_it_does_or_not() -> None:
    assert judge(raising("<class 'ValueError'>", "no"), "raises-exception").outcome == "passed"
    assert judge(CellRun(0, "ok", 0.1, ()), "raises-exception").outcome == "passed"


def test_a_cell_that_shows_an_error_and_goes_on_passes_with_a_remark() -> None:
    checked = judge(CellRun(0, "ok", 0.1, raising("ValueError", "told").outputs))
    assert checked.outcome == "passed"
    assert checked.remark == "shows an error and goes on: ValueError: told"


def test_a_cell_that_python_ended_in_fails_also_where_it_may_raise() -> None:
    checked = judge(raising("PythonEnded", "Python has ended: it was too much"), "raises-exception")
    assert checked.outcome == "failed"
    assert "restart the kernel" in str(checked.remark)


def test_a_late_cell_fails_even_where_it_may_raise() -> None:
    checked = judge(CellRun(0, "late", None, ()), "raises-exception")
    assert checked.outcome == "timed out"
    assert "timed out after 5 s" in str(checked.remark)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("<class 'AttributeError'>", "OffscreenCanvas"),
        ("<class 'ImportError'>", "cannot import name 'XMLHttpRequest' from 'js' (unknown location)"),
        ("<class 'pyodide.ffi.JsException'>", "ReferenceError: indexedDB is not defined"),
    ],
)
def test_what_only_the_worker_of_a_browser_has_is_not_held_against_the_author(
    name: str, message: str
) -> None:
    assert judge(raising(name, message)).outcome == "needs a browser"


def test_a_prompt_for_the_reader_is_not_held_against_the_author() -> None:
    said = "Error: input() asks the reader, and the check has none"
    assert judge(raising("<class 'pyodide.ffi.JsException'>", said)).outcome == "needs a browser"


def test_what_only_the_page_has_fails_since_it_fails_for_readers_too() -> None:
    checked = judge(raising("<class 'AttributeError'>", "document"))
    assert checked.outcome == "failed"
    assert "document is the page's" in str(checked.remark)


def test_an_attribute_that_a_pythons_object_lacks_is_the_authors_error() -> None:
    checked = judge(raising("<class 'AttributeError'>", "'Canvas' object has no attribute 'document'"))
    assert (checked.outcome, checked.remark) == ("failed", None)


def test_a_missing_module_fails_with_the_command_that_ships_it() -> None:
    checked = judge(raising("<class 'ModuleNotFoundError'>", "No module named 'plotly.express'"))
    assert checked.outcome == "failed"
    assert str(checked.remark).startswith("no package of the site provides plotly.express: `lite-build add ")


def test_a_failure_after_a_cell_that_needs_a_browser_may_be_its_doing() -> None:
    notebook = Notebook("a.ipynb", Path("a.ipynb"), "python", "python", (cell(0), cell(1), cell(2)), {})
    runs = (
        raising("<class 'AttributeError'>", "OffscreenCanvas", 0),
        CellRun(1, "ok", 0.1, ()),
        raising("<class 'NameError'>", "name 'canvas' is not defined", 2),
    )
    checked = judge_notebook(notebook, NotebookRun(1.0, None, runs, ()), cell_seconds=5)
    assert [each.outcome for each in checked.cells] == ["needs a browser", "passed", "needs a browser"]
    assert not checked.failed


def test_left_out_and_empty_cells_are_not_looked_for_in_the_run() -> None:
    cells = (cell(0, "input()", "skip-check"), cell(1, "  \n"), Cell(2, "markdown", "# A", frozenset()))
    notebook = Notebook("a.ipynb", Path("a.ipynb"), "python", "python", cells, {})
    checked = judge_notebook(notebook, NotebookRun(1.0, None, (), ()), cell_seconds=5)
    assert [(each.number, each.outcome) for each in checked.cells] == [(1, "left out")]
