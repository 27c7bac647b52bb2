"""Keep an entry in processes that end, or find no room, at each of their steps. Run by `test_any_point.py`.

A hook that hears what a process does to the disk cannot be taken away, so this is no part of the tests' own.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lite_build.store
from lite_build.store.making import MAKING, sweep
from lite_build.store.running import tell_use
from tests.unit.store.conftest import TEXT, Entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction

_STORE = Path(lite_build.store.__file__).parent
_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "tests.write"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_NEEDING_ROOM = {"os.mkdir", "os.rename", "tests.write"}


class Steps:
    """Counts the steps of this process, and lets something happen at one of them."""

    def __init__(self, events: set[str], happen: Callable[[], None]) -> None:
        self.left = 0
        self._events = events
        self._happen = happen
        sys.addaudithook(self._hear)

    def count(self) -> None:
        if self.left:
            self.left -= 1
            if not self.left:
                self._happen()

    def count_lines(self, frame: FrameType, event: str, _: object) -> TraceFunction | None:
        """Count the lines of the store, too: as `sys.settrace` wants it."""
        if Path(frame.f_code.co_filename).parent != _STORE:
            return None
        if event == "line":
            self.count()
        return self.count_lines

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in {"os.mkdir", "open"} and os.path.isdir(arguments[0]):  # noqa: PTH112 - a hook must not be heard
            # Asked for what is there, or for a nameless file, which not every system has: no step.
            return
        if event in self._events or (event == "open" and arguments[2] & _WRITING):
            self.count()


def killed(kind: str, *, damaged: bool) -> int:
    """Kill a process at each step; tell how many there were."""
    step = 0
    while True:
        step += 1
        with tempfile.TemporaryDirectory() as folder:
            entry = _prepared(kind, Path(folder), damaged=damaged)
            process = os.fork()
            if process == 0:
                steps = Steps(_CHANGES, lambda: os.kill(os.getpid(), signal.SIGKILL))
                steps.left = step
                sys.settrace(steps.count_lines)
                entry.get()
                os._exit(0)
            _, status = os.waitpid(process, 0)
            for key in entry.keys:
                assert entry.read(entry.bucket.place(key)) in {None, TEXT}, step
            assert entry.get() == TEXT, step
            if not entry.makings:
                # It was whole before the maker was killed, so nobody has looked for what else that left.
                sweep(entry.cache)
            assert _left(entry) == [], step
            if os.WIFEXITED(status):
                return step


def full(kind: str, *, damaged: bool) -> int:
    """Have no room at each step that needs some; tell how many there were."""

    def find_no_room() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    steps = Steps(_NEEDING_ROOM, find_no_room)
    step = 0
    while True:
        step += 1
        with tempfile.TemporaryDirectory() as folder:
            entry = _prepared(kind, Path(folder), damaged=damaged)
            steps.left = step
            try:
                entry.get()
            except OSError as error:
                assert error.errno == errno.ENOSPC, step
            else:
                assert steps.left, step
                return step
            assert _left(entry) == [], step
            assert entry.get() == TEXT, step


def refused(kind: str, *, damaged: bool) -> int:
    """Have every change refused, of a whole entry and then of one that is damaged or not there."""

    def refuse() -> None:
        steps.left = 1
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    steps = Steps(_CHANGES | {"os.utime"}, refuse)
    with tempfile.TemporaryDirectory() as folder:
        whole = Entry(kind, Path(folder, "whole"))
        other = _prepared(kind, Path(folder), damaged=damaged)
        assert whole.get() == TEXT
        steps.left = 1
        tell_use(whole.cache)
        assert whole.get() == TEXT
        try:
            other.get()
        except OSError as error:
            assert error.errno == errno.EROFS
        else:
            raise AssertionError("it was made")
        steps.left = 0
    return whole.makings - other.makings


def _prepared(kind: str, folder: Path, *, damaged: bool) -> Entry:
    entry = Entry(kind, folder / "cache")
    if damaged:
        entry.get()
        for file in [path for path in (entry.place, *entry.place.rglob("*")) if path.is_file()]:
            file.write_bytes(b"damaged")
        entry.makings = 0
    return entry


def _left(entry: Entry) -> list[Path]:
    """Name what of a making is there that nobody is at."""
    return list((entry.cache / MAKING).glob("*"))


if __name__ == "__main__":
    print(
        {"killed": killed, "full": full, "refused": refused}[sys.argv[1]](
            sys.argv[2], damaged=sys.argv[3] == "damaged"
        )
    )
