"""What the file system refuses, in words."""

from __future__ import annotations

import errno
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.store.cache import CACHE_VARIABLE, user_cache
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
#: What a person can mend. Anything else is a fault of ours, and stays an `OSError` with its traceback.
_REFUSED = frozenset(
    {errno.EACCES, errno.EBUSY, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EPERM}
    | {errno.EROFS, errno.EXDEV}
)


@contextmanager
def refusals_in_words(place: Path) -> Iterator[None]:
    """Turn what the file system refuses in the block into a failure that says what to do.

    Args:
        place: named where the error itself names no file.

    Raises:
        BuildFailure: the disk is full, or a file cannot be read or written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise BuildFailure(
                "the disk is full",
                # Of a copy, the second name is the file that found no room.
                where=str(error.filename2 or error.filename or _fullest(place)),
                remedy="Make room and try again, or name a cache elsewhere with the environment variable "
                f"{CACHE_VARIABLE}. The last good site is as it was.",
            ) from error
        if error.errno in _REFUSED:
            raise BuildFailure(
                f"cannot be written or read: {error.strerror}",
                where=str(error.filename or place),
                remedy="Check what is there, who may write there, and close what has it open.",
            ) from error
        raise


def _fullest(place: Path) -> Path:
    """Tell which of the folders that a build writes to has the least room: a failed write names no file."""
    return min((place, user_cache(), Path(tempfile.gettempdir())), key=_free_mebibytes)


def _free_mebibytes(folder: Path) -> int:
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    return shutil.disk_usage(there).free // 2**20
