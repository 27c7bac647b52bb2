"""Reading HTML files: the Python in their tags, and what their configuration names.

The tags are ours (docs/pages.md) and those of PyScript (docs/scripts.md).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from textwrap import dedent
from typing import TYPE_CHECKING

from lite_build.html.addresses import path_in_contents
from lite_build.html.configuration import Configuration
from lite_build.html.tags import OUR_TAGS
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
_HANDLER = re.compile(r"m?py-\w+")
#: A configuration that stands in an attribute, and not the name of its file.
_INLINE = re.compile(r"\s*[{\[]|\s*\w+\s*=")
#: The page script's name; its folder differs from page to page.
_PAGE_SCRIPT = re.compile(r"(^|/)lite\.js(\?|#|$)")
#: What the page's own script brings (`extensions/page/python`).
_PROVIDED = frozenset({"litepage", "pyscript"})
#: What no file without such tags has.
_SIGNS = re.compile(
    r"lite\.js|<(lite|m?py)-|type\s*=\s*[\"']?(m?py|text/x-python)\b|\sm?py-\w+\s*=", re.IGNORECASE
)


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
class NamedFile:
    """A file that a tag of a page names.

    Args:
        attribute: that names it.
        address: as it is written.
        line: of the page, on which the tag begins.
    """

    attribute: str
    address: str
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
        named: the files of Python and of configurations that its tags name.
        configurations: those that it has, also in files, in their order.
        base: what its addresses are relative to, where it says so.
    """

    name: str
    path: Path
    code: tuple[PageCode, ...]
    script: str | None
    scripts: tuple[int, ...] = ()
    named: tuple[NamedFile, ...] = ()
    configurations: tuple[Configuration, ...] = ()
    base: str = ""

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
                parser = _PageParser(name, path)
                parser.feed(text)
                parser.close()
                if parser.runs_python:
                    pages.append(parser.page())
    return tuple(pages)


class _PageParser(HTMLParser):
    """Collects the Python of one page."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._path = path
        self._open: tuple[str, Mapping[str, str], int] | None = None
        self._text: list[str] = []
        self._text_line = 1
        self.code: list[PageCode] = []
        self.script: str | None = None
        self.scripts: list[int] = []
        self.named: list[NamedFile] = []
        self.configurations: list[Configuration] = []
        self.base = ""
        self.runs_python = False

    def page(self) -> HtmlPage:
        """What has been read."""
        return HtmlPage(
            self._name,
            self._path,
            tuple(self.code),
            self.script,
            tuple(self.scripts),
            tuple(self.named),
            tuple(self.configurations),
            self.base,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        source = attributes.get("src", "")
        if tag == "script" and _PAGE_SCRIPT.search(source) is not None:
            self.script = source
            self.runs_python = True
        self.runs_python |= any(_HANDLER.fullmatch(name) for name in attributes)
        if tag == "base" and not self.base:
            self.base = attributes.get("href", "")
        if tag in OUR_TAGS:
            self.runs_python = True
            self._read_element(tag, source, line)
        elif _is_python(tag, attributes) or tag in _CONFIG_TAGS:
            self.runs_python = True
            if tag in _RUN_TAGS or (tag == "script" and attributes["type"].lower() in _RUN_TYPES):
                self.scripts.append(line)
            self._open = (tag, attributes, line)
            self._text = []
            # A tag may have several lines.
            self._text_line = line + (self.get_starttag_text() or "").count("\n")

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
            self._read_config("src", source, text, line, is_environment=tag == "py-env")
            return
        if (config := attributes.get("config", "")) != "":
            is_inline = _INLINE.match(config) is not None
            self._read_config(
                "config",
                "" if is_inline else config,
                config if is_inline else "",
                line,
                is_of_worker="worker" in attributes,
            )
        if source:
            self.named.append(NamedFile("src", source, line))
        self._add(self._running(source) if source else dedent(text), line)

    def _read_element(self, tag: str, source: str, line: int) -> None:
        if tag == "lite-widget":
            self._add(f"import {source.partition(':')[0]}" if source else "", line)
        elif source:
            self.named.append(NamedFile("src", source, line))
            if tag == "lite-cell":
                self._add(self._running(source), line)

    def _running(self, source: str) -> str:
        """What runs a file of the contents; nothing for others, which are not the build's to read."""
        inside = path_in_contents(self._name, self.base, source)
        return "" if inside is None else f"%run {posixpath.relpath(inside, posixpath.dirname(self._name))}"

    def _read_config(
        self,
        attribute: str,
        source: str,
        text: str,
        line: int,
        *,
        is_environment: bool = False,
        is_of_worker: bool = False,
    ) -> None:
        name, first = self._name, self._text_line if attribute == "src" else line
        if source:
            self.named.append(NamedFile(attribute, source, line))
            inside = path_in_contents(name, self.base, source)
            path = None if inside is None else self._path.parents[name.count("/")] / inside
            if inside is None or path is None or not _is_file(path):
                return
            name, first = inside, 1
            text = path.read_text(encoding="utf-8", errors="replace")
        configuration = Configuration(name, text, first, is_environment, line, is_of_worker)
        self.configurations.append(configuration)
        if configuration.packages:
            names = " ".join(f'"{package}"' for package in configuration.packages)
            self._add(f"%pip install {names}", line)

    def _add(self, text: str, line: int) -> None:
        if text.strip():
            self.code.append(PageCode(text, line))


def _is_python(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag in _SCRIPT_TAGS or (tag == "script" and attributes.get("type", "").lower() in _PYTHON_TYPES)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # No file has such a name: it may be a configuration that is none.
        return False
