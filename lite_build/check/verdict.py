"""Judge how a cell ran: what counts against it, and what the check's surroundings are to blame for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from lite_build.check.report import CellError, CheckedCell, CheckedNotebook
from lite_build.notebooks.cell_tags import is_left_out, may_fail

if TYPE_CHECKING:
    from collections.abc import Callable

    from lite_build.check.notebook_run import CellRun, NotebookRun
    from lite_build.notebooks.reading import Cell, Notebook

#: What a cell is tagged with that only a reader can run.
_LEFT_OUT = "skip-check"

#: What a worker of a browser has, the kernel's own among them, and Node.js has not.
#: Source: the interfaces exposed to dedicated workers in <https://html.spec.whatwg.org/multipage/workers.html>.
WORKER_NAMES = frozenset(
    {
        "FileReader",
        "FileReaderSync",
        "FontFace",
        "GPU",
        "ImageBitmap",
        "ImageData",
        "ImageDecoder",
        "MediaSource",
    }
    | {
        "Notification",
        "OffscreenCanvas",
        "Path2D",
        "SharedWorker",
        "VideoDecoder",
        "VideoEncoder",
        "VideoFrame",
    }
    | {"WebGL2RenderingContext", "WebGLRenderingContext", "Worker", "XMLHttpRequest", "cancelAnimationFrame"}
    | {"caches", "createImageBitmap", "fonts", "importScripts", "indexedDB", "isSecureContext", "origin"}
    | {"postMessage", "requestAnimationFrame"}
)
#: What only the page has. The kernel runs in a worker: a cell that reaches for these fails in a browser, too.
PAGE_NAMES = frozenset(
    {"Audio", "DOMParser", "HTMLElement", "Image", "MutationObserver", "alert", "confirm", "customElements"}
    | {"document", "frames", "getComputedStyle", "history", "localStorage", "matchMedia", "open", "parent"}
    | {"prompt", "screen", "sessionStorage", "top", "window"}
)

#: The error of a cell that Python has ended in: `end-words.ts`.
_PYTHON_ENDED = "PythonEnded"
#: Where a traceback says which line of the cell went on.
_CELLS_FRAME = re.compile(r"^\s*Cell In\[\d+\], line (\d+)", re.MULTILINE)
_READERS_INPUT = "input() asks the reader"
_NO_NETWORK = "the check has no network"
_MISSING_MODULE = re.compile(r"No module named '([^']+)'")
#: How Python and JavaScript say that the kernel's surroundings lack a name.
_MISSING_NAME = (
    ("AttributeError", re.compile(r"(\w+)")),
    ("ImportError", re.compile(r"cannot import name '(\w+)' from 'js'.*")),
    ("JsException", re.compile(r"ReferenceError: (\w+) is not defined")),
)


def what_ships(module: str) -> str:
    """Say that the site lacks a module, and what to do about it."""
    return f"no package of the site provides {module}: `lite-build add NAME` ships the package that does"


def judge_notebook(
    notebook: Notebook,
    run: NotebookRun,
    *,
    cell_seconds: float,
    why_missing: Callable[[str], str] = what_ships,
) -> CheckedNotebook:
    """Judge a run notebook.

    Args:
        notebook: as it was read, with the cells that were left out.
        run: how it ran.
        cell_seconds: the time limit that each cell had.
        why_missing: says of a module why it cannot be imported.
    """
    runs = {cell.index: cell for cell in run.cells}
    cells = []
    stopped_by: CheckedCell | None = None
    for cell in notebook.cells:
        if cell.kind != "code" or not cell.source.strip():
            continue
        if is_left_out(cell):
            checked = CheckedCell(cell.number, "left out")
        else:
            checked = judge_cell(cell, runs[cell.index], cell_seconds=cell_seconds, why_missing=why_missing)
        if stopped_by is not None and checked.outcome == "failed" and checked.remark is None:
            remark = f"it may lean on cell {stopped_by.number}, which needs a browser"
            checked = CheckedCell(
                cell.number, "needs a browser", checked.seconds, checked.error, remark, checked.outputs
            )
        if stopped_by is None and checked.outcome == "needs a browser":
            stopped_by = checked
        cells.append(replace(checked, line=_line_of(cell, checked.error)))
    return CheckedNotebook(
        name=notebook.name,
        cells=tuple(cells),
        boot_seconds=run.boot_seconds,
        fault=run.fault,
        comms=run.comms,
        text_name=notebook.text_name,
    )


def _line_of(cell: Cell, error: CellError | None) -> int | None:
    """The line of the notebook's text that an error is from, by the cell's frame; else that of the cell."""
    if cell.line is None:
        return None
    frame = None if error is None else _CELLS_FRAME.search(Text.from_ansi(error.traceback).plain)
    return cell.line + (int(frame[1]) - 1 if frame is not None else 0)


def judge_cell(
    cell: Cell, run: CellRun, *, cell_seconds: float, why_missing: Callable[[str], str] = what_ships
) -> CheckedCell:
    """Judge a run cell by its tags and by what it raised."""
    error = _error_of(run)
    if run.status == "not-run":
        return CheckedCell(cell.number, "not run")
    if run.status == "late":
        remark = (
            f"timed out after {cell_seconds:g} s. If it waits for the reader, such as for a click, "
            f"tag the cell {_LEFT_OUT}"
        )
        return CheckedCell(cell.number, "timed out", remark=remark, outputs=run.outputs)
    if run.status == "died":
        return CheckedCell(cell.number, "failed", remark="the kernel died in it", outputs=run.outputs)
    if error is not None and error.name == _PYTHON_ENDED:
        remark = "no cell behind it can run; in a page the reader has to restart the kernel"
        return CheckedCell(cell.number, "failed", run.seconds, error, remark, run.outputs)
    if run.status == "ok" and error is not None and not may_fail(cell):
        remark = f"shows an error and goes on: {error.name}: {error.message}"
        return CheckedCell(cell.number, "passed", run.seconds, error, remark, run.outputs)
    if run.status == "ok" or may_fail(cell):
        return CheckedCell(cell.number, "passed", run.seconds, error, outputs=run.outputs)
    missing = None if error is None else _missing_name(error)
    if missing in WORKER_NAMES:
        remark = f"{missing} is in the kernel's worker there, and nowhere else"
        return CheckedCell(cell.number, "needs a browser", run.seconds, error, remark, run.outputs)
    if error is not None and _READERS_INPUT in error.message:
        return CheckedCell(
            cell.number, "needs a browser", run.seconds, error, "it asks the reader for input", run.outputs
        )
    reason = _remark(error, missing, why_missing)
    return CheckedCell(cell.number, "failed", run.seconds, error, reason, run.outputs)


def _remark(error: CellError | None, missing: str | None, why_missing: Callable[[str], str]) -> str | None:
    if missing in PAGE_NAMES:
        return (
            f"{missing} is the page's, and the kernel runs in a worker beside it: "
            "this fails in a browser as well. A widget reaches the page"
        )
    if error is not None and _NO_NETWORK in error.message:
        return (
            "ship what it fetches with the notebooks; or, where only a reader's network will do, "
            f"tag the cell {_LEFT_OUT}"
        )
    module = None if error is None else missing_module(error)
    return None if module is None else why_missing(module)


def missing_module(error: CellError) -> str | None:
    """The module that an error says is missing; None for other errors."""
    found = _MISSING_MODULE.match(error.message) if error.name == "ModuleNotFoundError" else None
    return None if found is None else found[1]


def _missing_name(error: CellError) -> str | None:
    for name, pattern in _MISSING_NAME:
        if error.name == name and (found := pattern.fullmatch(error.message)):
            return found[1]
    return None


def _error_of(run: CellRun) -> CellError | None:
    for output in reversed(run.outputs):
        if output.get("output_type") == "error":
            return CellError(
                name=_plain_name(str(output.get("ename", ""))),
                message=str(output.get("evalue", "")),
                traceback="\n".join(map(str, output.get("traceback", ()))),
            )
    return None


def _plain_name(name: str) -> str:
    """The class's own name: upstream's kernel gives `<class 'package.module.Name'>`."""
    found = re.fullmatch(r"<class '(?:.*\.)?(\w+)'>", name)
    return found[1] if found else name
