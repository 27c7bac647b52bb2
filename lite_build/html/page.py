"""Reading HTML files: the Python in their tags, and what their configuration names.

The tags are ours (docs/pages.md) and those of PyScript (docs/scripts.md).
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from html.parser import HTMLParser
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from lite_build.notebooks.reading import Cell, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: How the name of an HTML file ends.
HTML_SUFFIXES = frozenset({".html", ".htm"})
#: The types of `<script>` that are Python; the last stands in elements of ours.
_PYTHON_TYPES = frozenset({"py", "mpy", "text/x-python"})
#: Those that are run as the page is read.
_RUN_TYPES = frozenset({"py", "mpy"})
_RUN_TAGS = frozenset({"py-script", "mpy-script"})
_SCRIPT_TAGS = frozenset({"py-script", "mpy-script", "py-repl"})
_CONFIG_TAGS = frozenset({"py-config", "mpy-config", "py-env"})
_OUR_TAG = re.compile(r"lite-(cell|notebook|repl|widget|exercise)")
_HANDLER = re.compile(r"m?py-\w+")
#: The page script's name; its folder differs from page to page.
_PAGE_SCRIPT = re.compile(r"(^|/)lite\.js(\?|#|$)")
#: What the page's own script brings (`extensions/page/python`).
_PROVIDED = frozenset({"litepage", "pyscript"})
#: What no file without such tags has.
_SIGNS = re.compile(r"<(lite|m?py)-|type\s*=\s*[\"']?(m?py|text/x-python)\b|\sm?py-\w+\s*=", re.IGNORECASE)


@dataclass(frozen=True)
class PageCode:
    """Python in a page.

    Args:
        text: as the page has it; of a file, a line that runs it.
        line: of the page, on which its tag begins.
    """

    text: str
    line: int


@dataclass(frozen=True)
class HtmlPage:
    """An HTML file that runs Python.

    Args:
        name: its path in the contents.
        path: where it was read.
        code: in the order of the page.
        script: the address by which it names `lite.js`; None where it does not.
        scripts: the lines of its tags whose Python is run as the page is read, in their order.
    """

    name: str
    path: Path
    code: tuple[PageCode, ...]
    script: str | None
    scripts: tuple[int, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with it, in sentences."""
        if self.script is not None:
            return ()
        return (
            f"{self.name} has Python in it, and nothing there runs it. Put "
            '<script type="module" src="lite.js"></script> into its head, in the place of PyScript\'s own '
            "script where it has that.",
        )

    def as_notebook(self) -> Notebook:
        """Give its code in the form of a notebook, so that its needs are found as those of notebooks are."""
        cells = tuple(
            Cell(index, "code", code.text, frozenset(), code.line) for index, code in enumerate(self.code)
        )
        return Notebook(
            self.name, self.path, "python", "python", cells, {}, text_name=self.name, provided=_PROVIDED
        )


def read_html_pages(files: Iterable[tuple[str, Path]]) -> tuple[HtmlPage, ...]:
    """Read the HTML files that run Python. All others are left out, and what is no UTF-8 too.

    Args:
        files: of each its path in the contents, and the file.
    """
    pages = []
    for name, path in files:
        if path.suffix.lower() in HTML_SUFFIXES:
            text = path.read_text(encoding="utf-8", errors="replace")
            if _SIGNS.search(text) is not None:
                parser = _PageParser(path.parent)
                parser.feed(text)
                parser.close()
                if parser.runs_python:
                    pages.append(
                        HtmlPage(name, path, tuple(parser.code), parser.script, tuple(parser.scripts))
                    )
    return tuple(pages)


class _PageParser(HTMLParser):
    """Collects the Python of one page."""

    def __init__(self, folder: Path) -> None:
        super().__init__(convert_charrefs=True)
        self._folder = folder
        self._open: tuple[str, Mapping[str, str], int] | None = None
        self._text: list[str] = []
        self.code: list[PageCode] = []
        self.script: str | None = None
        self.scripts: list[int] = []
        self.runs_python = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        source = attributes.get("src", "")
        if tag == "script" and _PAGE_SCRIPT.search(source) is not None:
            self.script = source
        self.runs_python |= any(_HANDLER.fullmatch(name) for name in attributes)
        if _OUR_TAG.fullmatch(tag) is not None:
            self.runs_python = True
            self._read_element(tag, source, line)
        elif _is_python(tag, attributes) or tag in _CONFIG_TAGS:
            self.runs_python = True
            if tag in _RUN_TAGS or (tag == "script" and attributes["type"].lower() in _RUN_TYPES):
                self.scripts.append(line)
            self._open = (tag, attributes, line)
            self._text = []

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        if self._open is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        if self._open is None or self._open[0] != tag:
            return
        _, attributes, line = self._open
        self._open = None
        text = "".join(self._text)
        source = attributes.get("src", "")
        if tag in _CONFIG_TAGS:
            self._read_config(source, text, line)
            return
        if (config := attributes.get("config", "")) != "":
            is_inline = config.lstrip().startswith("{")
            self._read_config("" if is_inline else config, config if is_inline else "", line)
        self._add(_running(source) if source else dedent(text), line)

    def _read_element(self, tag: str, source: str, line: int) -> None:
        if tag == "lite-widget":
            self._add(f"import {source.partition(':')[0]}" if source else "", line)
        elif tag == "lite-cell" and source:
            self._add(_running(source), line)

    def _read_config(self, source: str, text: str, line: int) -> None:
        if source:
            path = self._folder / source
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        packages = _config(text).get("packages", [])
        names = [str(each) for each in packages if "/" not in str(each)] if isinstance(packages, list) else []
        if names:
            self._add("%pip install " + " ".join(f'"{name}"' for name in names), line)

    def _add(self, text: str, line: int) -> None:
        if text.strip():
            self.code.append(PageCode(text, line))


def _is_python(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag in _SCRIPT_TAGS or (tag == "script" and attributes.get("type", "").lower() in _PYTHON_TYPES)


def _running(source: str) -> str:
    """A file of another host is not the site's to read."""
    return "" if "//" in source else f"%run {source}"


def _config(text: str) -> dict[str, Any]:
    """A configuration, JSON or TOML; the page itself tells of one that is neither."""
    for parse in (json.loads, tomllib.loads):
        try:
            value = parse(text)
        except ValueError:
            continue
        if isinstance(value, dict):
            return value
    return {}
