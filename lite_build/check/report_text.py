"""The report of a check, for a person on the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from rich.text import Text

from lite_build.check.report import FAILURES, Outcome
from lite_build.check.traceback_part import notebook_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from lite_build.check.report import CheckedCell, CheckedNotebook, CheckReport


def print_report(report: CheckReport, console: Console) -> None:
    """Print what failed, then what else was found, then a summary."""
    for notebook in report.notebooks:
        if notebook.fault is not None:
            _print_line(console, f"{notebook.called}: {notebook.fault}", "bold red")
        for cell in notebook.cells:
            if cell.outcome in FAILURES or cell.remark is not None:
                _print_cell(console, notebook, cell)
    for problem in report.all_problems:
        style = "bold red" if problem.fails else "bold yellow"
        _print_line(console, f"{problem.where}: {problem.kind}: {problem.what}", style)
    for notebook in report.notebooks:
        if notebook.unchecked is not None:
            _print_line(console, f"{notebook.called}: not checked: {notebook.unchecked}", "yellow")
    for why in dict.fromkeys(page.unchecked for page in report.pages if page.unchecked is not None):
        names = [page.name for page in report.pages if page.unchecked == why]
        _print_line(console, f"{', '.join(names)}: not opened: {why}", "yellow")
    for line in _summary(report):
        _print_line(console, line, "bold green" if report.passed else "bold red")


def _print_cell(console: Console, notebook: CheckedNotebook, cell: CheckedCell) -> None:
    said = cell.outcome if cell.error is None else f"{cell.error.name}: {cell.error.message}"
    if cell.outcome == "passed":
        _print_line(console, f"{notebook.place(cell)} {cell.remark}", "yellow")
        return
    if cell.outcome == "needs a browser":
        _print_line(console, f"{notebook.place(cell)} needs a browser: {cell.remark}", "yellow")
        return
    _print_line(console, f"{notebook.place(cell)}: {said}", "bold red")
    if cell.remark is not None:
        _print_line(console, f"→ {cell.remark}", "")
    if cell.error is not None and cell.error.traceback:
        for line in Text.from_ansi(notebook_part(cell.error.traceback)).split():
            console.print(Text("    ").append_text(line), soft_wrap=True)


def _print_line(console: Console, line: str, style: str) -> None:
    console.print(Text(line, style=style), soft_wrap=True)


def _summary(report: CheckReport) -> Iterator[str]:
    ran = [notebook for notebook in report.notebooks if notebook.unchecked is None]
    cells = sum(len(notebook.cells) for notebook in ran)
    outcomes = [
        f"{report.count(outcome)} {outcome}" for outcome in get_args(Outcome) if report.count(outcome)
    ]
    yield (
        f"Ran {_plural(len(ran), 'notebook')} with {_plural(cells, 'cell')} in {report.seconds:.1f} s"
        f"{': ' if outcomes else ''}{', '.join(outcomes)}"
    )
    opened = [page for page in report.pages if page.unchecked is None]
    if opened:
        yield f"Opened {_plural(len(opened), 'page')} of HTML in a browser"
    kinds = Counter(problem.kind for problem in report.all_problems)
    if kinds:
        yield "Found " + ", ".join(_plural(count, kind) for kind, count in kinds.items())
    failed = sum(notebook.failed for notebook in report.notebooks)
    if failed:
        yield f"{_plural(failed, 'notebook')} failed"
    failed_pages = sum(page.failed for page in report.pages)
    if failed_pages:
        yield f"{_plural(failed_pages, 'page')} failed"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
