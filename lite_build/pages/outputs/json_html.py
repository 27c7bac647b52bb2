"""JSON as a tree that folds: as `renderers/json.ts` makes it in a page."""

from __future__ import annotations

import json
from typing import Any

from lite_build.pages.texts.markup import element, escaped
from lite_build.words.page_words import word

#: Of an object or a list with more entries, the rest is folded.
_ENTRIES = 100
_KINDS = {str: "string", bool: "boolean", int: "number", float: "number", type(None): "null"}


def json_tree(name: str, value: Any, *, is_expanded: bool) -> str:  # noqa: ANN401 - it is JSON of any kind
    """A value with its name.

    Args:
        name: its key, or "root".
        value: as `json` reads it.
        is_expanded: whether all is unfolded.
    """
    key = element("span", escaped(name), {"class": "lite-json-key"})
    if not isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False)
        shown = element("span", escaped(text), {"class": f"lite-json-{_KINDS[type(value)]}"})
        return element("div", f"{key}: {shown}", {"class": "lite-json-leaf"})
    entries = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    inside = "".join(json_tree(str(each), part, is_expanded=is_expanded) for each, part in entries[:_ENTRIES])
    if rest := entries[_ENTRIES:]:
        further = "".join(json_tree(str(each), part, is_expanded=is_expanded) for each, part in rest)
        said = element("summary", word("show-more", count=len(rest), all=len(entries)))
        inside += element("details", said + further, {"class": "page-more"})
    summary = element("summary", f"{key}: {_size(value)}")
    folded = element("div", inside, {"class": "lite-json-entries"})
    return element("details", summary + folded, {"open": is_expanded})


def _size(value: dict[str, Any] | list[Any]) -> str:
    count = len(value)
    noun, brackets = ("item", "[]") if isinstance(value, list) else ("key", "{}")
    said = f"{brackets} {count} {noun}{'' if count == 1 else 's'}"
    return element("span", said, {"class": "lite-json-size"})
