"""The files and folders that are of one package alone: a look at them tells what package is looked for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Package = TypeVar("Package")

#: So many folders of an absolute path are never one package's alone: `/share/jupyter` is anybody's.
_COMMON_FOLDERS = 2
#: Several packages' modules have their bytecode in it, and a package that is installed later.
_BYTECODE = "__pycache__/"


def roots_of(files: Mapping[Package, Iterable[str]]) -> dict[Package, tuple[str, ...]]:
    """Name the outermost folders that are each package's alone, and its files in shared folders.

    Args:
        files: the paths of each package's files: relative to site-packages, or absolute.

    Returns:
        Sorted paths, of folders with a slash at their end. Every file of a package is one of them, or in one.
    """
    folders = {
        package: {folder for path in paths for folder in _folders(path)} for package, paths in files.items()
    }
    owners = Counter(folder for owned in folders.values() for folder in owned)
    return {
        package: tuple(
            sorted(
                {next((folder for folder in _folders(path) if owners[folder] == 1), path) for path in paths}
            )
        )
        for package, paths in files.items()
    }


def _folders(path: str) -> Iterator[str]:
    """The folders of a path that may be one package's alone, outermost first."""
    parts = path.split("/")
    first = 1 + (_COMMON_FOLDERS + 1 if path.startswith("/") else 0)
    for length in range(first, len(parts)):
        folder = "/".join(parts[:length]) + "/"
        if folder != _BYTECODE:
            yield folder
