"""A library whose folder is there: its name, its module, whether it has tests. Read, and never run."""

from __future__ import annotations

import configparser
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PYPROJECT = "pyproject.toml"
_SETUP = "setup.py"
#: Where a project has its modules.
_SOURCE_FOLDERS = ("src", "", "lib", "python")
#: Folders with modules that are no part of a library.
_OTHER_FOLDERS = frozenset(
    {"benchmarks", "build", "dist", "doc", "docs", "examples", "node_modules", "scripts", "test", "testing"}
    | {"tests", "tools", "venv"}
)
_NO_MODULES = re.compile(r"setup\.py|conftest\.py|noxfile\.py|tasks\.py|test_.*\.py|.*_test\.py")
_TESTS = re.compile(r"test_.*\.py|.*_test\.py")
_NAME_OF_SETUP = re.compile(r"""\bname\s*=\s*["']([\w.-]+)["']""")


@dataclass(frozen=True)
class Library:
    """A library.

    Args:
        name: of its distribution.
        module: that it installs, with dots in a namespace; None where none was found.
        has_tests: whether there are tests for pytest.
        is_package: whether a wheel can be built of it.
    """

    name: str
    module: str | None
    has_tests: bool
    is_package: bool


def find_library(folder: Path) -> Library:
    """Find out what is in a project's folder.

    Raises:
        UserMistake: its `pyproject.toml` cannot be read.
    """
    described = _read_pyproject(folder / _PYPROJECT)
    script = folder / _SETUP
    name = _name_of(described) or _name_of_setup(folder / "setup.cfg", script) or folder.resolve().name
    return Library(
        name=name,
        module=_module(folder, name),
        has_tests=any(_TESTS.fullmatch(path.name) for path in _python_files(folder)),
        is_package=script.is_file() or not described.keys().isdisjoint({"project", "build-system"}),
    )


def has_python(folder: Path) -> bool:
    """Whether there is any module or script in a folder."""
    return next(_python_files(folder), None) is not None


def _read_pyproject(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UserMistake(
            f"cannot be read: {error}", where=str(path), remedy="Correct the file. Nothing was written."
        ) from error


def _name_of(described: dict[str, Any]) -> str | None:
    tools = described.get("tool")
    for table in (described.get("project"), tools.get("poetry") if isinstance(tools, dict) else None):
        if isinstance(table, dict) and isinstance(table.get("name"), str):
            return str(table["name"])
    return None


def _name_of_setup(settings: Path, script: Path) -> str | None:
    if settings.is_file():
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        with suppress(configparser.Error):
            parser.read_string(settings.read_text(encoding="utf-8", errors="replace"))
            if parser.has_option("metadata", "name"):
                return parser.get("metadata", "name")
    if not script.is_file():
        return None
    found = _NAME_OF_SETUP.search(script.read_text(encoding="utf-8", errors="replace"))
    return found.group(1) if found else None


def _module(folder: Path, name: str) -> str | None:
    """The module of a library: of its name where there is such a one, else the only one that is there."""
    parts = canonicalize_name(name).split("-")
    wanted = {"_".join(parts), "".join(parts), *(["_".join(parts[1:])] if parts[0] == "python" else [])}
    for source in _SOURCE_FOLDERS:
        modules = list(_modules(folder / source))
        named = next((each for each in modules if each.casefold() in wanted), None)
        if named is not None:
            return named
        # A package of a namespace has the namespace's folder around it.
        inner = folder.joinpath(source, *parts)
        if len(parts) > 1 and (inner / "__init__.py").is_file():
            return ".".join(parts)
        if len(modules) == 1 and source:
            return modules[0]
    packages = [each for each in _modules(folder) if (folder / each).is_dir()]
    return packages[0] if len(packages) == 1 else None


def _modules(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")) or path.name.casefold() in _OTHER_FOLDERS:
            continue
        if (path / "__init__.py").is_file():
            yield path.name
        elif path.suffix == ".py" and path.stem.isidentifier() and not _NO_MODULES.fullmatch(path.name):
            yield path.stem


def _python_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in {"node_modules", "venv", "build", "dist"}:
            continue
        if path.is_dir() and not path.is_symlink():
            # Else it is an environment, with other people's packages.
            if not (path / "pyvenv.cfg").is_file():
                yield from _python_files(path)
        elif path.suffix == ".py":
            yield path
