"""The components' classes and the page's tags: what the one knows of traits, the other does."""

from __future__ import annotations

import json
from typing import Any

import pytest
import traitlets
from litewidget import components

from tests.code_blocks import REPOSITORY

#: What the page knows of tags with no Python.
KNOWN: dict[str, Any] = json.loads(
    (REPOSITORY / "extensions/page/src/components/traits.json").read_text(encoding="utf-8")
)
TYPES = {
    traitlets.Enum: "choice",
    traitlets.Bool: "truth",
    traitlets.Int: "whole",
    traitlets.Float: "number",
    traitlets.Unicode: "text",
    traitlets.List: "list",
    traitlets.Dict: "object",
}


def described(trait: traitlets.TraitType[Any, Any]) -> dict[str, Any]:
    """A trait as the page knows it."""
    default = trait.default()
    values = {"values": list(trait.values or ())} if isinstance(trait, traitlets.Enum) else {}
    return {"type": TYPES[type(trait)], "default": default, **values}


@pytest.mark.parametrize("tag", KNOWN)
def test_the_page_knows_the_traits_of_each_class(tag: str) -> None:
    known = KNOWN[tag]
    cls = getattr(components, known["class"])
    public = {
        name: described(trait)
        for name, trait in sorted(cls.class_traits(sync=True).items())
        # What a page has in a tag are its children.
        if not name.startswith("_") and name != "children"
    }
    assert public == known["traits"]
    assert cls._esm.path.stem == known["module"]
    assert getattr(cls(), "_kind", "") == known["kind"]


def test_the_page_has_a_tag_for_each_class() -> None:
    classes = {known["class"] for known in KNOWN.values()}
    assert classes == set(components.__all__) - {"Component"}
