"""The addresses that code asks other hosts for, as far as its text has them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lite_build.code.ipython_syntax import python_of
from lite_build.code.magics import PYTHON_CELL_MAGICS, statement_of
from lite_build.code.syntax_tree import known_text, literal_text, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Functions that ask for the address that they are given, by the ends of their names.
_ASKING = re.compile(
    r"get|post|put|patch|delete|head|options|request|stream|urlopen|urlretrieve|Request|retrieve|pyfetch|fetch"
    r"|open_url|imread|open_dataset|open_zarr|(?:read|scan|load)_\w+"
)
#: Where the address is not the first value.
_AFTER_METHOD = frozenset({"request", "stream"})
_ADDRESS_NAMES = frozenset(
    {"url", "filepath_or_buffer", "path_or_buf", "fullurl", "io", "source", "base_url"}
)
_ADDRESS = re.compile(r"https?://[^\s/?#]+")


def requested_addresses(sources: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Find the addresses that code asks for in calls such as `requests.get("https://…")`.

    An address may be a constant of the code before, or be put together; an unknown part is `UNKNOWN`.

    Args:
        sources: cells of a notebook, in their order.

    Yields:
        The place of the cell in `sources`, and the address; each address of a cell once.
    """
    texts: dict[str, str] = {}
    for place, source in enumerate(sources):
        if "http" not in source and not texts:
            continue
        tree = python_of(source)
        if tree is None:
            continue
        found: dict[str, None] = {}
        nodes = tuple(_nodes(tree))
        for node in nodes:
            if isinstance(node, ast.Assign) and (text := known_text(node.value, texts)) is not None:
                texts |= {target.id: text for target in node.targets if isinstance(target, ast.Name)}
        for node in nodes:
            if isinstance(node, ast.Call) and _ASKING.fullmatch(name_of(node.func)):
                for expression in _values(node):
                    text = known_text(expression, texts)
                    if text is not None and _ADDRESS.match(text):
                        found[text] = None
        yield from ((place, address) for address in found)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All of a tree, and of the Python that magics in it run."""
    for node in ast.walk(tree):
        yield node
        if isinstance(node, ast.Call) and (source := _run_by_magic(node)) is not None:
            inner = python_of(source)
            yield from _nodes(inner) if inner is not None else ()


def _run_by_magic(call: ast.Call) -> str | None:
    """The Python that a call of IPython's for a magic runs; None for any other call."""
    match name_of(call.func), [literal_text(one) or "" for one in call.args]:
        case "run_line_magic", [magic, line]:
            return statement_of(magic, line)
        case "run_cell_magic", [magic, _, body] if magic in PYTHON_CELL_MAGICS:
            return body
        case _:
            return None


def _values(call: ast.Call) -> Iterator[ast.expr]:
    """The values of a call that may be its address."""
    is_after_method = name_of(call.func) in _AFTER_METHOD and len(call.args) > 1
    yield from call.args[1:2] if is_after_method else call.args[:1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in _ADDRESS_NAMES)
