"""The cells of a page that myst-nb has made.

Source: `myst_nb.core.render`, whose containers say what they are by `nb_element`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from lite_build.sphinx.notebook_pages.found_cells import FoundCell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from lite_build.notebooks.reading import Cell, Notebook

EXTENSION = "myst_nb"
_ELEMENT = "nb_element"


def saved_notebook(environment: BuildEnvironment) -> Path | None:
    """Where it has kept the notebook of the document that is being read, with the outputs of now."""
    settings = getattr(environment, "mystnb_config", None)
    if settings is None:
        return None
    return Path(settings.output_folder, f"{environment.docname}.ipynb")


def found_cells(document: nodes.document, notebook: Notebook) -> Iterator[tuple[Cell, FoundCell]]:
    """The cells that are shown in a page, in their order."""
    cells = {cell.index: cell for cell in notebook.cells}
    for container in list(document.findall(nodes.container)):
        cell = cells.get(container.get("cell_index", -1))
        if container.get(_ELEMENT) != "cell_code" or cell is None:
            continue
        parts = {each.get(_ELEMENT): each for each in container.children if isinstance(each, nodes.container)}
        output = parts.get("cell_code_output")
        # By a setting of its own it leaves out the code of all cells.
        attributes: dict[str, str | bool] = {} if "cell_code_source" in parts else {"hidden-code": True}
        file = str(document["source"])
        place = f"{file}, cell {cell.number}" if file.endswith(".ipynb") else f"{file}:{container.line}"
        saved = output.children if output is not None else ()
        yield cell, FoundCell(cell.source, place, [container], [*saved], attributes)
