"""Tags of ours that an author has written into a page: their code, and the form that themes leave alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from textwrap import dedent

from lite_build.documentation.example_cells import ANY_EXCEPTION, ExampleCell
from lite_build.html.tags import ELEMENT_TAGS
from lite_build.pages.texts.markup import element, escaped

#: Components are passed over: what is in a card is read as it is beside one.
_ELEMENT = re.compile(
    rf"<(?P<tag>{'|'.join(ELEMENT_TAGS)})(?P<attributes>(?:\s[^>]*)?)>(?P<content>.*?)</(?P=tag)>", re.DOTALL
)
_SCRIPT = re.compile(
    r"<script\b(?P<attributes>[^>]*\btype=[\"']?text/x-python\b[^>]*)>(?P<code>.*?)</script>", re.DOTALL
)
_TEMPLATE = re.compile(r"<template\b(?P<attributes>[^>]*)>(?P<code>.*?)</template>", re.DOTALL)
_PART = re.compile(r"\bdata-part=[\"']?(\w+)")
_SOURCE = re.compile(r"\bsrc=[\"']?([^\s\"'>]+)")
_EXERCISE = "lite-exercise"
#: Of an exercise: the parts that are code and not the learner's, in the order in which they would run.
_RUN = ("setup", "solution", "check")


@dataclass(frozen=True)
class WrittenTag:
    """A tag with code in it.

    Args:
        name: of the tag, without "lite-".
        cells: that it runs.
    """

    name: str
    cells: tuple[ExampleCell, ...]


def written_tags(html: str) -> tuple[WrittenTag, ...]:
    """Find the tags of a page that have code in them; those of files are read by nobody here."""
    found = (
        (match["tag"], _cells(match["tag"], match["attributes"], match["content"]))
        for match in _ELEMENT.finditer(html)
    )
    return tuple(WrittenTag(tag.removeprefix("lite-"), cells) for tag, cells in found if cells)


def without_scripts(html: str) -> str:
    """A page in which no code of our tags stands in a script.

    A theme that shows the next page without leaving this one may make its scripts anew, as JavaScript.
    """

    def rewrite(found: re.Match[str]) -> str:
        inside = _SCRIPT.sub(lambda script: _as_element(found["tag"], script), found["content"])
        return f"<{found['tag']}{found['attributes']}>{inside}</{found['tag']}>"

    return _ELEMENT.sub(rewrite, html)


def _as_element(tag: str, script: re.Match[str]) -> str:
    part = _PART.search(script["attributes"])
    code = escaped(_code(script["code"]))
    if part is None and tag != _EXERCISE:
        return element("pre", element("code", code), {"slot": "code", "class": "highlight no-copy"})
    return element("template", code, {"data-part": "start" if part is None else part[1]})


def _cells(tag: str, attributes: str, content: str) -> tuple[ExampleCell, ...]:
    if tag == "lite-widget":
        source = _SOURCE.search(attributes)
        module = source[1].partition(":")[0] if source is not None else ""
        return (ExampleCell(f"import {module}", "", 0),) if _is_module(module) else ()
    scripts = [(_part_of(found), _code(found["code"])) for found in _SCRIPT.finditer(content)]
    if tag != _EXERCISE:
        return tuple(ExampleCell(code, "", 0) for _, code in scripts if code)
    templates = [
        (_part_of(found), _code(unescape(_without_tags(found["code"]))))
        for found in _TEMPLATE.finditer(content)
    ]
    parts = {part: code for part, code in (*scripts, *templates) if code}
    # What a check finds, and what a solution leaves out, is for the learner.
    return tuple(
        ExampleCell(parts[part], "", 0, exception="" if part == "setup" else ANY_EXCEPTION)
        for part in _RUN
        if part in parts
    )


def _is_module(name: str) -> bool:
    return name != "" and all(part.isidentifier() for part in name.split("."))


def _part_of(found: re.Match[str]) -> str:
    part = _PART.search(found["attributes"])
    return "start" if part is None else part[1]


def _code(text: str) -> str:
    return dedent(text).strip("\n")


def _without_tags(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)
