"""For tests that run in a browser's Python as well as elsewhere: say what a test needs that no browser has.

It needs nothing but Python, and pytest or unittest runs the tests. A mark says the same with no import:
`@pytest.mark.needs_threads`.
"""

from __future__ import annotations

import sys
import unittest
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    Tested = TypeVar("Tested", bound=Callable[..., object])

#: Whether this Python is a browser's, in a page or by `lite-build test`.
in_browser = sys.platform == "emscripten"

#: What a test may need that no browser has.
NEEDS = ("threads", "processes", "sockets", "network")

#: How the reason of a skipped test begins.
REASON = "cannot be in a browser: "


def needs(*what: str) -> Callable[[Tested], Tested]:
    """Skip a test, or a class of tests, where Python is a browser's.

    Args:
        what: the test needs: of `NEEDS`.

    Returns:
        a decorator.

    Raises:
        ValueError: something else is named.
    """
    unknown = [name for name in what if name not in NEEDS]
    if unknown or not what:
        raise ValueError(f"needs() takes {', '.join(NEEDS)}; not {', '.join(unknown) or 'nothing'}")
    return unittest.skipIf(in_browser, f"{REASON}{', '.join(what)}")
