"""Blocks of matplotlib's `.. plot::`: the code, and the figures that stand behind it.

Source: the template of `matplotlib.sphinxext.plot_directive`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.config import Config

_FIGURE = "plot-directive"
#: What runs before each plot where the documentation says nothing else.
_BEFORE = "import numpy as np\nfrom matplotlib import pyplot as plt"


def is_of_plot(block: nodes.Node) -> bool:
    """Whether the figures of a block stand behind it."""
    behind = _behind(block)
    return bool(behind) and _has_figure(behind[0])


def figures_of(block: nodes.Node) -> list[nodes.Node]:
    """Part the figures of a block from their links, which stay in the page, and take them out of it."""
    figures: list[nodes.Node] = []
    for node in _behind(block):
        if not isinstance(node, addnodes.only) or not _has_figure(node):
            break
        links = [child for child in node.children if not _has_figure(child)]
        node.parent.remove(node)
        figures.append(node)
        for link in links:
            node.remove(link)
        if links:
            at = block.parent.index(block) + 1
            block.parent.insert(at, addnodes.only("", *links, expr=node["expr"]))
    return figures


def code_before(config: Config) -> str:
    """What runs before each plot."""
    said: str | None = getattr(config, "plot_pre_code", None)
    return _BEFORE if said is None else said.strip("\n")


def _behind(block: nodes.Node) -> list[nodes.Node]:
    siblings = block.parent.children
    return siblings[siblings.index(block) + 1 :]


def _has_figure(node: nodes.Node) -> bool:
    return any(_FIGURE in each.get("classes", ()) for each in node.findall(nodes.Element))
