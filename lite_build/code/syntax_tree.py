"""Small questions about parsed Python."""

from __future__ import annotations

import ast
import warnings


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
