"""What a build depends on, in one hash; and whether the site that is there is still the one it made."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lite_build
from lite_build.store.bucket import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORMAT = 1
_SKIPPED_FOLDERS = {"node_modules", "__pycache__"}


@dataclass(frozen=True)
class BuildRecord:
    """What the last build of an output was made from, and what it left.

    Args:
        fingerprint: hash of everything that the site was made from.
        files: path to [size in bytes, modification time in nanoseconds] of each file of the site.
        report: the build's report, as JSON data.
        transfer_sizes: `TransferSizes.found` of it.
    """

    fingerprint: str
    files: dict[str, list[int]]
    report: dict[str, Any]
    transfer_sizes: dict[str, int]


def fingerprint(*, texts: Iterable[str], files: Iterable[Path], dated: Iterable[Path]) -> str:
    """Hash everything that a site is made from.

    Args:
        texts: the configuration, the lock, and whatever else is known as text.
        files: files and folders of the project, by content.
        dated: what is large and seldom changes, by size and date: installed extensions, a runtime's archive.
    """
    digest = hashlib.sha256(f"{_FORMAT}\n{sys.version}\n".encode())
    for name in _installed():
        digest.update(f"{name}\n".encode())
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    for path in (Path(lite_build.__file__).parent, *files):
        for file, name in _files_below(path):
            digest.update(f"\n{path}\0{name}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for path in dated:
        for file, name in _files_below(path):
            state = file.stat()
            digest.update(f"\n{name}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def files_of(output: Path) -> dict[str, list[int]]:
    """Tell the size and date of every file of a site, by its path."""
    states = {}
    for file, name in _files_below(output):
        state = file.stat()
        states[name] = [state.st_size, state.st_mtime_ns]
    return states


def read_record(cache: Path, output: Path) -> BuildRecord | None:
    """Read what the last build of this output was made from; None where nothing is known of it."""
    return _records(cache).recall(
        _record_key(output),
        lambda data: BuildRecord(data["fingerprint"], data["files"], data["report"], data["transfer_sizes"]),
    )


def write_record(cache: Path, output: Path, record: BuildRecord) -> None:
    """Keep what this build was made from, for the next one."""
    _records(cache).remember(_record_key(output), record.__dict__)


def _records(cache: Path) -> Bucket:
    return Bucket(cache, "builds")


def _record_key(output: Path) -> str:
    return f"{hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:24]}.json"


def _installed() -> list[str]:
    # Their folders are named after the distributions and their versions; to read the metadata of all takes
    # as long as everything else here.
    return sorted(found.name for folder in sys.path for found in Path(folder).glob("*.dist-info"))


def _files_below(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_file():
        yield path, path.name
        return
    for folder, folders, names in os.walk(path, followlinks=True):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file():
                yield file, file.relative_to(path).as_posix()
