"""A cell as it stands in a page, and the nodes around it that make it live."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from lite_build.documentation.example_cells import ANY_EXCEPTION, ExampleCell
from lite_build.sphinx.nodes import IN_NOTEBOOK, LEFT_OUT, PLACE, LiveBlock, SavedOutput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lite_build.notebooks.cell_tags import CellTags


@dataclass(frozen=True)
class FoundCell:
    """A code cell of a page.

    Args:
        source: its code.
        place: in words of Sphinx: a file with a line or a cell.
        shown: siblings that show it, one behind the other.
        saved: siblings that show what it has put out: the last of those, or inside of them.
        attributes: of its element, besides those of its tags.
    """

    source: str
    place: str
    shown: Sequence[nodes.Node]
    saved: Sequence[nodes.Node] = ()
    attributes: dict[str, str | bool] = field(default_factory=dict)


def make_live(found: FoundCell, tags: CellTags | None = None) -> LiveBlock:
    """Put a node around what shows a cell, and one around what it has put out.

    Args:
        found: in its document.
        tags: what the cell's tags say.
    """
    block = _block(found.source, found.place, {**attributes_of_tags(tags), **found.attributes}, tags)
    block.source, block.line = found.shown[0].source, found.shown[0].line
    _put_around(found.shown, block)
    if found.saved:
        _put_around(found.saved, SavedOutput())
    return block


def unseen(source: str, place: str, tags: CellTags) -> LiveBlock:
    """A cell that is run in its turn, and of which nothing is seen."""
    block = _block(source, place, {**attributes_of_tags(tags), "hidden": True}, tags)
    block += nodes.comment(source, source)
    return block


def attributes_of_tags(tags: CellTags | None) -> dict[str, str | bool]:
    """What a cell's tags say, as attributes of its element."""
    if tags is None:
        return {"in-order": True}
    said = {
        "in-order": not tags.is_left_out,
        "hidden": tags.is_removed,
        "hidden-code": tags.hides_input,
        "folded-code": tags.folds_input,
        "hidden-output": tags.hides_output,
        "folded-output": tags.folds_output,
    }
    return {name: True for name, is_so in said.items() if is_so}


def _block(source: str, place: str, attributes: dict[str, str | bool], tags: CellTags | None) -> LiveBlock:
    exception = ANY_EXCEPTION if tags is not None and tags.raises_exception else ""
    block = LiveBlock(
        "", cells=(ExampleCell(source, "", 0, exception=exception),), cell_attributes=attributes
    )
    block[PLACE], block[IN_NOTEBOOK] = place, True
    block[LEFT_OUT] = tags is not None and tags.is_left_out
    return block


def _put_around(siblings: Sequence[nodes.Node], around: nodes.Element) -> None:
    """Put a node around siblings that stand one behind the other."""
    parent = siblings[0].parent
    start = parent.index(siblings[0])
    parent.children[start : start + len(siblings)] = []
    parent.insert(start, around)
    around.extend(siblings)
