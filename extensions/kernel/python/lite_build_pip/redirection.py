"""Where a line sends what it tells: into files, as a shell would."""

from __future__ import annotations

import os
import re
import sys
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from lite_build_pip.answers import PipFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: `>` with the word behind it, `2>/dev/null`, `2>&1`.
_REDIRECTION = re.compile(r"(?P<stream>\d|&)?(?P<sign>>{1,2})(?P<target>.*)", re.DOTALL)
#: `freeze>requirements.txt`. Other words with the sign are bounds: `numpy>1`.
_JOINED = re.compile(r"(?P<word>freeze|list|show|check|help)(?P<rest>>.*)", re.DOTALL)


@dataclass(frozen=True)
class Redirection:
    """Where one stream goes.

    Args:
        stream: `1`, `2`, or `&` for both, as a shell numbers them.
        target: a file's path, or `&1` and `&2` for where the other stream goes.
        appends: whether the file keeps what it has.
    """

    stream: str
    target: str
    appends: bool


def split_joined(word: str) -> tuple[str, ...]:
    """A word, or a command and the redirection that is written without a space behind it."""
    joined = _JOINED.fullmatch(word)
    return (word,) if joined is None else (joined["word"], joined["rest"])


def read_redirection(word: str, words: Iterator[str]) -> Redirection | None:
    """The redirection that a word begins; None for other words.

    Args:
        word: to be read.
        words: behind it.

    Raises:
        PipFailure: it names no file.
    """
    found = _REDIRECTION.fullmatch(word)
    if found is None:
        return None
    target = found["target"] or next(words, "")
    if not target.rstrip(";"):
        raise PipFailure(f"there is no file behind {found[0]}: write its name there.")
    return Redirection(found["stream"] or "1", target, found["sign"] == ">>")


@contextmanager
def redirected(redirections: Sequence[Redirection]) -> Iterator[None]:
    """Have what is told go where a line says, relative to the current folder.

    Raises:
        PipFailure: a file cannot be written.
    """
    with ExitStack() as stack:
        out, err = sys.stdout, sys.stderr
        for redirection in redirections:
            if redirection.target == "&1":
                place = out
            elif redirection.target == "&2":
                place = err
            else:
                place = stack.enter_context(_opened(redirection))
            if redirection.stream in ("1", "&"):
                out = place
            if redirection.stream in ("2", "&"):
                err = place
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        yield


@contextmanager
def _opened(redirection: Redirection) -> Iterator[TextIO]:
    path = Path(os.path.expandvars(redirection.target)).expanduser()
    try:
        file = path.open("a" if redirection.appends else "w", encoding="utf-8")
    except OSError as error:
        raise PipFailure(f"{redirection.target} cannot be written: {error.strerror}.") from None
    with file:
        yield file
