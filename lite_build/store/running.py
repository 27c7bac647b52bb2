"""Which processes use the cache now: each holds a lock of its own there until it ends, however it ends."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from lite_build.store.making import sweep

if TYPE_CHECKING:
    from pathlib import Path

RUNNING = "running"

_held: dict[Path, FileLock] = {}


def tell_use(cache: Path) -> None:
    """Tell others, until this process ends, that it uses the cache; and remove what killed makers left there.

    A cache that cannot be written is of use all the same.
    """
    if cache in _held:
        return
    with suppress(OSError):
        folder = cache / RUNNING
        folder.mkdir(parents=True, exist_ok=True)
        running_since(cache)
        path = folder / f"{time.time_ns()}-{secrets.token_hex(4)}.lock"
        # Who looks at it between its first moment and the lock takes it for one that was left.
        while not path.exists():
            _held[cache] = FileLock(path)
            _held[cache].acquire()
        sweep(cache)


def running_since(cache: Path) -> float | None:
    """Tell when the oldest process began that uses the cache now; None where none does.

    What processes left that have ended is removed.

    Returns:
        Seconds since 1970.
    """
    started = []
    for path in (cache / RUNNING).glob("*.lock"):
        try:
            # Windows refuses to remove it while it is held; there the release does it.
            with FileLock(path).acquire(timeout=0), suppress(PermissionError):
                path.unlink(missing_ok=True)
        except Timeout:
            started.append(int(path.name.partition("-")[0]) / 1e9)
    return min(started, default=None)
