"""What Python code imports, installs and runs, read from its text and never run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lite_build.code.found import FoundImport, FoundInCode
from lite_build.code.reader import CodeReader
from lite_build.code.syntax_tree import parse

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

_PLAIN_IMPORT = re.compile(
    r"^(?:from\s+([\w.]+)\s+import\b|import\s+([\w.]+(?:[ \t]*,[ \t]*[\w.]+)*))", re.MULTILINE
)


def read_module(source: str) -> FoundInCode:
    """Read a Python file; of one that is not valid Python the plain import statements count."""
    tree = parse(source)
    return FoundInCode(plain_imports(source)) if isinstance(tree, SyntaxError) else find_in_tree(tree, source)


def find_in_tree(
    tree: ast.Module, source: str, known: Mapping[str, bool | None] | None = None
) -> FoundInCode:
    """Read parsed Python, and the text that it came from.

    Args:
        tree: the parsed Python.
        source: its text, with what IPython adds to Python.
        known: variables whose truth is certain before it runs.
    """
    reader = CodeReader(source, known or {})
    reader.visit(tree)
    return reader.finish()


def plain_imports(source: str) -> tuple[FoundImport, ...]:
    """The import statements at the left margin of text that need not be valid Python."""
    return tuple(
        FoundImport(module.strip(), (), 0, source.count("\n", 0, found.start()) + 1, optional=False)
        for found in _PLAIN_IMPORT.finditer(source)
        for module in (found[1] or found[2]).split(",")
        if all(part.isidentifier() for part in module.strip().split("."))
    )
