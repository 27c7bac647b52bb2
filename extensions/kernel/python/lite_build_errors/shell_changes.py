"""Changes of IPython's shell: it hides frames of ours, shows every error, and tells of what it runs."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any

from lite_build_errors.ending import ending, text_of

if TYPE_CHECKING:
    from types import TracebackType

#: Frames of code of ours have this among their globals: tracebacks show readers nothing of them.
HIDDEN = "__tracebackhide__"
__tracebackhide__ = True


def hide_own_frames(trace: TracebackType | None) -> None:
    """Take frames of code of ours out of a traceback, but for its first."""
    while trace is not None:
        while (following := trace.tb_next) is not None and following.tb_frame.f_globals.get(HIDDEN):
            trace.tb_next = following.tb_next
        trace = following


def hiding(raised: Any) -> Any:
    """Have the shell's `_get_exc_info` give tracebacks that show nothing of ours."""

    def found(*arguments: Any, **options: Any) -> Any:
        kind, error, trace = raised(*arguments, **options)
        hide_own_frames(trace)
        return kind, error, trace

    return found


def showing_always(shell: Any) -> Any:
    """Have the shell's `showtraceback` show also what IPython fails to format: by Python's own traceback."""
    show = shell.showtraceback

    def shown(exc_tuple: Any = None, *arguments: Any, **options: Any) -> None:
        raised = sys.exc_info() if exc_tuple is None else exc_tuple
        try:
            # Of one that cannot tell its text IPython would show another's.
            str(raised[1])
            show(exc_tuple, *arguments, **options)
        except Exception:
            kind, error, trace = raised
            if trace is not None and "tb_offset" not in options:
                # The shell's own frame.
                trace = trace.tb_next or trace
            lines = traceback.format_exception(kind, error, trace)
            shell._showtraceback(kind, error, [line.rstrip("\n") for line in lines])

    return shown


def storing_always(format_stored: Any) -> Any:
    """Have the shell's history keep also an exception that IPython fails to format."""

    def formatted(exception: BaseException, *arguments: Any, **options: Any) -> Any:
        try:
            return format_stored(exception, *arguments, **options)
        except Exception:
            lines = traceback.format_exception(exception)
            return {"ename": type(exception).__name__, "evalue": text_of(exception), "traceback": lines}

    return formatted


def noted(show_traceback: Any) -> Any:
    """Have the cell that runs hear which errors IPython's shell shows."""

    def show(exc_tuple: Any = None, *arguments: Any, **options: Any) -> None:
        error = sys.exception() if exc_tuple is None else exc_tuple[1]
        show_traceback(exc_tuple, *arguments, **options)
        if (cell := ending.get()) is not None:
            cell.note_shown(error)

    return show


def watched(run_cell: Any) -> Any:
    """Have the cell that runs hear how IPython's shell has run code."""

    def run(*arguments: Any, **options: Any) -> Any:
        result = run_cell(*arguments, **options)
        if (cell := ending.get()) is not None:
            cell.note(result)
        return result

    return run


def watched_async(run_cell: Any) -> Any:
    """Do the same where the shell's function is asynchronous."""

    async def run(*arguments: Any, **options: Any) -> Any:
        result = await run_cell(*arguments, **options)
        if (cell := ending.get()) is not None:
            cell.note(result)
        return result

    return run
