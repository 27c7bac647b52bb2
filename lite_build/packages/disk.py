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


@contextmanager
def refusals_in_words(folder: Path) -> Iterator[None]:
    """Turn an `OSError` of the block into a failure that says what to do.

    Args:
        folder: named where the error itself names no file.

    Raises:
        BuildFailure: the disk is full, or a file cannot be read or written.
    """
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise BuildFailure(
            "the disk is full" if full else f"cannot be read or written: {error.strerror or error}",
            where=str(error.filename or folder),
            remedy=(
                f"{'make room' if full else 'check who may write there'}, or name a cache elsewhere with the "
                f"environment variable {CACHE_VARIABLE}"
            ),
        ) from error
