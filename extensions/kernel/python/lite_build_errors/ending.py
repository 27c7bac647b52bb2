"""How a cell ends: by its own error alone."""

from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING, Any

from IPython.core.interactiveshell import InteractiveShell

if TYPE_CHECKING:
    Message = dict[str, Any]

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True
#: What IPython's shell runs scripts, notebooks and modules by.
SCRIPT_RUNNERS = frozenset(
    function.__code__
    for function in (
        InteractiveShell.safe_execfile,
        InteractiveShell.safe_execfile_ipy,
        InteractiveShell.safe_run_module,
    )
)

#: How the cell ends that runs.
ending: contextvars.ContextVar[Ending | None] = contextvars.ContextVar("ending", default=None)


class Ending:
    """How a cell ends.

    Args:
        task: that runs it; what this has started ends no cell.
    """

    def __init__(self, task: asyncio.Task[Any] | None) -> None:
        self.task = task
        self.error: BaseException | None = None
        #: Of a script that the cell has run by `%run`, which shows it and goes on.
        self.script_error: BaseException | None = None
        self.traceback: list[str] = []
        #: The latest that was shown.
        self.shown: BaseException | None = None
        self._script_traceback: list[str] = []

    def note(self, result: Any) -> None:
        """Hear from IPython how code has ended; the cell's own comes last."""
        if asyncio.current_task() is self.task:
            self.error = result.error_before_exec or result.error_in_exec

    def note_shown(self, error: BaseException | None) -> None:
        """Hear which error the shell has shown."""
        if asyncio.current_task() is self.task and has_ended_script(error):
            self.script_error = error
            self._script_traceback = self.traceback

    def failures(self) -> dict[str, Message]:
        """What the reply says of the errors that have ended the cell, and a script that it has run."""
        told = {
            "cell": (self.error, self.traceback),
            "script": (self.script_error, self._script_traceback),
        }
        return {
            name: {"ename": type(error).__name__, "evalue": text_of(error), "traceback": lines}
            for name, (error, lines) in told.items()
            if error is not None
        }


def has_ended_script(error: BaseException | None) -> bool:
    """Whether an error has ended a script or a module that IPython's shell runs for `%run`.

    It has come through to the shell's function, whose frame is the first of its traceback then. One that the
    script has caught, and shown itself, has not.
    """
    trace = None if error is None else error.__traceback__
    return trace is not None and trace.tb_frame.f_code in SCRIPT_RUNNERS


def text_of(error: BaseException) -> str:
    """The text of an exception; in Python's own words where it cannot tell it."""
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"
