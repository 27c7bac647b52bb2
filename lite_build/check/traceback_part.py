"""The part of a traceback that is the notebook's: what happens inside of packages is seldom its author's."""

from __future__ import annotations

import re

from rich.text import Text

#: Where Pyodide keeps Python and its packages; what a notebook imports from its own folder is elsewhere.
_FRAME_OF_A_PACKAGE = re.compile(r"File /lib/python[\d.]+(?:\.zip|/site-packages)?/(?P<file>[^:\s]+)")
_FIRST_LINE = "Traceback (most recent call last)"


def notebook_part(traceback: str) -> str:
    """Leave out the frames of packages, and say in their place how many there were, and of which files.

    Args:
        traceback: as IPython shows it, with colours as ANSI sequences. Its frames stand apart by empty lines.
    """
    shown: list[str] = []
    left_out: list[str] = []
    for block in _blocks(traceback):
        found = _FRAME_OF_A_PACKAGE.match(Text.from_ansi(block).plain)
        if found is not None:
            left_out.append(found["file"])
            continue
        shown += _in_place_of(left_out)
        left_out = []
        shown.append(block)
    return "\n\n".join([*shown, *_in_place_of(left_out)])


def _blocks(traceback: str) -> list[str]:
    blocks: list[str] = []
    for block in traceback.split("\n\n"):
        lines = block.split("\n")
        # The first frame follows its traceback's first line with no empty line between.
        first = next((number for number, line in enumerate(lines, start=1) if _FIRST_LINE in line), 0)
        blocks += ["\n".join(part) for part in (lines[:first], lines[first:]) if part]
    return blocks


def _in_place_of(files: list[str]) -> list[str]:
    if not files:
        return []
    frames = "1 frame" if len(files) == 1 else f"{len(files)} frames"
    return [f"[... {frames} of {', '.join(dict.fromkeys(files))} ...]"]
