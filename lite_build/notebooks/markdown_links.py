"""The links in the text of Markdown cells."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_LINKING_ATTRIBUTES = frozenset(
    {("a", "href"), ("img", "src"), ("video", "src"), ("audio", "src"), ("source", "src")}
)


def links_of(markdown: str) -> Iterator[str]:
    """The addresses of links and images, those of HTML in the text as well."""
    # Imported here: a build that finds nothing to do needs it not, and the import takes long.
    from markdown_it import MarkdownIt

    yield from _links_in(MarkdownIt("commonmark").enable("table").parse(markdown))


def _links_in(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            reader = _HtmlLinks()
            reader.feed(token.content)
            yield from reader.links
        for name in ("href", "src"):
            if isinstance(address := token.attrs.get(name), str):
                yield address
        yield from _links_in(token.children or ())


class _HtmlLinks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if value and (tag, name) in _LINKING_ATTRIBUTES]
