"""Reading notebooks: what is in them, and what is wrong with those that cannot be read.

Source: the notebook format 4, <https://nbformat.readthedocs.io/en/latest/format_description.html>.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args

from lite_build.errors import UserMistake
from lite_build.json_text import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CellKind = Literal["code", "markdown", "raw"]

#: Kernels whose language is Python, and whose packages are not the site's.
OTHER_PYTHON_KERNELS = frozenset({"xpython", "xpython-raw", "micropython"})

_CELL_KINDS = frozenset(get_args(CellKind))
_OUTPUT_KINDS = frozenset({"display_data", "execute_result", "stream", "error"})
_CONSTANT_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN')


@dataclass(frozen=True)
class Cell:
    """One cell.

    Args:
        index: its position in the notebook, from 0, counted over cells of all kinds.
        source: as one text.
    """

    index: int
    kind: CellKind
    source: str
    tags: frozenset[str]

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
    """

    name: str
    path: Path
    kernel: str
    language: str
    cells: tuple[Cell, ...]
    raw: dict[str, Any]

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
        """Name a cell for a message: "tour.ipynb, cell 2"."""
        return f"{self.name}, cell {cell.number}"


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
    return read_notebooks([(path.name if name is None else name, path)])[0]


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
        remedies = dict.fromkeys(problem.remedy for problem in problems)
        raise UserMistake("\n".join(map(str, problems)), remedy="\n  ".join(remedies))
    return tuple(notebooks)


class _NotANotebookError(Exception):
    def __init__(self, *problems: NotebookProblem) -> None:
        super().__init__(problems)
        self.problems = problems


def _parse(name: str, path: Path, text: str) -> Notebook:
    raw = _load(name, text)
    _check_version(name, text, raw)
    remedy = "Correct that line, or open the notebook in JupyterLab and save it."
    problems = [
        NotebookProblem(name, f"this is JSON, but not a notebook: {what}", remedy, line_of(text, keys))
        for keys, what in _faults(raw)
    ]
    if problems:
        raise _NotANotebookError(*problems)
    metadata = raw.get("metadata", {})
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
                tags=frozenset(cell.get("metadata", {}).get("tags", ())),
            )
            for index, cell in enumerate(raw["cells"])
        ),
        raw=raw,
    )


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


def _check_version(name: str, text: str, raw: dict[str, Any]) -> None:
    version = raw.get("nbformat")
    line = line_of(text, ["nbformat"])
    if version is None and "worksheets" not in raw:
        missing = ", ".join(f'"{key}"' for key in ("nbformat", "metadata", "cells") if key not in raw)
        what = f"this is JSON, but not a notebook: missing {missing}"
        remedy = 'A notebook has "nbformat": 4, "nbformat_minor", "metadata" and "cells" at its top.'
        raise _NotANotebookError(NotebookProblem(name, what, remedy, line))
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        what = f"nbformat is {json.dumps(version)}, which is no whole number"
        raise _NotANotebookError(NotebookProblem(name, what, 'Write "nbformat": 4.', line))
    if version is None or version < 4:
        what = f"the notebook has the old format {3 if version is None else version}, and JupyterLab reads 4"
        remedy = f'Convert it: jupyter nbconvert --to notebook --inplace "{name}"'
        raise _NotANotebookError(NotebookProblem(name, what, remedy, line))
    if version > 4:
        what = f"the notebook has the format {version}, which is newer than what JupyterLab reads (4)"
        raise _NotANotebookError(NotebookProblem(name, what, "Save it as format 4.", line))


def _faults(raw: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What keeps a notebook from being read: the keys that lead to the place, and what is wrong there.

    These checks are our own since nbformat's take a second to load, longer than a thousand notebooks take to
    read, and answer "is not valid under any of the given schemas".
    """
    for key, type_, words in (
        ("nbformat_minor", int, "a whole number"),
        ("metadata", dict, "an object"),
        ("cells", list, "an array"),
    ):
        if key not in raw:
            yield (), f'"{key}" is missing'
        elif not isinstance(raw[key], type_):
            yield (key,), f'"{key}" should be {words}'
    metadata, cells = raw.get("metadata"), raw.get("cells")
    if isinstance(metadata, dict):
        for key in ("kernelspec", "language_info"):
            if not isinstance(metadata.get(key, {}), dict):
                yield ("metadata", key), f'"{key}" should be an object'
    if isinstance(cells, list):
        for index, cell in enumerate(cells):
            for keys, what in _faults_of_cell(cell):
                yield ("cells", index, *keys), f"in cell {index + 1}, {what}"


def _faults_of_cell(cell: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    # The format also requires "id", "metadata", "outputs" and "execution_count": every reader does without.
    if not isinstance(cell, dict):
        yield (), "there is no object"
        return
    kind, metadata, outputs = cell.get("cell_type"), cell.get("metadata", {}), cell.get("outputs", [])
    if "cell_type" not in cell:
        yield (), '"cell_type" is missing'
    elif not (isinstance(kind, str) and kind in _CELL_KINDS):
        yield ("cell_type",), f'"cell_type" is {json.dumps(kind)}: it should be "code", "markdown" or "raw"'
    if "source" not in cell:
        yield (), '"source" is missing'
    elif not _is_text(cell["source"]):
        yield ("source",), '"source" should be a string or an array of strings'
    if not isinstance(metadata, dict):
        yield ("metadata",), '"metadata" should be an object'
    elif not (isinstance(metadata.get("tags", []), list) and _is_text(metadata.get("tags", []))):
        yield ("metadata", "tags"), '"tags" should be an array of strings'
    if not isinstance(outputs, list):
        yield ("outputs",), '"outputs" should be an array'
        return
    for index, output in enumerate(outputs):
        if not isinstance(output, dict) or output.get("output_type") not in _OUTPUT_KINDS:
            yield ("outputs", index), f"output {index + 1} has no output_type that there is"


def _is_text(value: object) -> bool:
    lines = value if isinstance(value, list) else [value]
    return all(isinstance(line, str) for line in lines)


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)
