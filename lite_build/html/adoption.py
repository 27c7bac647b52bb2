"""Pages that were made for PyScript: what of them works here, and the page with our script for theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Verdict = Literal["works", "differs", "does not work"]

#: The files by which pages load PyScript, from whichever host, since its first release.
_LOADER = re.compile(r"(^|/)(core|pyscript)(\.min)?\.(js|mjs|css)(\?|#|$)")
#: The one that takes their place.
_SCRIPT_LINE = '<script type="module" src="lite.js"></script>'


@dataclass(frozen=True)
class Finding:
    """Something that a page uses.

    Args:
        line: of the page, from 1.
        what: as the page writes it.
        words: what becomes of it, in a sentence.
    """

    line: int
    what: str
    verdict: Verdict
    words: str


@dataclass(frozen=True)
class Adoption:
    """A page made for PyScript, as it is here.

    Args:
        text: of the changed page.
        findings: in the order of the page.
    """

    text: str
    findings: tuple[Finding, ...]


def adopt(text: str) -> Adoption:
    """Read a page, and change what loads PyScript.

    Args:
        text: of the page.
    """
    parser = _Reader(text)
    parser.feed(text)
    parser.close()
    findings = [*parser.findings, *_findings_in_code(text)]
    return Adoption(parser.changed(), tuple(sorted(findings, key=lambda finding: finding.line)))


#: Attributes of scripts that mean something else here, or nothing.
_ATTRIBUTES: Mapping[str, tuple[Verdict, str]] = {
    "terminal": ("differs", "What it prints stands behind the script; a prompt is <lite-repl>."),
    "worker": (
        "differs",
        "The page's objects are at hand where the page is isolated, or the site's service worker answers; "
        "else they are awaited.",
    ),
    "service-worker": (
        "does not work",
        "Leave it out: the site has a service worker of its own.",
    ),
}
#: Types of scripts beside Python's, and tags.
_KINDS: Mapping[str, tuple[Verdict, str]] = {
    "mpy": ("differs", "It runs on the same Python as all else, and not on MicroPython."),
    "mpy-script": ("differs", "It runs on the same Python as all else, and not on MicroPython."),
    "py-editor": ("differs", "It becomes a <lite-cell>, whose Python is in a worker."),
    "mpy-editor": ("differs", "It becomes a <lite-cell>, whose Python is in a worker."),
    "py-game": ("does not work", "There is no pygame for a page's own thread here."),
    "py-terminal": ("does not work", "Write <lite-repl>."),
    "py-repl": ("differs", "It becomes a <lite-cell>, whose Python is in a worker and has names of its own."),
    "py-box": ("does not work", "Write a <div>, with a layout by the page's own styles."),
    "py-title": ("does not work", "Write a heading."),
    "py-list": ("does not work", "Write a <ul>, and fill it by Python."),
    "py-button": ("does not work", 'Write <button py-click="…">.'),
    "py-inputbox": ("does not work", 'Write <input py-input="…">.'),
    "py-register-widget": ("does not work", 'Write <lite-widget src="module:Class">.'),
}
#: What stands in code.
_CODE: tuple[tuple[re.Pattern[str], Verdict, str], ...] = (
    (
        re.compile(r"^\s*(?:import micropip|from micropip\b|await micropip\.install\b)", re.MULTILINE),
        "differs",
        "Packages are locked by the build and simply there: name them in requirements.txt or the "
        "configuration, and leave it out.",
    ),
    (
        re.compile(r"\bpyodide_js\b|\bpolyscript\b|\bxworker\b"),
        "does not work",
        "It is a part of PyScript's own that is not here.",
    ),
    (
        re.compile(r"https?://[^\s\"'<>]*(?:pyscript\.net|/pyodide/|@pyscript/)[^\s\"'<>]*"),
        "differs",
        "The page needs no file of PyScript's or Pyodide's hosts: leave the address out.",
    ),
)


class _Reader(HTMLParser):
    """Finds what a page uses, and where it loads PyScript."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        #: What is to be left out: from which place to which.
        self._loaders: list[tuple[int, int]] = []
        self._open: int | None = None
        self.findings: list[Finding] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        attributes = {name: value or "" for name, value in attrs}
        start = self._place()
        whole = self.get_starttag_text() or ""
        if _LOADER.search(attributes.get("src", "") or attributes.get("href", "")) is not None:
            if tag == "link":
                self._loaders.append((start, start + len(whole)))
            elif tag == "script":
                self._open = start
            return
        kind = attributes.get("type", "") if tag == "script" else tag
        if kind in _KINDS:
            self._find(whole, *_KINDS[kind])
        if tag == "script" or tag.endswith("-script"):
            for name in attributes.keys() & _ATTRIBUTES.keys():
                self._find(whole, *_ATTRIBUTES[name])

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        if self._open is not None and tag == "script":
            end = self._text.find(">", self._place()) + 1
            self._loaders.append((self._open, end))
            self._open = None

    def changed(self) -> str:
        """The page with our script in the place of PyScript's."""
        if not self._loaders:
            return self._text
        text = self._text
        first = min(start for start, _ in self._loaders)
        for start, end in sorted(self._loaders, reverse=True):
            if start == first:
                text = text[:start] + _SCRIPT_LINE + text[end:]
            else:
                before, after = _whole_line(text, start, end)
                text = text[:before] + text[after:]
        return text

    def _place(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _find(self, what: str, verdict: Verdict, words: str) -> None:
        self.findings.append(Finding(self.getpos()[0], what, verdict, words))


def _whole_line(text: str, start: int, end: int) -> tuple[int, int]:
    """A place, with its line where nothing else stands on that."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end + 1
    is_alone = not text[line_start:start].strip() and not text[end:line_end].strip()
    return (line_start, line_end) if is_alone else (start, end)


def _findings_in_code(text: str) -> Iterator[Finding]:
    for pattern, verdict, words in _CODE:
        for match in pattern.finditer(text):
            what = match[0].strip()
            if _LOADER.search(what) is None:
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield Finding(text.count("\n", 0, start) + 1, what, verdict, words)
