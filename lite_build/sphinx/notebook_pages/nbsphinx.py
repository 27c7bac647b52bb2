"""The cells of a page that nbsphinx has made.

Source: `nbsphinx`, whose directives `nbinput` and `nboutput` make containers of these classes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from lite_build.sphinx.notebook_pages.found_cells import FoundCell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from lite_build.notebooks.reading import Cell, Notebook

EXTENSION = "nbsphinx"


def saved_notebook(environment: BuildEnvironment) -> Path | None:
    """Where it has kept the notebook of the document that is being read, with the outputs of now."""
    name = getattr(environment, "nbsphinx_notebooks", {}).get(environment.docname)
    folder: str = getattr(environment, "nbsphinx_auxdir", "")
    return Path(os.fsdecode(folder), name) if name else None


def found_cells(document: nodes.document, notebook: Notebook) -> Iterator[tuple[Cell, FoundCell]]:
    """The cells that are shown in a page, in their order."""
    cells = [cell for cell in notebook.cells if cell.kind == "code" and not _is_hidden(cell, notebook)]
    for container in list(document.findall(nodes.container)):
        code = next((one for one in container.findall(nodes.literal_block) if _is_code(one)), None)
        if "nbinput" not in container["classes"] or code is None:
            continue
        at = next((at for at, cell in enumerate(cells) if _is_same(cell.source, code.astext())), None)
        if at is None:
            continue
        # Those before it are not shown.
        cell, cells = cells[at], cells[at + 1 :]
        if not cell.source.strip():
            continue
        saved = _outputs_behind(container)
        siblings = container.parent.children
        start = siblings.index(container)
        shown = siblings[start : siblings.index(saved[-1]) + 1] if saved else [container]
        place = f"{document['source']}, cell {cell.number}"
        yield cell, FoundCell(cell.source, place, shown, saved)


def _is_hidden(cell: Cell, notebook: Notebook) -> bool:
    """Whether nbsphinx leaves a cell out of the page."""
    metadata = notebook.raw["cells"][cell.index].get("metadata", {})
    return bool(metadata.get("nbsphinx") == "hidden")


def _outputs_behind(container: nodes.container) -> list[nodes.Node]:
    """From the first output of a cell to the last, with what is between."""
    siblings = container.parent.children
    found: list[nodes.Node] = []
    for node in siblings[siblings.index(container) + 1 :]:
        if not isinstance(node, nodes.comment) and not _is_output(node):
            break
        found.append(node)
    while found and not _is_output(found[-1]):
        found.pop()
    while found and not _is_output(found[0]):
        found.pop(0)
    return found


def _is_output(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.only):
        return bool(node.children) and all(
            _is_output(child) or isinstance(child, nodes.comment) for child in node.children
        )
    return isinstance(node, nodes.container) and "nboutput" in node["classes"]


def _is_code(block: nodes.literal_block) -> bool:
    return "input_area" in block["classes"]


def _is_same(source: str, shown: str) -> bool:
    """Whether the code of a cell is what is shown; reST has no tabs, and no spaces at the ends of lines."""
    return _plain(source) == _plain(shown)


def _plain(code: str) -> list[str]:
    return [line.expandtabs(8).rstrip() for line in code.strip("\n").splitlines()]
