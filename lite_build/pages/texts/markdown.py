"""Markdown as HTML: as JupyterLab reads it, with mathematics, tables, attachments, names of headings."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from lite_build.pages.texts.code_html import highlighted
from lite_build.pages.texts.formulas import without_places
from lite_build.pages.texts.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from lite_build.pages.addresses import PageAddresses
    from lite_build.pages.texts.formulas import Formulas

_ADDRESS = re.compile(
    r"""(?P<before>\s(?:href|src|poster)\s*=\s*)(?P<quote>["'])(?P<address>.*?)(?P=quote)""", re.S
)
_BRACKETS = re.compile(r"\\\\(?:\((?P<inline>.+?)\\\\\)|\[(?P<shown>.+?)\\\\\])", re.DOTALL)
_ATTACHMENT = "attachment:"


class MarkdownRenderer:
    """Renders the Markdown of one notebook.

    Args:
        addresses: of its page.
        formulas: collects its mathematics.
    """

    def __init__(self, addresses: PageAddresses, formulas: Formulas) -> None:
        self._addresses = addresses
        self._formulas = formulas
        self._names: dict[str, int] = {}
        self._markdown = _parser(formulas)

    def text(self, source: str, attachments: Mapping[str, Mapping[str, Any]], *, prefix: str) -> str:
        """Render a cell's text, whose headings get names of their own.

        Args:
            source: Markdown.
            attachments: the cell's: values by MIME type, by name.
            prefix: for the names of its footnotes, which are its own.
        """
        tokens = self._tokens(source, attachments, prefix)
        self._name_headings(tokens)
        return self._rendered(tokens, prefix)

    def output(self, source: str) -> str:
        """Render what a cell has put out."""
        return self._rendered(self._tokens(source, {}, "output"), "output")

    def _tokens(self, source: str, attachments: Mapping[str, Mapping[str, Any]], prefix: str) -> list[Token]:
        tokens = self._markdown.parse(without_places(source), {"docId": prefix})

        def resolve(address: str) -> str:
            if address.startswith(_ATTACHMENT):
                return _attached(unquote(address.removeprefix(_ATTACHMENT)), attachments) or address
            return self._addresses.resolved(address)

        _resolve_addresses(tokens, resolve)
        return tokens

    def _rendered(self, tokens: Sequence[Token], prefix: str) -> str:
        html: str = self._markdown.renderer.render(tokens, self._markdown.options, {"docId": prefix})
        return html

    def _name_headings(self, tokens: Sequence[Token]) -> None:
        """Headings have the names that JupyterLab gives them, a number behind those that come again."""
        for opening, content in itertools.pairwise(tokens):
            if opening.type != "heading_open":
                continue
            name = re.sub(r"\s", "-", text_of(content))
            times = self._names[name] = self._names.get(name, 0) + 1
            opening.attrSet("id", name if times == 1 else f"{name}-{times}")


def headings_of(source: str) -> list[tuple[int, str]]:
    """The headings of a Markdown text: of each its level, from 1, and its words."""
    tokens = MarkdownIt("commonmark").parse(source)
    return [
        (int(opening.tag[1:]), text_of(content))
        for opening, content in itertools.pairwise(tokens)
        if opening.type == "heading_open"
    ]


def first_paragraph(source: str) -> str:
    """The words of the first paragraph of a Markdown text; "" where it has none."""
    tokens = MarkdownIt("commonmark").parse(source)
    found = (
        text_of(content)
        for opening, content in itertools.pairwise(tokens)
        if opening.type == "paragraph_open" and opening.level == 0
    )
    return next((words for words in found if words), "")


def text_of(token: Token) -> str:
    """The words of a token, with no marks."""
    if token.children is None:
        breaks = token.type in {"softbreak", "hardbreak"}
        has_words = token.type in {"text", "code_inline", "math_inline"}
        return " " if breaks else token.content if has_words else ""
    return "".join(map(text_of, token.children)).strip()


def _parser(formulas: Formulas) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True, "linkify": True, "highlight": _highlight})
    markdown.enable(["table", "strikethrough", "linkify"])
    markdown.use(dollarmath_plugin, double_inline=True, allow_labels=False)
    markdown.use(amsmath_plugin)
    markdown.use(tasklists_plugin)
    markdown.use(footnote_plugin)
    # Before backslashes are read, of which these have two.
    markdown.inline.ruler.before("escape", "math_brackets", _math_in_brackets)

    def rule(name: str, *, is_display: bool, is_block: bool) -> None:
        def render(_renderer: object, tokens: Sequence[Token], index: int, *_: object) -> str:
            place = formulas.place(tokens[index].content.strip(), is_display=is_display)
            return f"<p>{place}</p>\n" if is_block else place

        markdown.add_render_rule(name, render)

    rule("math_inline", is_display=False, is_block=False)
    rule("math_inline_double", is_display=True, is_block=False)
    rule("math_block", is_display=True, is_block=True)
    rule("amsmath", is_display=True, is_block=True)
    return markdown


def _math_in_brackets(state: StateInline, silent: bool) -> bool:
    found = _BRACKETS.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        kind = "math_inline" if found["inline"] is not None else "math_inline_double"
        token = state.push(kind, "math", 0)
        token.content = found["inline"] or found["shown"]
        token.markup = "\\\\"
    state.pos = found.end()
    return True


def _highlight(code: str, language: str, _attributes: str) -> str:
    return highlighted(code, language) if language else escaped(code)


def _resolve_addresses(tokens: Sequence[Token], resolve: Callable[[str], str]) -> None:
    for token in tokens:
        for name in ("href", "src"):
            if isinstance(address := token.attrs.get(name), str):
                token.attrs[name] = resolve(address)
        if token.type in {"html_block", "html_inline"}:
            token.content = resolved_html(token.content, resolve)
        _resolve_addresses(token.children or (), resolve)


def resolved_html(source: str, resolve: Callable[[str], str]) -> str:
    """HTML with the addresses in its tags as `resolve` has them."""

    def in_tag(tag: str) -> str:
        return _ADDRESS.sub(
            lambda found: (
                found["before"]
                + found["quote"]
                + resolve(found["address"].replace("&amp;", "&")).replace("&", "&amp;").replace('"', "&quot;")
                + found["quote"]
            ),
            tag,
        )

    return re.sub(r"<[a-zA-Z][^>]*>", lambda tag: in_tag(tag[0]), source)


def _attached(name: str, attachments: Mapping[str, Mapping[str, Any]]) -> str | None:
    for mime_type, value in attachments.get(name, {}).items():
        text = "".join(value) if isinstance(value, list) else str(value)
        data = re.sub(r"\s", "", text)
        return f"data:{mime_type};base64,{data}"
    return None
