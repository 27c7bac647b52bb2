"""What a cell's tags mean: by one table, which the elements of pages read as well."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lite_build.notebooks.reading import Cell

Shown = Literal["shown", "folded", "removed"]

#: Of each tag, what it says of the parts of a cell (`extensions/page/src/notebook/notebook-file.ts`).
_MEANINGS: dict[str, dict[str, str]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class CellTags:
    """What a cell's tags and JupyterLab's own marks say of it.

    Args:
        input: how its code or text is shown.
        output: how what it puts out is shown.
        is_removed: it is run in its turn, and nothing of it is shown.
        is_left_out: it is run where the reader asks for it, and at no other time.
        raises_exception: an error is expected.
    """

    input: Shown
    output: Shown
    is_removed: bool
    is_left_out: bool
    raises_exception: bool

    @property
    def hides_input(self) -> bool:
        """Whether the code is not there for the reader."""
        return self.input == "removed"

    @property
    def folds_input(self) -> bool:
        """Whether the code is there once the reader opens it."""
        return self.input == "folded"

    @property
    def hides_output(self) -> bool:
        """Whether what it puts out is not there for the reader."""
        return self.output == "removed"

    @property
    def folds_output(self) -> bool:
        """Whether what it puts out is there once the reader opens it."""
        return self.output == "folded"


def cell_tags(cell: Cell, metadata: Mapping[str, Any]) -> CellTags:
    """Read what is said of a cell.

    Args:
        cell: with its tags.
        metadata: of the cell, in which JupyterLab says what is collapsed.
    """
    folds = metadata.get("jupyter")
    folded = folds if isinstance(folds, dict) else {}
    outputs_are_folded = folded.get("outputs_hidden") is True or metadata.get("collapsed") is True
    return CellTags(
        input=_shown(cell.tags, "input", is_folded=folded.get("source_hidden") is True),
        output=_shown(cell.tags, "output", is_folded=outputs_are_folded),
        is_removed="removed" in _said(cell.tags, "cell"),
        is_left_out=is_left_out(cell),
        raises_exception=may_fail(cell),
    )


def is_left_out(cell: Cell) -> bool:
    """Whether a cell is run where a reader asks for it, and at no other time."""
    return "asked" in _said(cell.tags, "run")


def may_fail(cell: Cell) -> bool:
    """Whether an error of a cell is expected."""
    return "expected" in _said(cell.tags, "error")


def _shown(tags: Collection[str], part: str, *, is_folded: bool) -> Shown:
    said = _said(tags, part)
    if "removed" in said:
        return "removed"
    return "folded" if is_folded or "folded" in said else "shown"


def _said(tags: Collection[str], part: str) -> set[str]:
    return {_MEANINGS.get(tag, {}).get(part, "") for tag in tags}
