"""Which frames of a traceback are the page's author's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

#: Code of ours has this among its globals, as pytest and IPython know it.
HIDDEN = "__tracebackhide__"
__tracebackhide__ = True
#: In the names of files of Pyodide's.
_PYODIDE = ("/_pyodide/", "/pyodide/")


def without_ours(frames: TracebackType | None) -> TracebackType | None:
    """What follows the first frames, which are of our code, of Pyodide's, or of Python's imports."""
    while frames is not None and _is_ours(frames):
        frames = frames.tb_next
    return frames


def _is_ours(frames: TracebackType) -> bool:
    names, file = frames.tb_frame.f_globals, frames.tb_frame.f_code.co_filename
    is_import = str(names.get("__name__")).partition(".")[0] == "importlib"
    return HIDDEN in names or is_import or any(part in file for part in _PYODIDE)
