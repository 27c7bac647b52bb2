"""The packages that the gallery tries, and what came of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

#: "works": shown, with a size, and what Python set arrived in the page; "other host": its module or its style
#: is on a host that could not be had; "no wheel": it, or what it needs, is not made for browsers; "not
#: fetched": the host of a package that it needs could not be had.
Status = Literal["works", "fails", "other host", "no wheel", "not fetched"]


@dataclass(frozen=True)
class Entry:
    """A package of widgets.

    Args:
        package: its name on the index.
        lines: Python that leaves a widget in the name `widget`.
        trait: one that Python changes, and the page is to hear of.
        value: what it is set to.
    """

    package: str
    lines: str
    trait: str
    value: Any


@dataclass(frozen=True)
class Tried:
    """What came of an entry.

    Args:
        version: that was tried; None where none could be had.
        licence: as the package says it.
        reason: in words, where it does not work.
    """

    entry: Entry
    status: Status
    version: str | None = None
    licence: str = ""
    reason: str = ""


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read the list, in the order of the packages' names."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    entries = (
        Entry(one["package"], one["lines"].strip(), one["trait"], one["value"]) for one in table["widget"]
    )
    return tuple(sorted(entries, key=lambda entry: entry.package))
