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

from IPython.core.interactiveshell import InteractiveShell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    Message = dict[str, Any]

#: Frames of code of ours have this among their globals: tracebacks show readers nothing of them.
HIDDEN = "__tracebackhide__"
__tracebackhide__ = True
#: Is there while Pyodide makes a JavaScript error of an exception, whose text it takes from C's error stream.
CAPTURED = Path("/dev/capture_stderr")
#: The kernel's own error stream: a reader's code may put another in its place, or close that.
OWN_STREAM = sys.stderr
OWN_STREAMS = {"stdout": sys.stdout, "stderr": sys.stderr}
#: What IPython's shell runs scripts, notebooks and modules by.
SCRIPT_RUNNERS = frozenset(
    function.__code__
    for function in (
        InteractiveShell.safe_execfile,
        InteractiveShell.safe_execfile_ipy,
        InteractiveShell.safe_run_module,
    )
)
COMM_MESSAGES = ("comm_open", "comm_msg", "comm_close")

#: The message that is being handled, or whose handling has started what runs now.
handled: contextvars.ContextVar[Message | None] = contextvars.ContextVar("handled", default=None)
#: How the cell ends that runs.
ending: contextvars.ContextVar[Ending | None] = contextvars.ContextVar("ending", default=None)


class Parents:
    """Knows the parent of what Python puts out. A task, or a timer, keeps the cell that has started it."""

    def __init__(self) -> None:
        self._latest: Message | None = None
        #: The cells that have opened comms, by the comms' ids.
        self._cells: dict[str, Message] = {}

    def __get__(self, kernel: object, owner: type) -> Message | None:
        return handled.get() or self._latest

    def __set__(self, kernel: object, message: Message) -> None:
        self._latest = message

    @contextlib.contextmanager
    def handling(self, message: Message) -> Iterator[None]:
        """Have a message of the page be the parent while it is handled."""
        token = handled.set(message)
        try:
            yield
        finally:
            handled.reset(token)

    def begin_cell(self) -> None:
        """Have the latest message be the parent of all that the running task does, and starts."""
        handled.set(self._latest)

    def note_opening(self, comm_id: str, message: Message) -> None:
        """Keep which cell a comm was opened by; by a callback: which cell its own comm was opened by."""
        if (cell := self.cell_of(message)) is not None:
            self._cells[comm_id] = cell

    def note_closing(self, comm_id: str) -> None:
        """Forget a comm."""
        self._cells.pop(comm_id, None)

    def cell_of(self, message: Message) -> Message | None:
        """The cell that a message belongs to, as far as that is known."""
        if header_of(message).get("msg_type") not in COMM_MESSAGES:
            return message
        return self._cells.get(message["content"]["comm_id"])


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


def text_of(error: BaseException) -> str:
    """The text of an exception; in Python's own words where it cannot tell it."""
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"


def write_error(text: str) -> None:
    """Write text for people to the error stream, or to the kernel's own where a reader has closed that."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except Exception:
        OWN_STREAM.write(text)
        OWN_STREAM.flush()


def open_streams() -> None:
    """Put the kernel's own streams in the place of those that an earlier cell has closed, or taken away."""
    for name, own in OWN_STREAMS.items():
        stream = getattr(sys, name)
        if stream is None or getattr(stream, "closed", False) is True:
            setattr(sys, name, own)


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


def header_of(message: Message) -> dict[str, Any]:
    """The header of a message."""
    header: dict[str, Any] | None = message.get("header")
    return header or {}


def is_captured(message: Message) -> bool:
    """Whether an `Output` widget captures what is put out for a message."""
    module = sys.modules.get("ipywidgets.widgets.widget")
    widgets = getattr(module, "_instances", {})
    identifier = header_of(message).get("msg_id")
    return any(getattr(widget, "msg_id", None) == identifier for widget in list(widgets.values()))


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


def has_ended_script(error: BaseException | None) -> bool:
    """Whether an error has ended a script or a module that IPython's shell runs for `%run`.

    It has come through to the shell's function, whose frame is the first of its traceback then. One that the
    script has caught, and shown itself, has not.
    """
    trace = None if error is None else error.__traceback__
    return trace is not None and trace.tb_frame.f_code in SCRIPT_RUNNERS


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
