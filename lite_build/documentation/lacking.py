"""Which parts of a documentation need what no package of the site has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lite_build.documentation.static_parts import StaticParts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from lite_build.documentation.examples import CollectedExample


def static_parts(
    ignored: frozenset[str],
    examples: Iterable[CollectedExample],
    unmet: Collection[str],
    published: Mapping[str, str],
) -> StaticParts:
    """Tell the parts that the site cannot run.

    Args:
        ignored: documents whose docstrings' examples are left as they are.
        examples: of all documents.
        unmet: cells of notebooks that need what no package of the site has: "page/cells.ipynb, cell 2".
        published: documents by the path in the site of the notebook that is published with each.
    """
    of_examples, places = set(), set()
    lacking = {published.get(place.rpartition(", cell ")[0], "") for place in unmet}
    of_notebooks = lacking - {""}
    for example in examples:
        short = [place for name, place in example.named_places if name in unmet]
        if short and example.is_notebook:
            of_notebooks.add(example.document)
            # A block beside the notebook's cells is none of them, and lacks it as well.
            places.update(short)
        elif short and example.is_example:
            of_examples.add((example.document, example.namespace))
        else:
            places.update(short)
    return StaticParts(ignored, frozenset(of_examples), frozenset(of_notebooks), frozenset(places))


def without_static(examples: Iterable[CollectedExample], parts: StaticParts) -> tuple[CollectedExample, ...]:
    """All examples, but those, and those of their cells, that are not run."""
    rest = (
        replace(each, cells=tuple(cell for cell in each.cells if cell.place not in parts.places))
        for each in examples
        if not _is_static(each, parts)
    )
    return tuple(each for each in rest if each.cells)


def _is_static(example: CollectedExample, parts: StaticParts) -> bool:
    """Whether an example as a whole is among the parts that are not run."""
    if example.is_notebook:
        return example.document in parts.notebooks
    return example.is_example and (
        example.document in parts.ignored or (example.document, example.namespace) in parts.examples
    )
