"""Says of files that a page has declared why they cannot be had.

The system knows errors by their numbers alone. So the page is asked before Python opens such a file, in
whichever way, and the error has the address.

`install(root, refusal)` is called once.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: Frames of code of ours have this among their globals: tracebacks show readers nothing of them.
__tracebackhide__ = True
NUMBERS = {"missing": errno.ENOENT, "failed": errno.EIO}


def is_read(mode: object, flags: object) -> bool:
    """Whether what is in a file is of interest to who opens it."""
    if isinstance(mode, str):
        return not {"w", "x"} & set(mode)
    return not (isinstance(flags, int) and flags & os.O_TRUNC)


def install(root: str, refusal: Callable[[str], str]) -> None:
    """Have openings of the page's files fail in words.

    Args:
        root: where the files are, with a slash at its end.
        refusal: gives, for a path from there, why it cannot be had, as JSON: null, or a kind and words.
    """

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open":
            return
        path, mode, flags = arguments
        if not isinstance(path, str | bytes | os.PathLike) or not is_read(mode, flags):
            return
        whole = os.path.normpath(Path.cwd() / os.fsdecode(path))
        if whole.startswith(root) and (told := json.loads(refusal(whole.removeprefix(root)))) is not None:
            kind, words = told
            raise OSError(NUMBERS[kind], words, path)

    sys.addaudithook(hear)
