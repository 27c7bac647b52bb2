"""Reading notebooks: what is in them, and what is wrong with those that cannot be read.

Source: the notebook format 4, <https://nbformat.readthedocs.io/en/latest/format_description.html>.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from lite_build.files.json_text import line_of
from lite_build.notebooks.format import find_faults
from lite_build.notebooks.text_notebooks import (
    INSTALL_JUPYTEXT,
    NOTEBOOK_SUFFIX,
    TEXT_SUFFIXES,
    can_be_read,
    is_text_notebook,
    notebook_from_text,
    text_origin,
)
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CellKind = Literal["code", "markdown", "raw"]

#: Kernels whose language is Python, and whose packages are not the site's.
OTHER_PYTHON_KERNELS = frozenset({"xpython", "xpython-raw", "micropython"})

_CONSTANT_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN')


def is_notebook_name(name: str) -> bool:
    """Whether a file of this name is a notebook."""
    return name.endswith(NOTEBOOK_SUFFIX)


def is_notebook(path: Path) -> bool:
    """Whether a file is a notebook: by its name, or by its text where it is written as such."""
    return is_notebook_name(path.name) or is_text_notebook(path)


def without_notebook_suffix(name: str) -> str:
    """A notebook's name without its ending."""
    return name.removesuffix(NOTEBOOK_SUFFIX)


@dataclass(frozen=True)
class Cell:
    """One cell.

    Args:
        index: its position in the notebook, from 0, counted over cells of all kinds.
        source: as one text.
        tags: with hyphens. Jupyter Book wrote them with underscores once.
        line: where it begins in the text that the notebook is written as, from 1; None where that is unknown.
    """

    index: int
    kind: CellKind
    source: str
    tags: frozenset[str]
    line: int | None = None

    @property
    def number(self) -> int:
        """The position as messages have it, from 1."""
        return self.index + 1


@dataclass(frozen=True)
class Notebook:
    """A notebook as it is on the disk.

    Args:
        name: what messages call it: its path in the site, with "/".
        path: where it was read.
        kernel: the name of its kernel, such as "python"; "" where it names none.
        language: of its kernel, in lower case; "" where it names none.
        raw: the whole notebook, as `json` reads it.
        text_name: what messages call the text that it is written as; None where it is not.
        provided: modules that are there where it runs, and in no package.
    """

    name: str
    path: Path
    kernel: str
    language: str
    cells: tuple[Cell, ...]
    raw: dict[str, Any]
    text_name: str | None = None
    provided: frozenset[str] = frozenset()

    @property
    def is_for_pyodide(self) -> bool:
        """Whether JupyterLite runs it on the site's Pyodide kernel, its default one.

        A kernel's name says little: notebooks come from environments of any name, and JupyterLab goes by the
        language where it has no kernel of that name.
        """
        return self.kernel not in OTHER_PYTHON_KERNELS and (
            self.language in ("python", "ipython")
            or (not self.language and self.kernel in ("", "python", "python3", "pyodide"))
        )

    def place(self, cell: Cell) -> str:
        """Name a cell for a message: "tour.ipynb, cell 2", or "tour.md, line 12"."""
        return cell_place(self.name, cell.number, self.text_name, cell.line)


def cell_place(name: str, number: int, text_name: str | None, line: int | None) -> str:
    """Name a place for a message: by its line where the notebook is written as text, else by the cell."""
    return f"{name}, cell {number}" if text_name is None or line is None else f"{text_name}, line {line}"


@dataclass(frozen=True)
class NotebookProblem:
    """Why a notebook cannot be read.

    Args:
        name: of the notebook.
        line: from 1, where it is known.
        column: from 1, where it is known.
    """

    name: str
    what: str
    remedy: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = self.name
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.what}"


def read_notebook(path: Path, name: str | None = None) -> Notebook:
    """Read one notebook.

    Args:
        path: of the file.
        name: see `Notebook`; the file's name where it is left out.

    Raises:
        UserMistake: it is not a notebook.
    """
    return read_notebooks([(_name_of(path) if name is None else name, path)])[0]


def read_notebooks(files: Iterable[tuple[str, Path]]) -> tuple[Notebook, ...]:
    """Read notebooks.

    Args:
        files: of each its name (see `Notebook`) and its file.

    Raises:
        UserMistake: some are not notebooks; names the problems of all of them.
    """
    notebooks: list[Notebook] = []
    problems: list[NotebookProblem] = []
    for name, path in files:
        try:
            text = path.read_bytes().decode("utf-8-sig")
            notebooks.append(_parse(name, path, text))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            what = f"the file is not UTF-8 text (byte {error.start})"
            problems.append(NotebookProblem(name, what, "Save it as UTF-8.", line))
        except OSError as error:
            what = f"the file cannot be read ({error.strerror})"
            problems.append(NotebookProblem(name, what, "Put it in place, or leave it out of the contents."))
        except _NotANotebookError as error:
            problems.extend(error.problems)
    if problems:
        raise UserMistake.together((str(problem), problem.remedy) for problem in problems)
    return tuple(notebooks)


def _name_of(path: Path) -> str:
    return (path.with_suffix(NOTEBOOK_SUFFIX) if path.suffix in TEXT_SUFFIXES else path).name


class _NotANotebookError(Exception):
    def __init__(self, *problems: NotebookProblem) -> None:
        super().__init__(problems)
        self.problems = problems


def _parse(name: str, path: Path, text: str) -> Notebook:
    if path.suffix in TEXT_SUFFIXES:
        raw = _load_text(name, path, text)
    else:
        raw = _load(name, text)
        problems = [
            NotebookProblem(name, fault.what, fault.remedy, line_of(text, fault.keys))
            for fault in find_faults(raw, name)
        ]
        if problems:
            raise _NotANotebookError(*problems)
    metadata = raw.get("metadata", {})
    text_name, lines = text_origin(raw, name)
    kernel = metadata.get("kernelspec", {})
    language = kernel.get("language") or metadata.get("language_info", {}).get("name") or ""
    return Notebook(
        name=name,
        path=path,
        kernel=str(kernel.get("name") or ""),
        language=str(language).lower(),
        cells=tuple(
            Cell(
                index=index,
                kind=cell["cell_type"],
                source=_text(cell["source"]),
                tags=frozenset(tag.replace("_", "-") for tag in cell.get("metadata", {}).get("tags", ())),
                line=lines.get(index),
            )
            for index, cell in enumerate(raw["cells"])
        ),
        raw=raw,
        text_name=text_name,
    )


def _load_text(name: str, path: Path, text: str) -> dict[str, Any]:
    called = without_notebook_suffix(name) + path.suffix
    if not can_be_read():
        what = "it is a notebook that is written as text, which jupytext reads"
        raise _NotANotebookError(NotebookProblem(called, what, f"{INSTALL_JUPYTEXT}."))
    try:
        return notebook_from_text(text, path)
    except Exception as error:
        what = f"jupytext cannot read it: {error}"
        raise _NotANotebookError(NotebookProblem(called, what, "Correct the text.")) from None


def _load(name: str, text: str) -> dict[str, Any]:
    broken = "Restore it from a copy, or leave it out of the contents."
    try:
        raw = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        what = "the file is empty" if not text.strip() else f"this is not JSON: {error.msg}"
        remedy = broken
        if re.search(r"^(<{7}|={7}|>{7})", text, re.MULTILINE):
            remedy = "It holds marks of a merge that was left unresolved: resolve it (nbdime helps)."
        raise _NotANotebookError(NotebookProblem(name, what, remedy, error.lineno, error.colno)) from None
    except _ConstantError as error:
        constants = (m for m in _CONSTANT_OR_STRING.finditer(text) if not m[0].startswith('"'))
        start = next(constants).start()
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        what = f"this is not JSON: browsers cannot read {error}"
        remedy = "Clear the output that holds it, or write null."
        raise _NotANotebookError(NotebookProblem(name, what, remedy, line, column)) from None
    except (RecursionError, ValueError) as error:
        raise _NotANotebookError(NotebookProblem(name, f"cannot be read as JSON: {error}", broken)) from None
    if not isinstance(raw, dict):
        what = "this is JSON, but not a notebook: it should be an object with nbformat, metadata and cells"
        raise _NotANotebookError(NotebookProblem(name, what, broken, 1))
    return raw


class _ConstantError(Exception):
    pass


def _refuse_constant(constant: str) -> NoReturn:
    raise _ConstantError(constant)


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)
