"""How `%pip` speaks: as pip does, on both streams."""

from __future__ import annotations

import sys


class PipFailure(Exception):
    """What was asked could not be done; the message is for the reader, who needs no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"ERROR: {line}" for line in str(self).splitlines()]


def say(text: str = "") -> None:
    """Tell what was asked for."""
    print(text)


def warn(text: str) -> None:
    """Tell of what is wrong, and can be lived with."""
    print(f"WARNING: {text}", file=sys.stderr)


def refuse(text: str) -> None:
    """Tell what was not done."""
    print(f"ERROR: {text}", file=sys.stderr)
