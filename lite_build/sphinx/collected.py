"""The examples of all documents: kept in Sphinx's environment, written as notebooks for the build."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sphinx.environment.collectors import EnvironmentCollector

from lite_build.notebooks.text_notebooks import NOTEBOOK_SUFFIX
from lite_build.sphinx.nodes import (
    IN_NOTEBOOK,
    LEFT_OUT,
    LiveBlock,
    LiveElement,
    LiveExample,
    example_around,
    place_of_cell,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from lite_build.sphinx.example_cells import ExampleCell

#: On the environment: what each document has. A number that counts up when the form changes.
_EXAMPLES = "lite_build_examples_2"
#: Of the notebook of a page's own cells, which share their names.
PAGE = "cells-of-the-page"


@dataclass(frozen=True)
class CollectedCell:
    """A cell, and its place as Sphinx tells it: a file, or a docstring, and a line."""

    cell: ExampleCell
    place: str


@dataclass(frozen=True)
class CollectedExample:
    """Cells that share their names.

    Args:
        document: by Sphinx's name.
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


class ExampleCollector(EnvironmentCollector):
    """Keeps the examples of each document, through parallel and incremental builds."""

    def process_doc(self, app: Sphinx, document: nodes.document) -> None:
        """Note what a document has."""
        name = app.env.docname
        found = tuple(_examples_in(document, name))
        elements = any(document.findall(LiveElement))
        _kept(app.env)[name] = (found, elements)

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a document."""
        _kept(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
    ) -> None:
        """Take what another process has read."""
        theirs = _kept(other)
        _kept(env).update({name: theirs[name] for name in docnames if name in theirs})


def collected_examples(environment: BuildEnvironment) -> tuple[CollectedExample, ...]:
    """The examples of all documents, in the order of the documents' names."""
    kept = _kept(environment)
    return tuple(example for name in sorted(kept) for example in kept[name][0])


def live_documents(environment: BuildEnvironment) -> tuple[str, ...]:
    """The documents that need the site: they have examples, or other elements."""
    return tuple(
        name
        for name, (examples, has_elements) in sorted(_kept(environment).items())
        if examples or has_elements
    )


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


def _examples_in(document: nodes.document, name: str) -> Iterator[CollectedExample]:
    taken: set[str] = set()
    own = [block for block in document.findall(LiveBlock) if example_around(block) is None]
    if cells := _cells_of(own):
        is_notebook = any(block.get(IN_NOTEBOOK, False) for block in own)
        yield CollectedExample(name, _file_name(PAGE, taken), "", "", cells, is_notebook=is_notebook)
    for example in document.findall(LiveExample):
        if cells := _cells_of(example.findall(LiveBlock)):
            yield CollectedExample(
                name,
                _file_name(example["name"], taken),
                example["name"],
                example["setup"],
                cells,
                is_example=True,
            )
    for element in document.findall(LiveElement):
        if element.get("cells"):
            cells = tuple(CollectedCell(cell, place) for cell, place in element["cells"])
            yield CollectedExample(name, _file_name(element["name"], taken), "", "", cells)


def _cells_of(blocks: Iterable[LiveBlock]) -> tuple[CollectedCell, ...]:
    return tuple(
        CollectedCell(cell, place_of_cell(block, cell))
        for block in blocks
        if not block.get(LEFT_OUT, False)
        for cell in block["cells"]
        if not cell.is_skipped
    )


def _file_name(name: str, taken: set[str]) -> str:
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


def _kept(environment: BuildEnvironment) -> dict[str, tuple[tuple[CollectedExample, ...], bool]]:
    kept: dict[str, Any] | None = getattr(environment, _EXAMPLES, None)
    if kept is None:
        kept = {}
        setattr(environment, _EXAMPLES, kept)
    return kept


def places_of(examples: Iterable[CollectedExample]) -> Mapping[str, str]:
    """Where in the documentation "reference/page.ipynb, cell 2" is, in Sphinx's words."""
    return dict(pair for example in examples for pair in example.named_places)
