"""Which blocks of a document can be run: those of examples, and those that they or a setting name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from lite_build.documentation.example_cells import (
    ExampleCell,
    NoPythonError,
    cells_of,
    output_as_want,
)
from lite_build.documentation.live_code import LIVE, OFF, PYTHON, STATIC, is_chosen, is_session
from lite_build.sphinx.docstrings import SHOWS_ALL, documented, setup_for, setup_of_all, wrap_examples
from lite_build.sphinx.nodes import LiveBlock, LiveExample, SavedOutput, place_of
from lite_build.sphinx.notebook_pages.live_pages import make_notebook_live
from lite_build.sphinx.notebook_pages.plots import code_before, figures_of, is_of_plot
from lite_build.sphinx.settings import page_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

_TEST_TYPE = "testnodetype"

Block = nodes.literal_block | nodes.doctest_block | nodes.comment


def make_live(app: Sphinx, document: nodes.document) -> None:
    """Put nodes of ours around what can be run in a document that was read."""
    config, environment = app.config, app.env
    if config.lite_build_try_examples:
        wrap_examples(document, bare=config.lite_build_try_examples == "all")
    names: Counter[str] = Counter()
    for example in list(document.findall(LiveExample)):
        _complete_example(app, example, names)
    said = page_word(environment.metadata.get(environment.docname, {}), document)
    make_notebook_live(app, document, said)
    chosen = config.lite_build_live_blocks if said is None else said
    live = [
        made
        for block in list(_blocks_in(document))
        if not _is_inside(block, LiveBlock, LiveExample)
        and (_is_chosen(block, chosen) or (said != OFF and is_of_plot(block)))
        if (made := _wrap(config, block, {"in-order": True})) is not None
    ]
    if before := _before_plots(config, live):
        _set_up(next(block for block in live if _has_figures(block)), before)
    sessions = [cell.is_session for block in live for cell in block["cells"]]
    # Where there is other code besides, it is as in a notebook.
    setup = "\n".join(filter(None, [SHOWS_ALL if all(sessions) else "", setup_of_all(config)]))
    if setup and any(sessions):
        _set_up(live[0], setup)


def _before_plots(config: Config, blocks: Iterable[LiveBlock]) -> str:
    """The code that runs before plots, where there are some."""
    return code_before(config) if any(map(_has_figures, blocks)) else ""


def _has_figures(block: LiveBlock) -> bool:
    return any(isinstance(child, SavedOutput) for child in block.children)


def _set_up(first: LiveBlock, setup: str) -> None:
    """Have code run before a live block of a page, unseen."""
    hidden = nodes.comment(setup, setup)
    hidden.source, hidden.line = first.source, first.line
    attributes: dict[str, str | bool] = {"in-order": True, "hidden": True}
    block = LiveBlock("", hidden, cells=(ExampleCell(setup, "", 0),), cell_attributes=attributes)
    first.parent.insert(first.parent.index(first), block)


def _complete_example(app: Sphinx, example: LiveExample, names: Counter[str]) -> None:
    """Name an example, and make its blocks live; where none can be, it is what it was."""
    for block in list(_blocks_in(example)):
        if _is_of_example(block) and not _is_inside(block, LiveBlock):
            _wrap(app.config, block, {"in-order": True, "hidden-controls": True})
    for text in example.findall(nodes.paragraph):
        if text.astext().startswith(">>>"):
            said = "this is no doctest: behind >>> there is a space"
            logger.warning("%s", said, location=place_of(text), type="lite_build", subtype="code")
    if not any(example.findall(LiveBlock)):
        example.replace_self(example.children)
        return
    what = documented(example)
    name = what.name or app.env.docname.replace("/", ".")
    names[name] += 1
    example["name"] = f"{name}-{names[name]}"
    before = _before_plots(app.config, example.findall(LiveBlock))
    example["setup"] = "\n".join(part for part in (setup_for(what, app.config), before) if part)


def _wrap(config: Config, block: Block, attributes: dict[str, str | bool]) -> LiveBlock | None:
    """Put a node around a block, unless it is no Python: that is told, and it stays as it is."""
    is_plot = is_of_plot(block)
    if STATIC in block["classes"] or (is_plot and not config.lite_build_live_plots):
        return None
    kind = block.get(_TEST_TYPE)
    try:
        # Sphinx shows a doctest without its flags, and keeps it as it was written.
        cells = cells_of(block.get("test") or block.astext())
    except NoPythonError as error:
        logger.warning(
            "%s", error.what, location=place_of(block, error.line), type="lite_build", subtype="code"
        )
        return None
    options = tuple((block.get("options") or {}).items())
    cells = tuple(replace(cell, flags=(*options, *cell.flags)) for cell in cells)
    if all(cell.is_skipped for cell in cells):
        return None
    inside: list[nodes.Node] = [block]
    if kind == "testcode" and (output := _output_behind(block)) is not None:
        want, exception = output_as_want(output.get("test") or output.astext())
        last = replace(cells[-1], want=want, exception=exception, is_session=True)
        cells = (*cells[:-1], last)
        output.parent.remove(output)
        inside.append(output)
    if is_plot:
        inside.append(SavedOutput("", *figures_of(block)))
        # What drawing gives is seldom written.
        cells = tuple(replace(cell, is_session=cell.want != "") for cell in cells)
    if isinstance(block, nodes.comment):
        attributes = {**attributes, "hidden": True}
    live = LiveBlock("", cells=cells, cell_attributes=attributes)
    live.source, live.line = block.source, block.line
    block.replace_self(live)
    # docutils gives them to what takes a node's place; the block still has them.
    live["ids"], live["names"], live["classes"] = [], [], []
    live.extend(inside)
    return live


def _blocks_in(node: nodes.Element) -> Iterator[Block]:
    for block in node.findall():
        if isinstance(block, nodes.doctest_block | nodes.literal_block) or (
            isinstance(block, nodes.comment) and block.get(_TEST_TYPE) in {"testsetup", "testcode"}
        ):
            yield block


def _is_chosen(block: Block, chosen: str) -> bool:
    """Whether a block of a page is live, by what it says itself or by what is said of all."""
    if LIVE in block["classes"]:
        return True
    if _is_inside(block, addnodes.desc_content):
        return False
    is_doctest = isinstance(block, nodes.doctest_block) or _TEST_TYPE in block
    if _TEST_TYPE in block and block[_TEST_TYPE] not in {"doctest", "testcode", "testsetup"}:
        return False
    return is_chosen(block.get("language", "default"), block.astext(), chosen, is_doctest=is_doctest)


def _is_of_example(block: Block) -> bool:
    if isinstance(block, nodes.doctest_block) or block.get(_TEST_TYPE) in {"doctest", "testcode"}:
        return True
    language = block.get("language", "default")
    return LIVE in block["classes"] or (
        isinstance(block, nodes.literal_block)
        and (language in PYTHON or is_session(language, block.astext()))
    )


def _output_behind(block: Block) -> nodes.literal_block | None:
    behind = _next(block)
    is_output = isinstance(behind, nodes.literal_block) and behind.get(_TEST_TYPE) == "testoutput"
    return behind if is_output and isinstance(behind, nodes.literal_block) else None


def _next(block: nodes.Node) -> nodes.Node | None:
    siblings = block.parent.children
    at = siblings.index(block) + 1
    return siblings[at] if at < len(siblings) else None


def _is_inside(node: nodes.Node, *kinds: type[nodes.Element]) -> bool:
    above = node.parent
    while above is not None and not isinstance(above, kinds):
        above = above.parent
    return above is not None
