"""Markdown of MyST, out of the words that stand in code."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: What is code already, and what is told as code: words in single quotes, options, names of addons' options.
_CODE = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|(?<!\w)'(?P<quoted>[^']+)'(?!\w)"
    r"|(?P<bare>(?<![\w-])--[a-z][\w-]*|\{[^}]*\})"
)


@dataclass(frozen=True)
class Described:
    """Something with a name, as a directive of Sphinx shows it.

    Args:
        directive: that shows it.
        name: with its arguments, where it has some.
        words: Markdown.
        facts: options of the directive, such as `type`.
        inner: what is described within it.
    """

    directive: str
    name: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()
    inner: tuple[Described, ...] = ()

    def __str__(self) -> str:
        fence = "````" if self.inner else "```"
        facts = [f":{name}: {value}" for name, value in self.facts]
        lines = [f"{fence}{{{self.directive}}} {self.name}", *facts, "", self.words, ""]
        return "\n".join([*lines, *(str(each) for each in self.inner), f"{fence}\n"])


def prose(words: str) -> str:
    """Words of the code as Markdown: a sentence, in which names are code; nothing where there are none."""
    parts = []
    end = 0
    for match in _CODE.finditer(words):
        parts += [
            _escaped(words[end : match.start()]),
            match["code"] or f"`{match['quoted'] or match['bare']}`",
        ]
        end = match.end()
    text = "".join([*parts, _escaped(words[end:])]).strip()
    if not text:
        return ""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}"


def section(title: str, *parts: object) -> str:
    """A section, and what it has."""
    return "\n\n".join([f"## {title}", *(str(part) for part in parts if str(part))]) + "\n\n"


def _escaped(text: str) -> str:
    return re.sub(r"([*<\[\]\\])", r"\\\1", text)
