"""The examples in docstrings: where they are, what they are called, and what their code takes for granted."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from lite_build.sphinx.nodes import LiveBlock, LiveExample, source_of
from lite_build.sphinx.settings import OFF_COMMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.config import Config

#: How numpydoc and napoleon call the section.
_TITLES = frozenset({"Example", "Examples"})
_OF_A_DOCSTRING = ":docstring of "
#: What ends a section of a docstring, besides the next one.
_ENDS = (nodes.rubric, nodes.field_list, nodes.section, addnodes.desc, addnodes.seealso)

#: Doctests show also what expressions in a loop or a block give. It holds for the namespace that it runs in.
SHOWS_ALL = 'get_ipython().ast_node_interactivity = "last"'
_NAMES_OF_MODULE = """\
import {module}
import sys
globals().update(
    {{name: value for name, value in vars(sys.modules["{module}"]).items() if not name.startswith("__")}}
)"""


@dataclass(frozen=True)
class Documented:
    """What a docstring is of.

    Args:
        name: of the object, with its module; "" where it is not known.
        module: whose names the docstring's code sees, as doctest has it; "" for none.
    """

    name: str
    module: str


def wrap_examples(document: nodes.document, *, bare: bool) -> None:
    """Put the examples of docstrings into nodes of their own.

    Args:
        document: as it was read.
        bare: whether doctests outside of such sections are examples too.
    """
    for title in [one for one in document.findall(nodes.rubric) if _is_title(one) and _is_documentation(one)]:
        siblings = title.parent.children
        start = siblings.index(title) + 1
        end = next(
            (at for at in range(start, len(siblings)) if isinstance(siblings[at], _ENDS)), len(siblings)
        )
        _wrap(title.parent, start, end)
    for admonition in list(document.findall(nodes.admonition)):
        first = admonition.children[0] if admonition.children else None
        if isinstance(first, nodes.title) and _is_title(first) and _is_documentation(admonition):
            _wrap(admonition, 1, len(admonition.children))
    if bare:
        _wrap_bare(document)


def documented(node: nodes.Node) -> Documented:
    """What the docstring is of that a node is in."""
    description = _ancestor(node, addnodes.desc)
    signature = next(iter(description.findall(addnodes.desc_signature)), None) if description else None
    # The node itself is none of the docstring's.
    source = source_of(next(iter(node.findall(LiveBlock)), node))
    name = source.partition(_OF_A_DOCSTRING)[2]
    if signature is None:
        return Documented(name, _module_of(name))
    module = str(signature.get("module") or "")
    full_name = ".".join(part for part in (module, str(signature.get("fullname", ""))) if part)
    return Documented(full_name or name, _module_of(name) or module)


def setup_of_all(config: Config) -> str:
    """The code that runs before all doctests, by the setting of `sphinx.ext.doctest`."""
    return str(getattr(config, "doctest_global_setup", "") or "").strip("\n")


def setup_for(what: Documented, config: Config) -> str:
    """The code that runs before an example: the names of its module, and what the configuration says."""
    preamble = config.lite_build_preamble.strip("\n")
    parts = (SHOWS_ALL, names_of_module(what.module), setup_of_all(config), preamble)
    return "\n".join(part for part in parts if part)


def names_of_module(module: str) -> str:
    """Code that gives the names that doctest gives a docstring: those of its module, and its package."""
    if not module:
        return ""
    return _NAMES_OF_MODULE.format(module=module)


def _wrap(parent: nodes.Element, start: int, end: int) -> None:
    inside = parent.children[start:end]
    if any(_is_off(node) for node in inside) or not any(map(_has_code, inside)):
        return
    if any(isinstance(found, LiveExample) for node in inside for found in node.findall(LiveExample)):
        return
    example = LiveExample("", *inside)
    parent.children[start:end] = []
    parent.insert(start, example)


def _wrap_bare(document: nodes.document) -> None:
    parents: dict[int, nodes.Element] = {}
    for block in document.findall(nodes.doctest_block):
        if _is_documentation(block) and _ancestor(block, LiveExample) is None:
            parents[id(block.parent)] = block.parent
    for parent in parents.values():
        for start, end in reversed([*_runs_of_doctests(parent.children)]):
            _wrap(parent, start, end)


def _runs_of_doctests(siblings: Sequence[nodes.Node]) -> Iterator[tuple[int, int]]:
    """From the first doctest to the last, as far as no other section begins between them."""
    start = last = None
    for at, node in enumerate(siblings):
        if isinstance(node, (*_ENDS, LiveExample)) and start is not None and last is not None:
            yield start, last + 1
            start = None
        if isinstance(node, nodes.doctest_block):
            start = at if start is None else start
            last = at
    if start is not None and last is not None:
        yield start, last + 1


def _is_title(node: nodes.Element) -> bool:
    return node.astext().strip(": ") in {*_TITLES, *(_(title) for title in _TITLES)}


def _is_documentation(node: nodes.Node) -> bool:
    return _ancestor(node, addnodes.desc_content) is not None or _OF_A_DOCSTRING in source_of(node)


def _is_off(node: nodes.Node) -> bool:
    return isinstance(node, nodes.comment) and node.astext().strip() in OFF_COMMENTS


def _has_code(node: nodes.Node) -> bool:
    return any(isinstance(each, nodes.doctest_block | nodes.literal_block) for each in node.findall())


def _ancestor(node: nodes.Node, kind: type[nodes.Element]) -> nodes.Element | None:
    above = node.parent
    while above is not None and not isinstance(above, kind):
        above = above.parent
    return above


def _module_of(name: str) -> str:
    """The module of an object: autodoc has imported it."""
    parts = name.split(".")
    candidates = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((each for each in candidates if each in sys.modules), "") if name else ""
