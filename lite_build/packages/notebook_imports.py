"""What the code cells of notebooks import and install, with what IPython adds to Python.

IPython's own reading of magics would have to be imported with all of IPython, which no part of a build needs.
Source: <https://ipython.readthedocs.io/en/stable/interactive/reference.html#ipython-s-special-syntax>.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lite_build.packages.module_imports import (
    FoundInCode,
    FoundInstall,
    ShellInstall,
    find_in_tree,
    parse,
    plain_imports,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Sequence

#: Cell magics whose body is Python that runs in the notebook's own namespace.
PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
#: Cell magics that write their body to the file which their line names.
WRITING_CELL_MAGICS = frozenset({"writefile", "file", "vfile"})

_MAGIC = re.compile(r"^\s*(?:[%!?,;/]|.*\?\s*$|[\w.,\s*]*=\s*[%!])")
_INSTALL = re.compile(
    r"^\s*(?P<magic>%|!{1,2})?\s*(?:\S*python[\d.]*\s+-m\s+|\{sys\.executable\}\s+-m\s+|uv\s+)?"
    r"(?P<tool>pip3?|conda|mamba|piplite|micropip)\s+install\s+(?P<arguments>.+)$",
    re.DOTALL,
)
_CONDA = frozenset({"conda", "mamba"})
#: Options of installers that take the next word.
_OPTIONS_WITH_VALUE = frozenset(
    {"-c", "--constraint", "--constraints", "-i", "--index-url", "--extra-index-url", "-f", "--find-links"}
    | {"--target", "-t", "--channel", "-n", "--name", "--upgrade-strategy", "--trusted-host"}
)


# The notebooks of a course begin with the same cells.
@lru_cache(maxsize=4096)
def read_cell(source: str) -> FoundInCode:
    """Read a code cell of an IPython kernel.

    Cells that are not Python give nothing; of those whose Python is broken, or newer than the Python that
    builds, the plain import statements count.
    """
    if "import" not in source and "install" not in source and "%%" not in source:
        return FoundInCode()
    blank = len(source) - len(source.lstrip("\n"))
    first, _, body = source[blank:].partition("\n")
    if first.startswith("%%"):
        name, _, rest = first[2:].partition(" ")
        if name in WRITING_CELL_MAGICS:
            return FoundInCode(writes=tuple(word for word in _words(rest) if word.endswith(".py")))
        if name not in PYTHON_CELL_MAGICS:
            return FoundInCode()
        source = "\n" * (blank + 1) + body
    lines = source.split("\n")
    tree, magics = _parse_with_magics(lines)
    installs = tuple(install for number, text in magics for install in _installs_of_magic(text, number))
    by_shell = tuple(shell for _, text in magics if (shell := _shell_install(text)) is not None)
    if tree is None:
        return FoundInCode(plain_imports(source), installs, by_shell)
    found = find_in_tree(tree, source)
    installs = tuple(sorted(found.installs + installs, key=lambda install: install.line))
    return replace(found, installs=installs, shell_installs=by_shell)


def _parse_with_magics(lines: Sequence[str]) -> tuple[ast.Module | None, list[tuple[int, str]]]:
    """Parse lines, taking out those that only IPython understands; also gives these, with their numbers.

    A line is taken for a magic only where Python stumbles over it, so that text in strings is left alone.
    """
    python = list(lines)
    magics: list[tuple[int, str]] = []
    while isinstance(tree := parse("\n".join(python)), SyntaxError):
        number = _magic_at(python, tree.lineno or 0)
        if number is None:
            return None, magics
        text = python[number - 1]
        python[number - 1] = f"{text[: len(text) - len(text.lstrip())]}pass"
        following = number
        while text.endswith("\\") and following < len(python):
            text, python[following] = f"{text[:-1]} {python[following]}", ""
            following += 1
        magics.append((number, text))
    return tree, magics


def _magic_at(lines: Sequence[str], number: int) -> int | None:
    if 0 < number <= len(lines) and _is_magic(lines[number - 1]):
        return number
    # Quotes and brackets of a magic may make Python stumble elsewhere than in its own line.
    return next((other for other, line in enumerate(lines, start=1) if _is_magic(line)), None)


def _is_magic(line: str) -> bool:
    return bool(_MAGIC.match(line) or _INSTALL.match(line))


def _is_for_a_shell(install: re.Match[str]) -> bool:
    """Whether a line asks a program, which fails in a page: upstream's kernel answers `%pip` alone."""
    return install["magic"] != "%" and install["tool"] not in _CONDA


def _shell_install(line: str) -> ShellInstall | None:
    found = _INSTALL.match(line)
    if found is None or not _is_for_a_shell(found):
        return None
    arguments = re.split(r"\s*(?:&&|\|\|?|;|\s#)", found["arguments"])[0].strip()
    return ShellInstall(line.strip(), f"%pip install {arguments}")


def _installs_of_magic(line: str, number: int) -> Iterator[FoundInstall]:
    found = _INSTALL.match(line)
    if found is None or _is_for_a_shell(found):
        return
    words = iter(_words(found["arguments"]))
    conda = found["tool"] in _CONDA
    for word in words:
        if word in ("-r", "--requirement", "--requirements"):
            yield FoundInstall(f"-r {next(words, '')}", False, number)
        elif word in _OPTIONS_WITH_VALUE or (conda and word == "-c"):
            next(words, None)
        elif word.startswith("#") or word in ("&&", ";", "|", "||"):
            return
        elif not word.startswith("-") and not re.search(r"[{}$]", word):
            yield FoundInstall(word, conda, number)


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
