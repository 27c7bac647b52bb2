"""Elements of HTML, written with everything escaped that has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def escaped(text: str) -> str:
    """A text as what stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(tag: str, content: str, attributes: Mapping[str, str | bool | None] | None = None) -> str:
    """An element.

    Args:
        tag: its name.
        content: HTML.
        attributes: texts; True for one with no value. False and None leave it out.
    """
    return f"<{tag}{attributes_of(attributes or {})}>{content}</{tag}>"


def empty_element(tag: str, attributes: Mapping[str, str | bool | None]) -> str:
    """An element that has no content, and no end tag."""
    return f"<{tag}{attributes_of(attributes)}>"


def attributes_of(attributes: Mapping[str, str | bool | None]) -> str:
    """Attributes as they stand in a tag, each with a space before it."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escaped(value).replace(chr(34), "&quot;")}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
