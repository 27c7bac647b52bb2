"""Commands of a trial: each with a log of its own, an environment of its own, and an end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Of the surrounding process: would have a trial use another environment, or do something else.
_NOT_FOR_TRIALS = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "SOURCE_DATE_EPOCH", "UV_PROJECT_ENVIRONMENT")
_NOT_FOR_TRIALS_PREFIXES = ("MAKE", "MFLAGS", "PYTEST", "JUPYTER")


class TimeRanOut(Exception):
    """The time of the whole run is over."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said on both streams."""

    status: int
    said: str


@dataclass(frozen=True)
class Deadline:
    """The end of a run, in seconds of the monotonic clock."""

    at: float

    @classmethod
    def in_minutes(cls, minutes: float) -> Deadline:
        """The end of a run that begins now."""
        return cls(time.monotonic() + 60 * minutes)

    @property
    def left(self) -> float:
        """Seconds until then; below zero afterwards."""
        return self.at - time.monotonic()


def environment_of_trial(surrounding: Mapping[str, str], **added: str) -> dict[str, str]:
    """Tell what a trial's commands see: nothing of the checkout's environment, nor of the make that runs."""
    kept = {
        name: value
        for name, value in surrounding.items()
        if name not in _NOT_FOR_TRIALS and not name.startswith(_NOT_FOR_TRIALS_PREFIXES)
    }
    return {**kept, **added}


def run_until(
    words: Sequence[str], *, cwd: Path, log: Path, deadline: Deadline, environment: Mapping[str, str]
) -> Ended:
    """Run a command to its end, with what it says added to a log.

    Raises:
        TimeRanOut: the deadline came first; the command, and all that it started, is ended.
    """
    if deadline.left <= 0:
        raise TimeRanOut
    with log.open("a+", encoding="utf-8", errors="replace") as stream:
        print("$", *words, file=stream, flush=True)
        begin = stream.tell()
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = process.wait(timeout=deadline.left)
        except subprocess.TimeoutExpired:
            raise TimeRanOut from None
        finally:
            # Also what a command left running; and all of it where this run is interrupted.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        stream.seek(begin)
        return Ended(status, stream.read())
