"""What the file system refuses, in words."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lite_build.cache import CACHE_VARIABLE
from lite_build.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
                where=str(error.filename or place),
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
