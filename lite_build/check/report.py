"""What the check found, as values that a program can read as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from rich.text import Text

from lite_build.files.json_file import write_json
from lite_build.notebooks.reading import cell_place

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.check.protocol import CellOutput, CommMessage

#: How a cell fared. "needs a browser" says nothing against a cell: it uses what the kernel's worker has in a
#: browser and Node.js lacks. "left out" are cells tagged `skip-check`.
Outcome = Literal["passed", "failed", "timed out", "needs a browser", "not run", "left out"]
#: What breaks a site for its readers, and what an author should know of.
ProblemKind = Literal[
    "missing import",
    "dead link",
    "other origin",
    "other host",
    "page error",
    "missing file",
    "unfinished page",
    "waiting script",
]

FAILURES: frozenset[Outcome] = frozenset({"failed", "timed out"})
_FAILING_PROBLEMS: frozenset[ProblemKind] = frozenset(
    {"missing import", "dead link", "page error", "missing file", "unfinished page"}
)


@dataclass(frozen=True)
class CellError:
    """What a cell raised.

    Args:
        name: of the exception.
        traceback: as IPython shows it, with colours as ANSI sequences.
    """

    name: str
    message: str
    traceback: str


@dataclass(frozen=True)
class CheckedCell:
    """A code cell.

    Args:
        number: its position in the notebook, from 1, counted over cells of all kinds.
        seconds: that it took, where it ran to its end.
        error: what it raised, where it did: with the outcome "passed" it was allowed to.
        remark: what the author may want to know of the outcome.
        outputs: as nbformat has them.
        line: of the error, or of the cell, in the text that the notebook is written as, from 1; None where
            there is none.
    """

    number: int
    outcome: Outcome
    seconds: float | None = None
    error: CellError | None = None
    remark: str | None = None
    outputs: tuple[CellOutput, ...] = ()
    line: int | None = None


@dataclass(frozen=True)
class CheckedNotebook:
    """A notebook.

    Args:
        name: its path below the site's `files/`, with "/".
        unchecked: why it was not run, in words; None where it was.
        boot_seconds: what its kernel took to start, where it did.
        fault: why the kernel did not run every cell, in words, where it is no cell's.
        comms: what its widgets told their page.
        text_name: the path of the text that it is written as; None where it is not.
    """

    name: str
    cells: tuple[CheckedCell, ...] = ()
    unchecked: str | None = None
    boot_seconds: float | None = None
    fault: str | None = None
    comms: tuple[CommMessage, ...] = ()
    text_name: str | None = None

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.text_name or self.name

    def place(self, cell: CheckedCell) -> str:
        """Name a cell for a message."""
        return cell_place(self.name, cell.number, self.text_name, cell.line)

    @property
    def failed(self) -> bool:
        """Whether something in it would break for a reader."""
        return self.fault is not None or any(cell.outcome in FAILURES for cell in self.cells)


@dataclass(frozen=True)
class Problem:
    """Something found beside the cells that were run.

    Args:
        where: in words, such as "tour.ipynb, cell 2", or a file of the site, with its line: "app.html:12".
        what: one sentence.
    """

    kind: ProblemKind
    where: str
    what: str

    @property
    def fails(self) -> bool:
        """Whether the check fails for it. Others are told of only: with a network, they work."""
        return self.kind in _FAILING_PROBLEMS


@dataclass(frozen=True)
class CheckedPage:
    """A page of plain HTML that runs Python, as a browser showed it.

    Args:
        name: its path below the site's `files/`, with "/".
        problems: what went wrong in it.
        seconds: that the visit took, where there was one.
        unchecked: why it was not opened, in words; None where it was.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    seconds: float | None = None
    unchecked: str | None = None

    @property
    def failed(self) -> bool:
        """Whether something in it would break for a reader."""
        return any(problem.fails for problem in self.problems)


@dataclass(frozen=True)
class CheckReport:
    """All that the check found.

    Args:
        problems: but for those of the pages.
        seconds: that it took.
    """

    notebooks: tuple[CheckedNotebook, ...]
    problems: tuple[Problem, ...]
    seconds: float
    pages: tuple[CheckedPage, ...] = ()

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Those of the pages, too."""
        return (*self.problems, *(problem for page in self.pages for problem in page.problems))

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not any(notebook.failed for notebook in self.notebooks) and not any(
            problem.fails for problem in self.all_problems
        )

    @property
    def exit_status(self) -> int:
        """The status with which a command ends: 1 if anything failed."""
        return 0 if self.passed else 1

    def count(self, outcome: Outcome) -> int:
        """How many cells of all notebooks fared so."""
        return sum(cell.outcome == outcome for notebook in self.notebooks for cell in notebook.cells)

    def to_json(self) -> dict[str, Any]:
        """The report for programs: no colours, no outputs."""
        return {
            "version": 1,
            "passed": self.passed,
            "seconds": self.seconds,
            "counts": {outcome: self.count(outcome) for outcome in get_args(Outcome)},
            "notebooks": [
                {
                    "name": notebook.name,
                    "failed": notebook.failed,
                    "unchecked": notebook.unchecked,
                    "fault": notebook.fault,
                    "boot_seconds": notebook.boot_seconds,
                    "cells": [_cell_to_json(cell) for cell in notebook.cells],
                }
                for notebook in self.notebooks
            ],
            "pages": [
                {
                    "name": page.name,
                    "failed": page.failed,
                    "unchecked": page.unchecked,
                    "seconds": page.seconds,
                }
                for page in self.pages
            ],
            "problems": [
                {"kind": problem.kind, "where": problem.where, "what": problem.what, "fails": problem.fails}
                for problem in self.all_problems
            ],
        }


def write_report(report: CheckReport, path: Path) -> None:
    """Write the report as JSON."""
    write_json(path, report.to_json())


def _cell_to_json(cell: CheckedCell) -> dict[str, Any]:
    error = cell.error and {
        "name": cell.error.name,
        "message": cell.error.message,
        "traceback": Text.from_ansi(cell.error.traceback).plain,
    }
    return {
        "number": cell.number,
        "outcome": cell.outcome,
        "seconds": cell.seconds,
        "error": error,
        "remark": cell.remark,
    }
