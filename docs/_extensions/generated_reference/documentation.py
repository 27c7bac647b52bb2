"""The settings and directives of `lite_build.sphinx`, out of what it tells Sphinx."""

from __future__ import annotations

import inspect
import re
from types import SimpleNamespace
from typing import Any

from generated_reference.elements import ALL, described_elements
from generated_reference.markdown import Described, prose, section
from lite_build.sphinx.directives import DIRECTIVES as _DIRECTIVES
from lite_build.sphinx.directives import LiteDirective
from lite_build.sphinx.notebooks import LiteNotebook
from lite_build.sphinx.settings import declare_settings

DIRECTIVES: dict[str, type[LiteDirective]] = {**_DIRECTIVES, "lite-notebook": LiteNotebook}
_OPTIONS = re.compile(r"^Options:\n((?: {4}.*\n?)+)", re.M)
_TYPES = {
    bool: "True or False",
    dict: "a dictionary",
    list: "a list",
    str: "a text",
    tuple: "a tuple",
    type(None): "None",
}


def settings() -> list[tuple[str, object, Any, str]]:
    """Each setting of `conf.py`: its name, default, types and words."""
    declared: list[tuple[str, object, Any, str]] = []

    def add(name: str, default: object, _rebuild: str, types: Any, words: str) -> None:  # noqa: ANN401
        declared.append((name, default, types, words))

    declare_settings(SimpleNamespace(add_config_value=add, connect=lambda *_: 0))  # type: ignore[arg-type]
    return declared


def settings_text() -> str:
    """The page's Markdown: the settings, in the order of their names."""
    return "\n".join(
        str(
            Described(
                "confval",
                name,
                prose(words),
                (("type", _kinds(types)), ("default", f"`{default!r}`")),
            )
        )
        for name, default, types, words in sorted(settings(), key=lambda each: each[0])
    )


def directive_options(name: str) -> dict[str, str]:
    """The words of each option of a directive: its own, else those of the attribute that it sets."""
    directive = DIRECTIVES[name]
    elements = described_elements()
    words = {
        each["name"]: each["words"]
        for tag in (ALL, name)
        if tag in elements
        for each in elements[tag]["attributes"]
    }
    for cls in reversed(directive.mro()):
        words |= _documented_options(inspect.cleandoc(cls.__dict__.get("__doc__") or ""))
    return {option: words.get(option, "") for option in directive.option_spec or {}}


def directives_text() -> str:
    """The page's Markdown: a section for each directive."""
    sections = []
    for name, directive in sorted(DIRECTIVES.items()):
        text = _OPTIONS.sub("", inspect.getdoc(directive) or "").partition(" - ")[2].strip()
        options = tuple(
            Described("rst:directive:option", option, prose(words))
            for option, words in sorted(directive_options(name).items())
        )
        sections.append(section(name, Described("rst:directive", name, prose(text), inner=options)))
    return "".join(sections)


def _documented_options(docstring: str) -> dict[str, str]:
    found = _OPTIONS.search(docstring)
    if found is None:
        return {}
    lines = re.findall(r"^ {4}([\w-]+): (.*(?:\n {8}.*)*)", found[1], re.M)
    return {name: re.sub(r"\s+", " ", words) for name, words in lines}


def _kinds(types: Any) -> str:  # noqa: ANN401
    each = types if isinstance(types, tuple) else (types,)
    return " or ".join(_TYPES[kind] for kind in each)
