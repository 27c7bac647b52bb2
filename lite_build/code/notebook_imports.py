"""What the code cells of notebooks import, install and run, with what IPython adds to Python."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from lite_build.code.found import FoundInCode
from lite_build.code.ipython_syntax import python_of, transformed
from lite_build.code.module_imports import find_in_tree, plain_imports
from lite_build.code.syntax_tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: A cell without these neither imports nor installs nor runs anything, and tells of no place.
_TELLING = ("import", "install", "run", "%", "!", "exec(", "spec_from", "path", "chdir", "environ")
_PLACES = ("colab", "kaggle", "databricks", "deepnote", "sagemaker", "paperspace")


def read_cell(source: str, known: Mapping[str, bool | None] = MappingProxyType({})) -> FoundInCode:
    """Read a code cell of an IPython kernel.

    Cells that are not Python give nothing; of those whose Python is broken, or newer than the Python that
    builds, the plain import statements and the magics count.

    Args:
        source: its text.
        known: variables whose truth is certain before it runs.
    """
    return _read_cell(source, tuple(sorted(known.items())))


# The notebooks of a course begin with the same cells.
@lru_cache(maxsize=4096)
def _read_cell(source: str, known: tuple[tuple[str, bool | None], ...]) -> FoundInCode:
    lower = source.lower()
    if not any(word in lower for word in _TELLING) and not any(place in lower for place in _PLACES):
        return FoundInCode()
    tree = python_of(source)
    if tree is not None:
        return find_in_tree(tree, source, dict(known))
    found = FoundInCode() if source.lstrip("\n").startswith("%%") else FoundInCode(plain_imports(source))
    for line in _calls_of_magics(source):
        found = _joined(found, line)
    return found


def _calls_of_magics(source: str) -> Iterator[FoundInCode]:
    """What the magics need of a cell whose Python is broken."""
    for line in transformed(source).split("\n"):
        if "get_ipython()" in line and not isinstance(tree := parse(line.strip()), SyntaxError):
            yield find_in_tree(tree, source)


def _joined(one: FoundInCode, other: FoundInCode) -> FoundInCode:
    return replace(
        one,
        imports=one.imports + other.imports,
        installs=one.installs + other.installs,
        shell_installs=one.shell_installs + other.shell_installs,
        runs=one.runs + other.runs,
    )
