"""What code of a kernel has of a page around it: its own tags.

Cells import it as `litepage`. Scripts of a page have more by that name: `litepage/__init__.py`.
"""

from __future__ import annotations

from typing import NoReturn

from lite_build_tags import dispatch, element

__all__ = ["dispatch", "element"]


def __getattr__(name: str) -> NoReturn:
    if name.startswith("__"):
        raise AttributeError(name)
    raise ImportError(
        f"litepage has no {name} in a cell, whose Python is in a worker: it has element and dispatch. "
        'The page itself is at hand in a <script type="py">.'
    )
