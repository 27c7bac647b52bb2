"""The examples of a documentation: cells that share their names, written as notebooks for the build."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from lite_build.notebooks.text_notebooks import NOTEBOOK_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lite_build.documentation.example_cells import ExampleCell

#: Of the notebook of a page's own cells, which share their names.
PAGE = "cells-of-the-page"


@dataclass(frozen=True)
class CollectedCell:
    """A cell, and its place as the documentation's tool tells it: a file, or a docstring, and a line."""

    cell: ExampleCell
    place: str


@dataclass(frozen=True)
class CollectedExample:
    """Cells that share their names.

    Args:
        document: by the tool's name.
        name: of its notebook, which no other of the document has.
        namespace: of its names in the page; "" for those of the page.
        setup: code that runs before them.
        is_example: whether it has a button of its own, and is none of a page's own cells.
        is_notebook: whether it is a page that another extension made of a notebook or a script.
    """

    document: str
    name: str
    namespace: str
    setup: str
    cells: tuple[CollectedCell, ...]
    is_example: bool = False
    is_notebook: bool = False

    @property
    def is_page(self) -> bool:
        """Whether these are the cells of the page itself."""
        return self.name == PAGE

    @property
    def shares_page(self) -> bool:
        """Whether an element, such as an exercise, has the names of the page's cells too."""
        return not (self.namespace or self.is_page)

    @property
    def path(self) -> str:
        """Of its notebook in the contents of the site."""
        return str(PurePosixPath(self.document, f"{self.name}{NOTEBOOK_SUFFIX}"))

    @property
    def sources(self) -> tuple[str, ...]:
        """The code of its notebook's cells; the setup, if it has one, is the first."""
        return (*([self.setup] if self.setup else []), *(each.cell.source for each in self.cells))

    @property
    def places(self) -> tuple[str, ...]:
        """Where each cell of the notebook is in the documentation."""
        places = tuple(each.place for each in self.cells)
        return (places[0], *places) if self.setup else places

    @property
    def named_places(self) -> tuple[tuple[str, str], ...]:
        """The cells of its notebook as builds call them, "page/one.ipynb, cell 2", each with its place."""
        return tuple((f"{self.path}, cell {number}", place) for number, place in enumerate(self.places, 1))


def write_notebooks(examples: Iterable[CollectedExample], folder: Path) -> None:
    """Write the examples as notebooks, and remove what is there besides.

    Args:
        examples: of all documents.
        folder: is ours alone. A file that is the same is not written.
    """
    wanted = {folder / example.path: _notebook(example) for example in examples}
    present = {path for path in folder.rglob("*") if path.is_file()}
    for path in present - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        if path not in present or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for place in sorted(folder.rglob("*"), reverse=True):
        if place.is_dir() and not any(place.iterdir()):
            shutil.rmtree(place)
    folder.mkdir(parents=True, exist_ok=True)


def places_of(examples: Iterable[CollectedExample]) -> Mapping[str, str]:
    """Where in the documentation "reference/page.ipynb, cell 2" is, in the tool's words."""
    return dict(pair for example in examples for pair in example.named_places)


def free_name(name: str, taken: set[str]) -> str:
    """A name of a file that no other of the document has, in file systems that know no case either.

    Names of objects are names of files, but for what overloads and C++ have in theirs.
    """
    plain = "".join(each if each.isalnum() or each in "._-" else "_" for each in name)
    numbered = (f"{plain}_{number}" for number in itertools.count(2))
    free = next(each for each in itertools.chain([plain], numbered) if each.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _notebook(example: CollectedExample) -> str:
    sources = example.sources
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {"tags": _tags(example, number - 1 - (len(sources) - len(example.cells)))},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(sources, 1)
    ]
    kernel = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _tags(example: CollectedExample, number: int) -> list[str]:
    return ["raises-exception"] if number >= 0 and example.cells[number].cell.exception else []
