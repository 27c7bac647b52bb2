"""Notebooks among the documents: pages, whose text is MkDocs' own and whose cells are live blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markdown_it import MarkdownIt
from mkdocs.structure.files import File

from lite_build.documentation.live_code import LIVE
from lite_build.mkdocs.live_parts import WrittenBlock
from lite_build.notebooks.cell_tags import cell_tags
from lite_build.pages.outputs.area import output_area
from lite_build.pages.outputs.displays import TextRenderers
from lite_build.pages.texts.markup import element, escaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lite_build.notebooks.reading import Cell, Notebook

_FRONT_MATTER = "---"


class NotebookFile(File):
    """A notebook as a file whose page is documentation."""

    def is_documentation_page(self) -> bool:
        """Asked by MkDocs, which goes by the file's name."""
        return True


@dataclass(frozen=True)
class NotebookMarkdown:
    """A notebook as Markdown.

    Args:
        text: in which code is in fences, each with a word that names it.
        blocks: by these words; none where the notebook does not run on the site's Python.
    """

    text: str
    blocks: Mapping[str, WrittenBlock]


def notebook_markdown(notebook: Notebook, place: str) -> NotebookMarkdown:
    """Write a notebook as the Markdown of a page.

    Args:
        notebook: with the outputs to show.
        place: of its file, as its author is told it.
    """
    blocks: dict[str, WrittenBlock] = {}
    written = []
    for cell in notebook.cells:
        raw: dict[str, Any] = notebook.raw["cells"][cell.index]
        metadata: dict[str, Any] = raw.get("metadata", {})
        tags = cell_tags(cell, metadata)
        if cell.kind == "code" and cell.source.strip():
            area = "" if tags.hides_output or tags.is_removed else _saved(raw.get("outputs", []))
            word = f"cell-{cell.number}"
            attributes: dict[str, str | bool] = {
                "in-order": not tags.is_left_out,
                "hidden": tags.is_removed,
                "hidden-code": tags.hides_input,
                "folded-code": tags.folds_input and not tags.hides_input,
                "hidden-output": tags.hides_output,
                "folded-output": tags.folds_output and not tags.hides_output,
                "raises-exception": tags.raises_exception,
                "only-asked": tags.is_left_out,
            }
            if notebook.is_for_pyodide:
                blocks[word] = WrittenBlock(f"{place}, cell {cell.number}", attributes, area)
                written.append(_fence(cell.source, f"python {{{LIVE} {word}}}"))
            elif not (tags.hides_input or tags.is_removed):
                written.append(_fence(cell.source, notebook.language))
        elif not (tags.is_removed or tags.hides_input):
            written.append(_text(cell, raw, metadata))
    return NotebookMarkdown("\n\n".join(filter(None, written)) + "\n", blocks)


def _text(cell: Cell, raw: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    if cell.kind == "markdown":
        return _with_attachments(cell.source, raw.get("attachments", {}))
    mime_type = str(metadata.get("raw_mimetype", metadata.get("format", "")))
    # What a page says of itself may stand in a raw cell at the beginning.
    says_facts = cell.index == 0 and cell.source.startswith(_FRONT_MATTER)
    return cell.source if says_facts or mime_type in {"text/markdown", "text/html"} else ""


def _fence(source: str, info: str) -> str:
    longest = max((len(run) for run in re.findall(r"~{3,}", source)), default=2)
    marker = "~" * (longest + 1)
    return f"{marker}{info}\n{source}\n{marker}"


def _with_attachments(source: str, attachments: Mapping[str, Mapping[str, Any]]) -> str:
    """A text with the pictures that its cell carries, as addresses that hold them."""
    for name, values in attachments.items():
        for mime_type, value in values.items():
            data = "".join(value) if isinstance(value, list) else str(value)
            for written in {name, quote(name)}:
                address = f"data:{mime_type};base64,{''.join(data.split())}"
                source = source.replace(f"attachment:{written}", address)
    return source


def _saved(outputs: list[Mapping[str, Any]]) -> str:
    area = output_area(outputs, _RENDERERS)
    return element("div", area, {"class": "lite-saved-output"}) if area else ""


def _latex(text: str) -> str:
    """For whatever shows the mathematics of the documentation: arithmatex marks it so."""
    return element("div", escaped(text), {"class": "arithmatex"})


_RENDERERS = TextRenderers(
    markdown=lambda text: str(MarkdownIt("commonmark").enable("table").render(text)),
    latex=_latex,
    html=lambda text: text,
)
