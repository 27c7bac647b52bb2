"""`.. lite-notebook::` - a notebook of Jupyter in a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from lite_build.code.ipython_syntax import python_of
from lite_build.documentation.example_cells import ANY_EXCEPTION, ExampleCell
from lite_build.notebooks.cell_tags import is_left_out, may_fail
from lite_build.notebooks.reading import read_notebook
from lite_build.sphinx.directives import COMMON_OPTIONS, LiteDirective, Options
from lite_build.sphinx.nodes import LiveElement
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lite_build.notebooks.reading import Cell, Notebook


class LiteNotebook(LiteDirective):
    """`.. lite-notebook::` - a notebook, which its argument names: its text, cells and saved outputs."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Options] = {
        **COMMON_OPTIONS,
        "app": directives.flag,
        "readonly": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Make the node; the notebook is copied as a download is."""
        relative, absolute = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        try:
            notebook = read_notebook(Path(absolute), relative)
        except UserMistake as mistake:
            raise self.error(str(mistake)) from None
        file = self.env.dlfiles.add_file(self.env.docname, relative)
        live = self.placed(
            LiveElement(
                "", tag="lite-notebook", tag_attributes=self.attributes("app", "readonly"), content=None
            )
        )
        live["download"] = Path(file).as_posix()
        live["name"] = Path(relative).stem
        live["cells"] = tuple(_cells(notebook))
        live.extend(_shown(notebook))
        return [live]


def _cells(notebook: Notebook) -> Iterator[tuple[ExampleCell, str]]:
    """The cells that run, each with its place."""
    for cell in notebook.cells:
        if cell.kind == "code" and cell.source.strip() and not is_left_out(cell):
            exception = ANY_EXCEPTION if may_fail(cell) else ""
            yield ExampleCell(cell.source, "", 0, exception=exception), notebook.place(cell)


def _shown(notebook: Notebook) -> Iterator[nodes.Node]:
    """What is seen where there are no elements, and until the notebook has come."""
    for cell in notebook.cells:
        if cell.kind == "code" and cell.source.strip():
            language = "python" if python_of(cell.source) is not None else "none"
            yield nodes.literal_block(cell.source, cell.source, language=language)
            yield from _outputs(notebook.raw["cells"][cell.index].get("outputs", []))
        elif cell.kind == "markdown":
            yield from _paragraphs(cell)


def _paragraphs(cell: Cell) -> Iterator[nodes.Node]:
    for text in cell.source.split("\n\n"):
        if text.strip():
            plain = text.strip().lstrip("# ")
            yield nodes.paragraph(plain, plain)


def _outputs(outputs: list[Mapping[str, Any]]) -> Iterator[nodes.Node]:
    for output in outputs:
        text = output.get("text", output.get("data", {}).get("text/plain", ""))
        joined = "".join(text) if isinstance(text, list) else str(text)
        if joined.strip():
            yield nodes.literal_block(joined, joined.rstrip("\n"), language="none")
