"""What a build depends on, in one hash."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import lite_build

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lite_build.build.inputs import SiteInputs

_FORMAT = 2
_SKIPPED_FOLDERS = {"node_modules", "__pycache__"}


def fingerprint(inputs: SiteInputs, packages: str) -> str:
    """Hash everything that a site is made from.

    Args:
        inputs: all but what its packages follow from.
        packages: the hash of that.
    """
    digest = hashlib.sha256(f"{_FORMAT}\n{sys.version}\n{packages}\n".encode())
    for name in _installed():
        digest.update(f"{name}\n".encode())
    for text in inputs.texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    for path in (Path(lite_build.__file__).parent, *inputs.files):
        _add_content(digest, path)
    for path in inputs.dated:
        for file, name in files_below(path):
            state = file.stat()
            digest.update(f"\n{name}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def packages_fingerprint(texts: Iterable[str], files: Iterable[Path]) -> str:
    """Hash what the packages of a site follow from: texts, and files that count by their content."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    for path in files:
        _add_content(digest, path)
    return digest.hexdigest()


def _add_content(digest: hashlib._Hash, path: Path) -> None:
    for file, name in files_below(path):
        digest.update(f"\n{path}\0{name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())


def _installed() -> list[str]:
    # Their folders are named after the distributions and their versions; to read the metadata of all takes
    # as long as everything else here.
    return sorted(found.name for folder in sys.path for found in Path(folder).glob("*.dist-info"))


def files_below(path: Path) -> Iterator[tuple[Path, str]]:
    """List the files of a folder that count, each with its path inside; or the one file."""
    if path.is_file():
        yield path, path.name
        return
    for folder, folders, names in os.walk(path, followlinks=True):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file():
                yield file, file.relative_to(path).as_posix()
