"""The part of a traceback that is the notebook's: what happens inside of packages is seldom its author's."""

from __future__ import annotations

import re

from rich.text import Text

#: Where Pyodide keeps Python and its packages; what a notebook imports from its own folder is elsewhere.
_FRAME_OF_A_PACKAGE = re.compile(r"File /lib/python[\d.]+(?:\.zip|/site-packages)?/(?P<file>[^:\s]+)")
#: JavaScript's frames, which Python code that calls the page's functions has in between: of the check's own
#: runner, of Node.js, of Pyodide, and of WebAssembly.
_FRAME_OF_JAVASCRIPT = re.compile(
    r"File (?:(?:file|node|https?|blob|data|wasm|evalmachine|internal):|<anonymous>"
    r"|[^\s:]+\.(?:mjs|cjs|js|wasm)\b)"
)
_FIRST_LINE_OF_A_FRAME = re.compile(r"Cell In\[\d+\], line \d|File .+:\d+(?:, in |$)")


def notebook_part(traceback: str) -> str:
    """Leave out the frames of packages, and say in their place how many there were, and of which files.

    Those of JavaScript are left out with no word: they are how the check and the kernel are made.

    Args:
        traceback: as IPython shows it, with colours as ANSI sequences. Its frames stand apart by empty lines.
    """
    shown: list[str] = []
    left_out: list[str] = []
    for block in _blocks(traceback):
        plain = Text.from_ansi(block).plain
        if _FRAME_OF_JAVASCRIPT.match(plain):
            continue
        found = _FRAME_OF_A_PACKAGE.match(plain)
        if found is not None:
            left_out.append(found["file"])
            continue
        shown += _in_place_of(left_out)
        left_out = []
        shown.append(block)
    return "\n\n".join([*shown, *_in_place_of(left_out)])


def _blocks(traceback: str) -> list[str]:
    """Take a traceback apart: its first line, its frames, and what it says at the end."""
    blocks: list[str] = []
    for part in traceback.split("\n\n"):
        block: list[str] = []
        for line in part.split("\n"):
            # A frame whose source is not known has no empty line behind it.
            if block and _FIRST_LINE_OF_A_FRAME.match(Text.from_ansi(line).plain):
                blocks.append("\n".join(block))
                block = []
            block.append(line)
        blocks.append("\n".join(block))
    return blocks


def _in_place_of(files: list[str]) -> list[str]:
    if not files:
        return []
    frames = "1 frame" if len(files) == 1 else f"{len(files)} frames"
    return [f"[... {frames} of {', '.join(dict.fromkeys(files))} ...]"]
