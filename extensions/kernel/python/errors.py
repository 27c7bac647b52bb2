"""Shows errors where Jupyter shows them, and lets a cell fail by its own alone.

Upstream's kernel keeps the last traceback that anything has shown, and takes it for the cell's when the cell
has ended: what a cell has caught, shown itself or captured fails it, and what a callback raises later is seen
by nobody. Here each error is put out at once, for the message that is being handled, and a cell fails where
IPython says that it has.

`install(kernel, publish)` is called once.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import json
import logging
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lite_build_errors.ending import Ending, ending, text_of
from lite_build_errors.parents import Parents, header_of
from lite_build_errors.shell_changes import (
    hiding,
    noted,
    showing_always,
    storing_always,
    watched,
    watched_async,
)
from lite_build_errors.streams import open_streams, write_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    Message = dict[str, Any]

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True
#: Is there while Pyodide makes a JavaScript error of an exception, whose text it takes from C's error stream.
CAPTURED = Path("/dev/capture_stderr")


class Errors:
    """Shows the errors of one kernel.

    Args:
        kernel: upstream's.
        parents: of its output.
        publish: puts an error out, given its content and the header of its parent, both as JSON.
    """

    def __init__(self, kernel: Any, parents: Parents, publish: Callable[[str, str], None]) -> None:
        self._kernel = kernel
        self._shell = kernel.interpreter
        self._parents = parents
        self._publish = publish

    def show(self, kind: type[BaseException], error: BaseException, lines: list[str]) -> None:
        """Put an error out, for the message that is being handled; IPython's shell calls it.

        Where nothing captures what a callback raises, it is also put out in the cell that the widget is from:
        for the message of a comm alone it would stand in Jupyter's log.
        """
        for stream in (sys.stdout, sys.stderr):
            # A reader's code may have closed it, or put anything in its place.
            with contextlib.suppress(Exception):
                stream.flush()
        if (cell := ending.get()) is not None:
            cell.traceback = list(lines)
            cell.shown = error
        content = json.dumps({"ename": kind.__name__, "evalue": text_of(error), "traceback": list(lines)})
        message = self._kernel._parent_header or {}
        self._publish(content, json.dumps(header_of(message), default=str))
        opener = self._parents.cell_of(message)
        if opener is not None and opener is not message and not is_captured(message):
            self._publish(content, json.dumps(header_of(opener), default=str))

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None = None
    ) -> None:
        """Take what nobody has caught, as `sys.excepthook`.

        Pyodide calls it as well, for the text of each JavaScript error that it makes of an exception.
        """
        if CAPTURED.exists():
            traceback.print_exception(kind, error, trace, file=sys.__stderr__)
        else:
            self._shell.showtraceback((kind, error, trace), tb_offset=0)

    def take_from_loop(self, loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        """Show what a task or a timer has raised, for the cell that has started it."""
        error = told.get("exception")
        if error is None:
            loop.default_exception_handler(told)
            return
        raised = (type(error), error, error.__traceback__)
        context_of(told).run(self._shell.showtraceback, raised, tb_offset=0)

    def take_from_javascript(self, text: str) -> None:
        """Show what a callback has raised that JavaScript has called and not caught, by the error's text."""
        write_error(f"{text.rstrip()}\n")


class CommErrors(logging.Handler):
    """Shows the exceptions that a comm's manager logs as it hands messages on."""

    def __init__(self, shell: Any) -> None:
        super().__init__(logging.ERROR)
        self._shell = shell

    def emit(self, record: logging.LogRecord) -> None:
        """Show one."""
        if record.exc_info and record.exc_info[0] is not None:
            self._shell.showtraceback(record.exc_info, tb_offset=0)
        else:
            write_error(f"{record.getMessage()}\n")


def context_of(told: dict[str, Any]) -> contextvars.Context:
    """The context of what has failed in an event loop: of a timer, or of a task that nobody has awaited."""
    context: contextvars.Context
    handle: Any = told.get("handle")
    if handle is not None:
        context = handle._context
        return context
    for name in ("task", "future"):
        if isinstance(told.get(name), asyncio.Task):
            task: Any = told[name]
            context = task.get_context()
            return context
    return contextvars.copy_context()


def is_captured(message: Message) -> bool:
    """Whether an `Output` widget captures what is put out for a message."""
    module = sys.modules.get("ipywidgets.widgets.widget")
    widgets = getattr(module, "_instances", {})
    identifier = header_of(message).get("msg_id")
    return any(getattr(widget, "msg_id", None) == identifier for widget in list(widgets.values()))


def install(kernel: Any, publish: Callable[[str, str], None]) -> Callable[[str], None]:
    """Have a kernel show its errors.

    Args:
        kernel: upstream's.
        publish: puts an error out, given its content and the header of its parent, both as JSON.

    Returns:
        takes the text of what a callback has raised that JavaScript has called and not caught.
    """
    shell = kernel.interpreter
    parents = Parents()
    errors = Errors(kernel, parents, publish)
    type(kernel)._parent_header = parents
    kernel.parents = parents
    shell._showtraceback = errors.show
    shell.showtraceback = showing_always(shell)
    shell._format_exception_for_storage = storing_always(shell._format_exception_for_storage)
    shell._get_exc_info = hiding(shell._get_exc_info)
    # While a cell runs, the shell's is in the place of Python's: it would show what Pyodide wants as text.
    shell.excepthook = sys.excepthook = errors.hook
    shell.showtraceback = noted(shell.showtraceback)
    shell.run_cell = watched(shell.run_cell)
    shell.run_cell_async = watched_async(shell.run_cell_async)
    asyncio.get_running_loop().set_exception_handler(errors.take_from_loop)
    comm_logger = logging.getLogger("Comm")
    comm_logger.addHandler(CommErrors(shell))
    comm_logger.propagate = False
    run_cell = kernel.run

    async def run(code: str) -> Any:
        open_streams()
        parents.begin_cell()
        cell = Ending(asyncio.current_task())
        ending.set(cell)
        try:
            results = await run_cell(code)
        except KeyboardInterrupt as error:
            # In the kernel's own code, before or after the reader's.
            shell.showtraceback()
            cell.error = error
            results = {"payload": [], "status": "ok"}
        except Exception as error:
            # Of IPython's own code, as where the cell has closed a stream: the cell's own comes first.
            if cell.shown is None:
                shell.showtraceback()
            cell.error = cell.shown or error
            results = {"payload": [], "status": "ok"}
        # Upstream's worker would put out once more what is called an error in a reply.
        return {**results, "failures": cell.failures()}

    kernel.run = run
    return errors.take_from_javascript
