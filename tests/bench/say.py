"""Progress, on the terminal."""

from __future__ import annotations

import sys


def say(what: str) -> None:
    """Tell at once what is done next."""
    print(what, file=sys.stderr, flush=True)
