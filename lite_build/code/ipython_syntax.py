"""What IPython adds to Python, taken apart by IPython itself.

Source: <https://ipython.readthedocs.io/en/stable/interactive/reference.html#ipython-s-special-syntax>.
"""

from __future__ import annotations

import ast
import re
import tokenize
import warnings
from functools import cache
from typing import TYPE_CHECKING

from lite_build.code.installs import is_bare_install
from lite_build.code.syntax_tree import parse

if TYPE_CHECKING:
    from IPython.core.inputtransformer2 import TransformerManager

#: Magics that a cell of one line may name without a percent sign, as far as a build reads them.
_AUTOMAGIC = re.compile(
    r"^(run|load_ext|reload_ext|load|aimport|time|timeit|prun|cd|pip|conda|mamba)\s+[^\s=(.,\[]"
)


def python_of(source: str) -> ast.Module | None:
    """Parse a cell of an IPython kernel: its magics become calls of `get_ipython()`.

    Returns:
        None for what is no Python, or newer than the Python that builds.
    """
    tree = parse(source)
    if not isinstance(tree, SyntaxError):
        return tree
    if "\n" not in source.strip() and _AUTOMAGIC.match(source.strip()):
        source = f"%{source.strip()}"
    lines = transformed(source).split("\n")
    while isinstance(tree := parse("\n".join(lines)), SyntaxError):
        number = tree.lineno or 0
        if not 0 < number <= len(lines) or not is_bare_install(lines[number - 1]):
            return None
        lines[number - 1] = _as_program(lines[number - 1])
    blank = len(source) - len(source.lstrip("\n"))
    return ast.increment_lineno(tree, blank) if blank else tree


def transformed(source: str) -> str:
    """The text of a cell, with its magics as calls of `get_ipython()`; as it is where IPython fails."""
    try:
        # IPython warns of ends of lines that are Python's own alone, such as a form feed.
        with warnings.catch_warnings(action="ignore"):
            return _transformer().transform_cell(source)
    except (SyntaxError, ValueError, IndexError, RuntimeError, tokenize.TokenError):
        return source


@cache
def _transformer() -> TransformerManager:
    # Imported here: it takes a tenth of a second, and notebooks of plain Python do without.
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager()  # type: ignore[no-untyped-call]


def _as_program(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}get_ipython().system({line.strip()!r})"
