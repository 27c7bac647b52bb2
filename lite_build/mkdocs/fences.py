"""Fenced blocks of code in a page's Markdown, and what their braces say.

Source: <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>; attributes in braces are those of
pymdownx.superfences and of Python-Markdown's `attr_list`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from lite_build.documentation.live_code import BOOTS, CELL_FLAGS, LIVE, STATIC, is_chosen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Before a fence there may be the indentation of what it is in, and the marks of quotations.
_FENCE = re.compile(r"(?P<before>[ \t>]*)(?P<marker>`{3,}|~{3,})[ \t]*(?P<info>.*?)[ \t]*$")
_INFO = re.compile(r"(?P<language>[\w#.+-]*)(?P<options>[^{]*)\{:?(?P<braces>[^}]*)\}(?P<rest>.*)$")
_WORD = re.compile(r"""[\w.#-]+=(?:"[^"]*"|'[^']*'|[^\s"']+)|\S+""")
#: Words with a value.
_VALUES = ("kernel", "boot")


@dataclass(frozen=True)
class Fence:
    """A fenced block.

    Args:
        start: the index of its first line among those of the page.
        end: the index behind its last.
        before: what each of its lines begins with.
        marker: what opens it.
        language: of its code; "" where it names none.
        words: of the braces that are ours, with no dot before them.
        info: what stands behind the marker, without our words.
        text: of the code.
    """

    start: int
    end: int
    before: str
    marker: str
    language: str
    words: tuple[str, ...]
    info: str
    text: str

    def is_live(self, chosen: str) -> bool:
        """Whether it can be run, by what it says itself or by what is said of all."""
        if STATIC in self.words:
            return False
        return LIVE in self.words or is_chosen(self.language or "none", self.text, chosen)

    @property
    def is_marked(self) -> bool:
        """Whether it has words of ours."""
        return LIVE in self.words or STATIC in self.words

    @property
    def plain(self) -> list[str]:
        """Its lines with no word of ours."""
        inside = [f"{self.before}{line}".rstrip() for line in self.text.split("\n")]
        return [f"{self.before}{self.marker}{self.info}", *inside, f"{self.before}{self.marker}"]

    def attributes(self) -> tuple[dict[str, str | bool], list[str]]:
        """The attributes of its cell, and the words that mean nothing."""
        attributes: dict[str, str | bool] = {}
        unknown = []
        for word in self.words:
            name, equals, value = word.partition("=")
            value = value.strip("\"'")
            if word in CELL_FLAGS:
                attributes[word] = True
            elif equals and name in _VALUES and (name != "boot" or value in BOOTS):
                attributes[name] = value
            elif word != LIVE:
                unknown.append(word)
        return attributes, unknown


def fences_in(lines: Sequence[str]) -> Iterator[Fence]:
    """Find the fenced blocks of a page, in their order; what is in one is none."""
    at = 0
    while at < len(lines):
        opening = _FENCE.match(lines[at])
        end = None if opening is None else _end_of(lines, at, opening)
        if opening is None or end is None:
            at += 1
            continue
        language, words, info = _read_info(opening["info"])
        before = opening["before"]
        text = "\n".join(_without(before, line) for line in lines[at + 1 : end - 1])
        yield Fence(at, end, before, opening["marker"], language, words, info, dedent(text))
        at = end


def _end_of(lines: Sequence[str], start: int, opening: re.Match[str]) -> int | None:
    """The index behind the line that closes a fence; None where it is none, or nothing closes it."""
    marker = opening["marker"]
    if marker[0] == "`" and "`" in opening["info"]:
        return None
    closing = re.compile(rf"[ \t>]*{re.escape(marker[0])}{{{len(marker)},}}[ \t]*$")
    return next((at + 1 for at in range(start + 1, len(lines)) if closing.match(lines[at])), None)


def _without(before: str, line: str) -> str:
    """A line without what each line of its fence begins with; an empty line may have less."""
    if line.startswith(before):
        return line[len(before) :]
    return line.lstrip(" \t>") if before else line


def _read_info(info: str) -> tuple[str, tuple[str, ...], str]:
    """The language of a fence, our words, and what is left for the tool that highlights it."""
    found = _INFO.match(info)
    if found is None:
        return info.partition(" ")[0], (), info
    written = _WORD.findall(found["braces"])
    language = found["language"] or next((word[1:] for word in written if _names_language(word)), "")
    if not {LIVE, STATIC} & {word.removeprefix(".") for word in written}:
        return language, (), info
    theirs = [word for word in written if _is_theirs(word) and word != f".{language}"]
    ours = tuple(word.removeprefix(".") for word in written if not _is_theirs(word))
    outside = [part for part in (found["options"].strip(), found["rest"].strip()) if part]
    if any(word[0] in ".#" for word in theirs):
        return language, ours, f"{{ {' '.join([f'.{language}', *theirs, *outside])} }}"
    return language, ours, " ".join([language, *theirs, *outside])


def _names_language(word: str) -> bool:
    return word.startswith(".") and _is_theirs(word)


def _is_theirs(word: str) -> bool:
    """Whether a word in braces is for the tool that highlights code: a class, an identifier, an option."""
    name, equals, _ = word.partition("=")
    if equals:
        return name not in _VALUES
    return word.startswith("#") or (word.startswith(".") and word[1:] not in {LIVE, STATIC, *CELL_FLAGS})
