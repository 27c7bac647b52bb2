"""The tags of pages, out of what the build of the elements has read in their code."""

from __future__ import annotations

import json
from typing import Any

from generated_reference.markdown import Described, prose, section
from lite_build.site.page_script import ELEMENTS

#: Of all elements, as the build calls it.
ALL = ""
_KINDS = {
    "address": "an address",
    "addresses": "addresses",
    "flag": "none; it is there or not",
    "name": "a name",
    "text": "a text",
}


def described_elements() -> dict[str, Any]:
    """What `extensions/page/element-reference.mjs` has written, by tag."""
    described: dict[str, Any] = json.loads((ELEMENTS / "elements.json").read_text(encoding="utf-8"))
    return described


def elements_text() -> str:
    """The page's Markdown: a section for all tags, and one for each."""
    described = described_elements()
    return "".join(
        section(f"`<{tag}>`" if tag else "All tags", *_parts(tag, described[tag]))
        for tag in sorted(described, key=lambda tag: (tag != ALL, tag))
    )


def _parts(tag: str, element: dict[str, Any]) -> list[object]:
    before = tag or "*"
    return [
        element["words"] if tag else "",
        *(
            Described(
                "tag-attribute", f"{before}[{each['name']}]", f"{prose(each['words'])} {_kind(each['type'])}"
            )
            for each in element["attributes"]
        ),
        *(
            Described("tag-property", f"{before}.{each['name']}", _said(each))
            for each in element["properties"]
        ),
        *(
            Described("tag-method", f"{before}.{each['name']}({', '.join(each['parameters'])})", _said(each))
            for each in element["methods"]
        ),
        *(
            Described("tag-event", f"{before}: {each['name']}", prose(each["words"]))
            for each in element["events"]
        ),
    ]


def _kind(kind: str) -> str:
    said = _KINDS.get(kind, f"one of `{kind}`" if "|" in kind else f"`{kind}`")
    return f"Value: {said}."


def _said(member: dict[str, Any]) -> str:
    access = "" if member["kind"] == "method" or member["isSettable"] else " To read alone."
    ends = [f"{kind.capitalize()}: {prose(words)}" for kind, words in member["ends"]]
    return "\n\n".join([prose(member["words"]) + access, *ends])
