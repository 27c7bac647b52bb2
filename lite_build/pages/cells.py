"""The cells of a notebook as HTML: text, and elements that the site's Python can run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lite_build.notebooks.cell_tags import CellTags, cell_tags
from lite_build.pages.outputs.area import output_area
from lite_build.pages.outputs.displays import TextRenderers
from lite_build.pages.outputs.stand_ins import StandIns
from lite_build.pages.texts.code_html import highlighted_python
from lite_build.pages.texts.markup import element
from lite_build.pages.widget_state import saved_state
from lite_build.words.page_words import word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lite_build.notebooks.reading import Cell, Notebook
    from lite_build.pages.texts.formulas import Formulas
    from lite_build.pages.texts.markdown import MarkdownRenderer


@dataclass(frozen=True)
class CellsRenderer:
    """Renders the cells of one notebook.

    Args:
        notebook: with the outputs to show.
        is_app: whether its code is hidden, and it runs by itself once it is seen.
    """

    notebook: Notebook
    markdown: MarkdownRenderer
    formulas: Formulas
    is_app: bool

    def rendered(self, cells: Sequence[Cell]) -> str:
        """Render cells, one after the other."""
        return "\n".join(html for cell in cells if (html := self._cell(cell)))

    def _cell(self, cell: Cell) -> str:
        raw: dict[str, Any] = self.notebook.raw["cells"][cell.index]
        metadata: dict[str, Any] = raw.get("metadata", {})
        tags = cell_tags(cell, metadata)
        identifier = cell_identifier(cell, raw)
        match cell.kind:
            case "code":
                return self._code(cell, tags, raw.get("outputs", []), identifier)
            case "markdown":
                return self._text(cell.source, tags, raw.get("attachments", {}), identifier)
            case "raw":
                mime_type = str(metadata.get("raw_mimetype", metadata.get("format", "")))
                return self._raw(cell.source, tags, mime_type, identifier)

    def _text(
        self, source: str, tags: CellTags, attachments: Mapping[str, Mapping[str, Any]], identifier: str
    ) -> str:
        if tags.is_removed or tags.hides_input or not source.strip():
            return ""
        html = self.markdown.text(source, attachments, prefix=identifier)
        if tags.folds_input:
            html = element("details", element("summary", word("text")) + html, {"class": "page-fold"})
        return element("div", html, {"class": "page-text", "id": identifier})

    def _raw(self, source: str, tags: CellTags, mime_type: str, identifier: str) -> str:
        """A raw cell is for the converter that it names: HTML and Markdown are for this one."""
        if mime_type == "text/markdown":
            return self._text(source, tags, {}, identifier)
        if mime_type == "text/html" and not tags.is_removed and not tags.hides_input:
            return element("div", source, {"class": "page-text", "id": identifier})
        return ""

    def _code(self, cell: Cell, tags: CellTags, outputs: Sequence[Mapping[str, Any]], identifier: str) -> str:
        if not cell.source.strip():
            return ""
        hides_code = self.is_app or tags.hides_input or tags.is_removed
        folds_code = tags.folds_input and not hides_code
        shown = () if tags.hides_output or tags.is_removed else outputs
        attributes: dict[str, str | bool] = {
            "id": identifier,
            "in-order": not tags.is_left_out,
            "autorun": self.is_app and not tags.is_left_out,
            "hidden": tags.is_removed,
            "hidden-code": hides_code,
            "folded-code": folds_code,
            "hidden-controls": self.is_app,
            "hidden-output": tags.hides_output,
            "folded-output": tags.folds_output and not tags.hides_output,
            "raises-exception": tags.raises_exception,
            "only-asked": tags.is_left_out,
        }
        area = output_area(shown, self._renderers())
        if area and tags.folds_output:
            area = element("details", element("summary", word("output")) + area, {"class": "page-fold"})
        return element("lite-cell", _code_html(cell.source, is_folded=folds_code) + area, attributes)

    def _renderers(self) -> TextRenderers:
        state = saved_state(self.notebook)
        models = state["state"] if state is not None else {}
        return TextRenderers(
            markdown=self.markdown.output,
            latex=self.formulas.in_text,
            html=self.formulas.in_html,
            stand_ins=StandIns(models, lambda outputs: output_area(outputs, self._renderers())),
        )


def _code_html(source: str, *, is_folded: bool) -> str:
    """The code in its slot, which says nothing but the code: a fold has its name from the styles."""
    code = element("code", highlighted_python(source), {"class": "language-python"})
    if not is_folded:
        return element("pre", code, {"slot": "code"})
    fold = element("summary", "", {"aria-label": word("code")}) + element("pre", code)
    return element("details", fold, {"slot": "code", "class": "page-fold"})


def cell_identifier(cell: Cell, raw: Mapping[str, Any]) -> str:
    """What a cell is called in its page: by the identifier that notebooks give it, which stays."""
    own = str(raw.get("id", ""))
    return f"cell-{own}" if re.fullmatch(r"[a-zA-Z0-9_-]+", own) else f"cell-{cell.number}"
