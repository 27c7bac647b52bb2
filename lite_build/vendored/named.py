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
    """

    url: str | None
    where: str

    @property
    def host(self) -> str:
        """With the port, where one is written; "" where the address is not known."""
        return urlsplit(self.url or "").netloc


def named_addresses(texts: Iterable[WidgetText]) -> tuple[NamedAddress, ...]:
    """Find them, each once a place.

    Raises:
        BuildFailure: the lexer has not been built, or fails.
    """
    found: dict[NamedAddress, None] = {}
    asked: dict[str, WidgetText] = {}
    for one in texts:
        if _ADDRESS.fullmatch(one.text):
            found[NamedAddress(_known(one.text.strip()), one.where)] = None
        elif looks_elsewhere(one.form, one.text):
            asked[f"{len(asked)}"] = one
    pieces = split_texts({key: Text(one.form, one.text) for key, one in asked.items()})
    for key, one in asked.items():
        for piece in pieces[key]:
            if isinstance(piece, Reference) and _leads_elsewhere(piece):
                found[NamedAddress(_known(piece.specifier), one.where)] = None
    return tuple(found)


def _leads_elsewhere(reference: Reference) -> bool:
    if reference.specifier is None:
        return reference.kind == "dynamic"
    return _BEGINS_ELSEWHERE.match(reference.specifier) is not None


def _known(url: str | None) -> str | None:
    return None if url is None or UNKNOWN in url else url
