"""A time limit for another process that a stuck process cannot miss, since it is kept from outside."""

from __future__ import annotations

import time
from contextlib import contextmanager
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import Popen

#: How often a deadline looks whether everything is to stop, in seconds.
_GLANCE = 0.25


class Deadline:
    """Kills a process that does not keep it. `guarded` makes one.

    Args:
        process: to kill.
        stop: where it is set, the process is killed at once.
        seconds: the first limit, from now.
    """

    def __init__(self, process: Popen[bytes], stop: Event, seconds: float) -> None:
        self.passed = False
        self._process = process
        self._stop = stop
        self._until = time.monotonic() + seconds
        self._done = False
        self._changed = Condition()

    def extend(self, seconds: float) -> None:
        """Put the limit to so many seconds from now."""
        with self._changed:
            self._until = time.monotonic() + seconds

    def _watch(self) -> None:
        with self._changed:
            while not self._done:
                remaining = self._until - time.monotonic()
                if remaining <= 0 or self._stop.is_set():
                    self.passed = True
                    self._process.kill()
                    return
                self._changed.wait(min(remaining, _GLANCE))

    def _finish(self) -> None:
        with self._changed:
            self._done = True
            self._changed.notify()


@contextmanager
def guarded(process: Popen[bytes], stop: Event, seconds: float) -> Iterator[Deadline]:
    """Keep a deadline over a process while the block runs.

    Args:
        process: to kill when the deadline has passed.
        stop: where it is set, the process is killed at once.
        seconds: the first limit, from now.
    """
    deadline = Deadline(process, stop, seconds)
    watching = Thread(target=deadline._watch, daemon=True)
    watching.start()
    try:
        yield deadline
    finally:
        deadline._finish()
        watching.join()
