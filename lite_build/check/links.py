"""Find links in Markdown cells that lead nowhere in the site."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from lite_build.check.report import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from lite_build.notebooks import Cell, Notebook

_LINKING_ATTRIBUTES = frozenset(
    {("a", "href"), ("img", "src"), ("video", "src"), ("audio", "src"), ("source", "src")}
)


def find_dead_links(
    notebooks: Sequence[Notebook], published: frozenset[str], pages: frozenset[str]
) -> tuple[Problem, ...]:
    """Find links and images that lead to no file.

    Args:
        notebooks: their names are paths below the site's `files/`.
        published: the paths of all files and folders below `files/`, with "/".
        pages: the paths of all files and folders of the site.
    """
    return tuple(
        Problem("dead link", notebook.place(cell), f"{link} leads to nothing in the site")
        for notebook in notebooks
        for cell in notebook.cells
        if cell.kind == "markdown"
        for link in dict.fromkeys(links_of(cell.source))
        if not _leads_somewhere(link, notebook, cell, published, pages)
    )


def links_of(markdown: str) -> Iterator[str]:
    """The addresses of links and images, those of HTML in the text as well."""
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


def _leads_somewhere(
    link: str, notebook: Notebook, cell: Cell, published: frozenset[str], pages: frozenset[str]
) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme == "attachment":
        return unquote(parts.path) in notebook.raw["cells"][cell.index].get("attachments", {})
    if parts.scheme or parts.netloc or not parts.path:
        return True
    path = unquote(parts.path)
    folder = PurePosixPath(notebook.name).parent
    # JupyterLab opens paths of the contents, whose root a leading "/" means; others may be pages of the site.
    if path.startswith("/"):
        return _resolved(PurePosixPath(path)) in published
    in_contents, in_site = PurePosixPath("/", folder, path), PurePosixPath("/files", folder, path)
    return _resolved(in_contents) in published or _resolved(in_site) in pages


def _resolved(path: PurePosixPath) -> str:
    kept: list[str] = []
    for part in path.parts[1:]:
        if part == "..":
            del kept[-1:]
        else:
            kept.append(part)
    return "/".join(kept)
