"""Files that are made once for equal inputs, and kept between builds in the user's cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.store.record import record, recorded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class MadeFile:
    """A file that was made.

    Args:
        name: what it is; a file of this name holds it.
        size: in bytes, before it was compressed if it was.
    """

    name: str
    size: int


@dataclass(frozen=True)
class KeptFile:
    """A file in the cache: not to be changed.

    Args:
        path: the file.
        sha256: of the file, in hex.
        size: in bytes, before it was compressed if it was.
    """

    path: Path
    sha256: str
    size: int


def record_files(folder: Path, files: Sequence[MadeFile]) -> Path:
    """Write down what a new folder holds, for `read_files`.

    Args:
        folder: with these files and no others.
        files: in the order in which they are to be read.

    Returns:
        The folder.
    """
    return record(folder, facts=[(file.name, file.size) for file in files])


def read_files(folder: Path) -> tuple[KeptFile, ...] | None:
    """Read the files of a kept folder; None where one is not there or not what it was."""
    found = recorded(folder)
    if found is None:
        return None
    return tuple(KeptFile(folder / name, found.hashes[name], size) for name, size in found.facts)
