"""A stop from outside ends what was started, as an error would."""

from __future__ import annotations

import signal
from typing import NoReturn


def end_when_stopped() -> None:
    """Have the process end by way of its context managers when it is told to: else its browsers would stay.

    By SIGTERM, as supervisors send it, and by SIGHUP, where there is one: the terminal was closed.
    """
    for name in ("SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, _end)


def _end(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)
