"""Makes the cells of pages live that other extensions have made, where the documentation asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from lite_build.documentation.live_code import ALL
from lite_build.notebooks.cell_tags import cell_tags
from lite_build.notebooks.reading import read_notebook
from lite_build.sphinx.notebook_pages import gallery, myst_nb, nbsphinx
from lite_build.sphinx.notebook_pages.found_cells import make_live, unseen
from lite_build.sphinx.settings import NOTEBOOK, OFF_COMMENTS, has_live_notebooks, page_word
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx.application import Sphinx

    from lite_build.notebooks.reading import Notebook
    from lite_build.sphinx.nodes import LiveBlock
    from lite_build.sphinx.notebook_pages.found_cells import FoundCell

logger = logging.getLogger(__name__)


def make_notebook_live(app: Sphinx, document: nodes.document, said: str | None) -> None:
    """Make the cells of a page live, if it is a notebook or an example of a gallery, and asks for it.

    Args:
        app: with its settings.
        document: as it was read.
        said: by the page of itself; None for nothing.
    """
    for kind, extension in (("myst_nb", myst_nb), ("nbsphinx", nbsphinx)):
        path = extension.saved_notebook(app.env) if extension.EXTENSION in app.extensions else None
        if path is not None and path.is_file() and _has_containers(document):
            _make_cells_live(app, document, path, kind, said)
            return
    if gallery.EXTENSION in app.extensions and gallery.is_example(document):
        script = gallery.script_of(app, app.env.docname)
        if script is not None and _is_wanted(app, "sphinx_gallery", said) and not _says_no(document):
            for found in [*gallery.found_cells(document, script)]:
                make_live(found)


def _make_cells_live(app: Sphinx, document: nodes.document, path: Path, kind: str, said: str | None) -> None:
    try:
        notebook = read_notebook(path, path.name)
    except UserMistake as mistake:
        logger.warning("%s", mistake, location=app.env.docname, type="lite_build", subtype="code")
        return
    own = page_word(notebook.raw.get("metadata", {}), document) if said is None else said
    if not notebook.is_for_pyodide or not _is_wanted(app, kind, own):
        return
    finder = myst_nb if kind == "myst_nb" else nbsphinx
    shown = {cell.index: found for cell, found in finder.found_cells(document, notebook)}
    _add(notebook, shown, str(document["source"]))


def _add(notebook: Notebook, shown: dict[int, FoundCell], name: str) -> None:
    """Make those live that are shown, and put the others before the next of them, or behind the last."""
    waiting: list[LiveBlock] = []
    last: LiveBlock | None = None
    for cell in notebook.cells:
        if cell.kind != "code" or not cell.source.strip():
            continue
        tags = cell_tags(cell, notebook.raw["cells"][cell.index].get("metadata", {}))
        if cell.index not in shown:
            waiting.append(unseen(cell.source, f"{name}, cell {cell.number}", tags))
            continue
        last = make_live(shown[cell.index], tags)
        _insert(last, waiting, behind=False)
        waiting = []
    if last is not None:
        _insert(last, waiting, behind=True)


def _insert(beside: LiveBlock, blocks: Sequence[LiveBlock], *, behind: bool) -> None:
    at = beside.parent.index(beside) + (1 if behind else 0)
    for offset, block in enumerate(blocks):
        block.source, block.line = beside.source, beside.line
        beside.parent.insert(at + offset, block)


def _is_wanted(app: Sphinx, kind: str, said: str | None) -> bool:
    """Whether a page's cells are live: by what it says itself, else by the setting."""
    if said is not None:
        return said in {NOTEBOOK, ALL}
    return has_live_notebooks(app.config, kind)


def _says_no(document: nodes.document) -> bool:
    return any(comment.astext().strip() in OFF_COMMENTS for comment in document.findall(nodes.comment))


def _has_containers(document: nodes.document) -> bool:
    return any(
        each.get("nb_element") == "cell_code" or "nbinput" in each["classes"]
        for each in document.findall(nodes.container)
    )
