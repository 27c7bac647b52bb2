"""What a build depends on, in one hash."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import lite_build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lite_build.build.inputs import SiteInputs

_FORMAT = 1
_SKIPPED_FOLDERS = {"node_modules", "__pycache__"}


def fingerprint(inputs: SiteInputs) -> str:
    """Hash everything that a site is made from."""
    digest = hashlib.sha256(f"{_FORMAT}\n{sys.version}\n".encode())
    for name in _installed():
        digest.update(f"{name}\n".encode())
    for text in inputs.texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    for path in (Path(lite_build.__file__).parent, *inputs.files):
        for file, name in files_below(path):
            digest.update(f"\n{path}\0{name}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for path in inputs.dated:
        for file, name in files_below(path):
            state = file.stat()
            digest.update(f"\n{name}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return digest.hexdigest()


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
