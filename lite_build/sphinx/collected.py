"""The examples of all documents, kept in Sphinx's environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.environment.collectors import EnvironmentCollector

from lite_build.documentation.examples import PAGE, CollectedCell, CollectedExample, free_name
from lite_build.sphinx.nodes import (
    IN_NOTEBOOK,
    LEFT_OUT,
    LiveBlock,
    LiveElement,
    LiveExample,
    example_around,
    place_of_cell,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: On the environment: what each document has. A number that counts up when the form changes.
_EXAMPLES = "lite_build_examples_2"


class ExampleCollector(EnvironmentCollector):
    """Keeps the examples of each document, through parallel and incremental builds."""

    def process_doc(self, app: Sphinx, document: nodes.document) -> None:
        """Note what a document has."""
        name = app.env.docname
        found = tuple(_examples_in(document, name))
        elements = any(document.findall(LiveElement))
        _kept(app.env)[name] = (found, elements)

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a document."""
        _kept(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
    ) -> None:
        """Take what another process has read."""
        theirs = _kept(other)
        _kept(env).update({name: theirs[name] for name in docnames if name in theirs})


def collected_examples(environment: BuildEnvironment) -> tuple[CollectedExample, ...]:
    """The examples of all documents, in the order of the documents' names."""
    kept = _kept(environment)
    return tuple(example for name in sorted(kept) for example in kept[name][0])


def live_documents(environment: BuildEnvironment) -> tuple[str, ...]:
    """The documents that need the site: they have examples, or other elements."""
    return tuple(
        name
        for name, (examples, has_elements) in sorted(_kept(environment).items())
        if examples or has_elements
    )


def _examples_in(document: nodes.document, name: str) -> Iterator[CollectedExample]:
    taken: set[str] = set()
    own = [block for block in document.findall(LiveBlock) if example_around(block) is None]
    if cells := _cells_of(own):
        is_notebook = any(block.get(IN_NOTEBOOK, False) for block in own)
        yield CollectedExample(name, free_name(PAGE, taken), "", "", cells, is_notebook=is_notebook)
    for example in document.findall(LiveExample):
        if cells := _cells_of(example.findall(LiveBlock)):
            yield CollectedExample(
                name,
                free_name(example["name"], taken),
                example["name"],
                example["setup"],
                cells,
                is_example=True,
            )
    for element in document.findall(LiveElement):
        if element.get("cells"):
            cells = tuple(CollectedCell(cell, place) for cell, place in element["cells"])
            yield CollectedExample(name, free_name(element["name"], taken), "", "", cells)


def _cells_of(blocks: Iterable[LiveBlock]) -> tuple[CollectedCell, ...]:
    return tuple(
        CollectedCell(cell, place_of_cell(block, cell))
        for block in blocks
        if not block.get(LEFT_OUT, False)
        for cell in block["cells"]
        if not cell.is_skipped
    )


def _kept(environment: BuildEnvironment) -> dict[str, tuple[tuple[CollectedExample, ...], bool]]:
    kept: dict[str, Any] | None = getattr(environment, _EXAMPLES, None)
    if kept is None:
        kept = {}
        setattr(environment, _EXAMPLES, kept)
    return kept
