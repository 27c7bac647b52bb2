"""The addresses of other hosts that the modules and styles of widgets name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lite_build.code.syntax_tree import UNKNOWN
from lite_build.vendored.references import Reference, Text, split_texts
from lite_build.vendored.widget_texts import looks_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lite_build.vendored.widget_texts import WidgetText

_ADDRESS = re.compile(r"\s*(?:https?:)?//\S+\s*")
_BEGINS_ELSEWHERE = re.compile(r"(?:https?:)?//[^/]")


@dataclass(frozen=True)
class NamedAddress:
    """An address that a widget imports, or whose style it uses.

    Args:
        url: as it is written; None where only running tells it.
        where: in words.
        is_needed: whether a widget is nothing without what is there. A font may be missing, and so may what
            only looks like an import.
    """

    url: str | None
    where: str
    is_needed: bool = True

    @property
    def host(self) -> str:
        """With the port, where one is written; "" where the address is not known."""
        return urlsplit(self.url or "").netloc


def named_addresses(texts: Iterable[WidgetText]) -> tuple[NamedAddress, ...]:
    """Find them, each once a place.

    Raises:
        BuildFailure: the lexer has not been built, or fails.
    """
    found: dict[tuple[str | None, str], bool] = {}

    def tell(url: str | None, where: str, *, is_needed: bool) -> None:
        key = (_known(url), where)
        found[key] = found.get(key, False) or is_needed

    asked: dict[str, WidgetText] = {}
    for one in texts:
        if _ADDRESS.fullmatch(one.text):
            tell(one.text.strip(), one.where, is_needed=not one.is_supposed)
        elif looks_elsewhere(one.form, one.text):
            asked[f"{len(asked)}"] = one
    pieces = split_texts({key: Text(one.form, one.text) for key, one in asked.items()})
    for key, one in asked.items():
        for piece in pieces[key]:
            if isinstance(piece, Reference) and _leads_elsewhere(piece):
                is_needed = piece.kind != "asset" and not one.is_supposed
                tell(piece.specifier, one.where, is_needed=is_needed)
    return tuple(NamedAddress(url, where, is_needed) for (url, where), is_needed in found.items())


def _leads_elsewhere(reference: Reference) -> bool:
    if reference.specifier is None:
        return reference.kind == "dynamic"
    return _BEGINS_ELSEWHERE.match(reference.specifier) is not None


def _known(url: str | None) -> str | None:
    return None if url is None or UNKNOWN in url else url
