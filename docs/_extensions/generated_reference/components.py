"""The tags of components, out of their traits and the words of their classes."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

from litewidget import components
from sphinx.pycode import ModuleAnalyzer

from generated_reference.markdown import Described, prose, section

TRAITS = Path(__file__).parents[3] / "extensions/page/src/components/traits.json"
_KINDS = {
    "list": "a list in JSON",
    "number": "a number",
    "object": "an object in JSON",
    "text": "a text",
    "truth": "none; it is there or not",
    "whole": "a whole number",
}


def described_components() -> dict[str, Any]:
    """What the page knows of each tag."""
    described: dict[str, Any] = json.loads(TRAITS.read_text(encoding="utf-8"))
    return described


def components_text() -> str:
    """The page's Markdown: a section for each tag, with its class and its attributes."""
    return "".join(
        section(
            f"`<{tag}>`",
            f"{class_words(known['class'])} In Python it is `litewidget.components.{known['class']}`.",
            *_attributes(tag, known),
        )
        for tag, known in sorted(described_components().items())
    )


def class_words(name: str) -> str:
    """The first paragraph of a class's docstring."""
    return prose(" ".join((inspect.getdoc(getattr(components, name)) or "").partition("\n\n")[0].split()))


def trait_words(name: str) -> dict[str, str]:
    """The words that stand above a class's traits, and above those of the classes that it is made of."""
    words: dict[str, str] = {}
    for cls in reversed(getattr(components, name).__mro__):
        if cls.__module__.startswith("litewidget."):
            comments = ModuleAnalyzer.for_module(cls.__module__).find_attr_docs()
            words |= {
                trait: " ".join(lines).strip()
                for (owner, trait), lines in comments.items()
                if owner == cls.__qualname__
            }
    return words


def _attributes(tag: str, known: dict[str, Any]) -> list[Described]:
    words = trait_words(known["class"])
    return [
        Described(
            "tag-attribute",
            f"{tag}[{name.replace('_', '-')}]",
            f"{prose(words.get(name, ''))} {_value(trait)}".strip(),
        )
        for name, trait in known["traits"].items()
    ]


def _value(trait: dict[str, Any]) -> str:
    if trait["type"] == "choice":
        kind = f"one of {', '.join(f'`{value}`' for value in trait['values'])}"
    else:
        kind = _KINDS[trait["type"]]
    default = trait["default"]
    # 0 says something, and is equal to False.
    says_nothing = default is False or default in (None, "") or default == [] or default == {}
    return f"Value: {kind}." if says_nothing else f"Value: {kind}. Without it: `{default}`."
