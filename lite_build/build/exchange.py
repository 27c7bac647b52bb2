"""Put a finished site in the place of the last one, all at once."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from lite_build.project.output import beside, check_replaceable, mount_refusal
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2
#: How a system refuses to move a folder that a file system is mounted on.
_MOUNTED = {errno.EBUSY, errno.EXDEV}


@contextmanager
def only_build(output: Path) -> Iterator[None]:
    """Keep every other build of this output out while the block runs, and first put right what one left.

    Args:
        output: the site's folder, existing or not.

    Raises:
        UserMistake: what is at the output is no site, and would be lost.
        BuildFailure: another build of the same output is under way, or the output cannot be moved.
    """
    check_replaceable(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    path = beside(output, "lock")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BuildFailure(
            "another build of this site is under way",
            where=str(output),
            remedy="Wait for it to end, or give this one another --output-dir.",
        ) from None
    try:
        recover(output)
        yield
    finally:
        # Deleted while it is held, so that no other build holds a lock that has just lost its name. Windows
        # refuses; there the release deletes it.
        with suppress(PermissionError):
            path.unlink(missing_ok=True)
        lock.release()


@contextmanager
def staged_site(output: Path) -> Iterator[Path]:
    """Give an empty folder to build in; exchange it with the output when the block ends without an error.

    Whatever goes wrong, or whoever stops the build, the last good site stays at `output`.

    Args:
        output: the site's folder, existing or not, held by `only_build`. The staging folder lies beside it,
            on its file system.

    Raises:
        UserMistake: what is at the output by now is no site.
        BuildFailure: the output cannot be moved.
    """
    staging = beside(output, "staging")
    staging.mkdir()
    try:
        yield staging
        check_replaceable(output)
        publish(staging, output)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def recover(output: Path) -> None:
    """Undo what a killed build left: no site is lost, and no half-built one stays.

    A site that was moved aside and not replaced is moved back. Only for who holds the output: what looks
    left behind may be another build's work.

    Raises:
        UserMistake: what has the name of a site moved aside is no site.
    """
    previous = beside(output, "previous")
    check_replaceable(previous)
    if previous.exists() and not output.exists():
        previous.rename(output)
    for leftover in (previous, beside(output, "staging")):
        if leftover.exists():
            shutil.rmtree(leftover)


def publish(staging: Path, output: Path) -> None:
    """Put `staging` in the place of `output`; in one step where the operating system has one.

    Linux: renameat2 with RENAME_EXCHANGE; macOS: renameatx_np with RENAME_SWAP. Elsewhere, and on file
    systems without it, by two renames; `recover` mends what a crash between them leaves.

    Raises:
        BuildFailure: a file system is mounted on the output.
    """
    try:
        if not output.exists():
            staging.rename(output)
        elif not _exchange(staging, output):
            _rename_both(staging, output)
    except OSError as error:
        if error.errno in _MOUNTED:
            raise mount_refusal(output) from error
        raise


def _rename_both(staging: Path, output: Path) -> None:
    try:
        output.rename(beside(output, "previous"))
        staging.rename(output)
    finally:
        recover(output)


def _exchange(one: Path, other: Path) -> bool:
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    library = ctypes.CDLL(None, use_errno=True) if name is not None else None
    if library is None or name is None or not hasattr(library, name):
        return False
    here = _AT_FDCWD[sys.platform]
    function = getattr(library, name)
    status = function(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(_EXCHANGE))
    if status == 0:
        return True
    failure = ctypes.get_errno()
    if failure in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM}:
        return False
    raise OSError(failure, os.strerror(failure), str(one), None, str(other))
