"""Where new entries of the cache are made: in folders that are nobody's but their maker's, under a lock.

The operating system frees a lock when its holder ends, however that ends. So a folder here whose lock is free
was left by a maker that was killed.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCKS = "locks"
MAKING = "making"


@contextmanager
def making_alone(cache: Path, bucket: str, entry: str | None = None) -> Iterator[Path]:
    """Give an empty folder of the cache's file system to make an entry in, while no other build makes it.

    Waits for one that does. What a killed maker of the same entry left is removed.

    Args:
        cache: the user's cache.
        bucket: a folder of it.
        entry: one of the bucket's; None for any number of them.
    """
    lock = lock_of(cache, bucket, entry)
    identity = Path(lock.lock_file).stem
    with lock:
        _remove_abandoned(cache, identity)
        # Of another name each time: a process that a killed maker started may still write to the last one.
        folder = cache / MAKING / f"{identity}.{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def lock_of(cache: Path, bucket: str, entry: str | None = None) -> FileLock:
    """The lock under which `making_alone` gives a folder."""
    # An entry's name may be longer than a file's, or differ from another's by its case alone.
    part = "all" if entry is None else hashlib.sha256(entry.encode()).hexdigest()[:16]
    return _lock(cache, f"{bucket}.{part}")


def sweep(cache: Path) -> None:
    """Remove what makers left that were killed."""
    folder = cache / MAKING
    for identity in {path.name.rpartition(".")[0] for path in folder.iterdir()} if folder.is_dir() else ():
        with suppress(Timeout), _lock(cache, identity).acquire(timeout=0):
            _remove_abandoned(cache, identity)


def remove_free_locks(cache: Path) -> None:
    """Remove locks that nobody holds: only while no process uses the cache, which might wait for one."""
    for path in (cache / LOCKS).glob("*.lock"):
        # Windows refuses to remove it while it is held; there the release does it.
        with suppress(Timeout, PermissionError), FileLock(path).acquire(timeout=0):
            path.unlink()


def _lock(cache: Path, identity: str) -> FileLock:
    folder = cache / LOCKS
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / f"{identity}.lock")


def _remove_abandoned(cache: Path, identity: str) -> None:
    for path in (cache / MAKING).glob(f"{identity}.*"):
        shutil.rmtree(path, ignore_errors=True)
