"""What a mistyped name may have meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


#: How alike two names are that may be meant for each other, from 0 to 1: one letter of four may differ, and
#: two that changed places.
_ALIKE = 0.7


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Ask whether the most similar of the known names is meant: " (did you mean apps?)"; "" for none.

    The dashes of options do not count: all options have them.
    """
    bare = {one.lstrip("-").lower(): one for one in known}
    near = difflib.get_close_matches(name.lstrip("-").lower(), list(bare), n=1, cutoff=_ALIKE)
    return f" (did you mean {bare[near[0]]}?)" if near else ""
