"""An extension of Python-Markdown that marks live blocks, and knows our tags as blocks of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from lite_build.html.tags import OUR_TAGS

if TYPE_CHECKING:
    from markdown import Markdown

    from lite_build.mkdocs.live_parts import LivePage

#: Behind pymdownx.snippets, which puts files into blocks, and before all that reads fences.
_PRIORITY = 27


class LiveBlocks(Extension):
    """Marks the live blocks of the page that is being read."""

    #: The page; None between pages.
    page: LivePage | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's own name
        """Called by Python-Markdown."""
        md.block_level_elements.extend(OUR_TAGS)
        md.preprocessors.register(_Marker(md, self), "lite-build", _PRIORITY)


class _Marker(Preprocessor):
    def __init__(self, markdown: Markdown, extension: LiveBlocks) -> None:
        super().__init__(markdown)
        self._extension = extension

    def run(self, lines: list[str]) -> list[str]:
        page = self._extension.page
        return lines if page is None else page.marked(lines, self.md.htmlStash.store)
