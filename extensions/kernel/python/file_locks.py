"""Gives `fcntl` the locks that this Python was built without: between the open files of one kernel.

A lock of `flock` is of one opening of a file, so that two openings in one program keep each other out; a lock
of `lockf` is the whole program's, and so is always had. Nobody else can free what a program waits for, which
would wait for ever: it is told so.

Source: <https://docs.python.org/3/library/fcntl.html>.

`install(finder)` is called once.
"""

from __future__ import annotations

import errno
import os
from typing import Any

#: `fcntl`'s own numbers, as on Linux.
LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = 1, 2, 4, 8

#: Who holds a lock: the descriptors of each file's openings, and the kind that they hold.
holders: dict[tuple[int, int], dict[int, int]] = {}


def flock(fd: Any, operation: int, /) -> None:
    """Lock an open file, or unlock it.

    Raises:
        BlockingIOError: another opening of the file holds a lock that keeps this one out.
        OSError: the same, and to wait for it would take for ever; or `fd` is no open file.
    """
    descriptor = number_of(fd)
    file = file_of(descriptor)
    held = {
        other: kind
        for other, kind in holders.get(file, {}).items()
        if other != descriptor and is_open(other, file)
    }
    if operation & LOCK_UN:
        holders[file] = held
    elif any(operation & LOCK_EX or kind == LOCK_EX for kind in held.values()):
        if operation & LOCK_NB:
            raise BlockingIOError(errno.EAGAIN, "another opening of this file holds the lock")
        raise OSError(
            errno.EDEADLK, "another opening of this file in this program holds the lock, and would for ever"
        )
    else:
        holders[file] = {**held, descriptor: operation & (LOCK_SH | LOCK_EX)}
    if not holders[file]:
        del holders[file]


def lockf(fd: Any, cmd: int, len: int = 0, start: int = 0, whence: int = 0, /) -> None:  # noqa: A002
    """Lock a part of a file for the program, or unlock it.

    Raises:
        OSError: `fd` is no open file.
    """
    file_of(number_of(fd))


def number_of(fd: Any) -> int:
    """The descriptor of an open file."""
    descriptor = fd if isinstance(fd, int) else fd.fileno()
    if not isinstance(descriptor, int):
        raise TypeError("argument must be an int, or have a fileno() method")
    return descriptor


def file_of(descriptor: int) -> tuple[int, int]:
    """The file that a descriptor is an opening of."""
    state = os.fstat(descriptor)
    return state.st_dev, state.st_ino


def is_open(descriptor: int, file: tuple[int, int]) -> bool:
    """Whether a descriptor is still an opening of a file: who closes it gives up its lock."""
    try:
        return file_of(descriptor) == file
    except OSError:
        return False


def add_locks(module: Any) -> None:
    """Give `fcntl` what it lacks."""
    if hasattr(module, "flock"):
        return
    module.flock, module.lockf = flock, lockf
    for name, value in (("SH", LOCK_SH), ("EX", LOCK_EX), ("NB", LOCK_NB), ("UN", LOCK_UN)):
        setattr(module, f"LOCK_{name}", value)


def install(finder: Any) -> None:
    """Have every import of `fcntl` find it with locks."""
    finder.patch("fcntl", add_locks)
