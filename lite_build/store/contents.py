"""What the cache holds."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from stat import S_ISDIR
from typing import TYPE_CHECKING

from filelock import Timeout

from lite_build.store.making import LOCKS, MAKING, lock_of, making_alone, remove_free_locks, sweep
from lite_build.store.running import RUNNING, running_since

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Folders of the cache that hold no entries.
_OWN = frozenset({LOCKS, MAKING, RUNNING})
#: By how many seconds a file's date may be before the clock's: some file systems have steps of two.
_DATES_BEHIND = 2.0
#: How Windows refuses to move what somebody has open: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION.
_OPEN_ON_WINDOWS = frozenset({5, 32})


@dataclass(frozen=True)
class Entry:
    """Something that the cache keeps.

    Args:
        path: a file or a folder.
        size: in bytes.
        used: when a build last took it, in seconds since 1970.
    """

    path: Path
    size: int
    used: float

    @property
    def bucket(self) -> str:
        """Its kind."""
        return self.path.parent.name


@dataclass(frozen=True)
class Pruned:
    """What a pruning did.

    Args:
        removed: what is gone.
        in_use: what stays because a running build uses it.
    """

    removed: tuple[Entry, ...]
    in_use: tuple[Entry, ...]


def entries(cache: Path) -> Iterator[Entry]:
    """All that the cache keeps, sorted by its kind."""
    for bucket in sorted(cache.iterdir()) if cache.is_dir() else ():
        if bucket.name not in _OWN and bucket.is_dir():
            for path in sorted(bucket.iterdir()):
                yield _entry(path)


def prune(cache: Path, *, before: float = inf) -> Pruned:
    """Remove what no build has used for some time, and what killed builds left.

    What a running build has used stays, and what one is making.

    Args:
        cache: the user's cache.
        before: what was used since this time stays, in seconds since 1970.

    Raises:
        OSError: something cannot be removed.
    """
    sweep(cache)
    since = running_since(cache)
    removed: list[Entry] = []
    in_use: list[Entry] = []
    # What is removed goes out of sight at once: nobody finds the half of it.
    with making_alone(cache, "pruned") as aside:
        for entry in entries(cache):
            if entry.used < before:
                free = since is None or entry.used < since - _DATES_BEHIND
                (removed if free and _move_away(cache, entry, aside) else in_use).append(entry)
    if since is None:
        remove_free_locks(cache)
    return Pruned(tuple(removed), tuple(in_use))


def _move_away(cache: Path, entry: Entry, aside: Path) -> bool:
    every, one = lock_of(cache, entry.bucket), lock_of(cache, entry.bucket, entry.path.name)
    try:
        with every.acquire(timeout=0), one.acquire(timeout=0):
            if _entry(entry.path).used > entry.used:
                return False
            entry.path.replace(aside / secrets.token_hex(8))
    except Timeout:
        return False
    except OSError as error:
        if getattr(error, "winerror", None) in _OPEN_ON_WINDOWS:
            return False
        raise
    return True


def _entry(path: Path) -> Entry:
    size, used = 0, 0.0
    for file in (path, *path.rglob("*")):
        with suppress(FileNotFoundError):
            state = file.lstat()
            used = max(used, state.st_mtime)
            size += 0 if S_ISDIR(state.st_mode) else state.st_size
    return Entry(path, size, used)
