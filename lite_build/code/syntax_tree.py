"""Small questions about parsed Python."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What stands in a text for a part that only the running code knows.
UNKNOWN = "…"


def parse(source: str) -> ast.Module | SyntaxError:
    """Parse Python, whatever the text is."""
    with warnings.catch_warnings():
        # Doubtful escapes in a notebook's strings are not for the one who builds.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except SyntaxError as error:
            return error
        except (ValueError, RecursionError, MemoryError) as error:
            return SyntaxError(str(error))


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name: "install" of `piplite.install`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    # `__import__("piplite").install(…)`
    if isinstance(node, ast.Call) and name_of(node.func) == "__import__":
        return next((text for argument in node.args for text in literal_texts(argument)), "")
    return ""


def dotted_name_of(node: ast.expr) -> str:
    """The whole of a dotted name: "sys.path" of `sys.path`; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := dotted_name_of(node.value)):
        return f"{owner}.{node.attr}"
    return ""


def owner_of(function: ast.expr) -> str:
    """What a method is called on: "piplite" of `piplite.install`."""
    return name_of(function.value) if isinstance(function, ast.Attribute) else ""


def literal_texts(node: ast.expr) -> list[str]:
    """The string that an expression is, or those in the list, tuple or set that it is."""
    elements = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]
    return [
        element.value
        for element in elements
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    ]


def literal_text(node: ast.expr) -> str | None:
    """The string that an expression is; None where it is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def known_text(node: ast.expr, texts: Mapping[str, str]) -> str | None:
    """The text that an expression is, as far as it is known; None where nothing of its beginning is.

    Args:
        node: an expression.
        texts: of names that are known; an unknown part is `UNKNOWN`.
    """
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return texts.get(name)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            begin = known_text(left, texts)
            return None if begin is None else _joined([begin, known_text(right, texts)])
        case ast.JoinedStr(values=[first, *more]):
            begin = known_text(first, texts)
            return None if begin is None else _joined([begin, *(known_text(one, texts) for one in more)])
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return known_text(value, texts)
        case _:
            return None


def _joined(parts: list[str | None]) -> str:
    return re.sub(f"{UNKNOWN}+", UNKNOWN, "".join(UNKNOWN if part is None else part for part in parts))
