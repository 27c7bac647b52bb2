"""Interrupting a cell that waits: no Python runs then, in which a signal could be raised.

`install(kernel)` is called once; `interrupt()` when the page asks for it and the thread is free.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
import types
from typing import TYPE_CHECKING, Any

import pyodide.ffi
import pyodide.webloop
from pyodide.ffi import can_run_sync
from pyodide_js import checkInterrupt

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator

#: How long a sleep may be deaf to interruptions, in seconds, in an engine that cannot suspend Python.
SLICE = 0.1

#: The cell that something belongs to, tasks that it started among it.
owner: contextvars.ContextVar[Cell | None] = contextvars.ContextVar("owner", default=None)
#: The cell that runs.
running: Cell | None = None


class Cell:
    """A cell that runs."""

    def __init__(self, task: asyncio.Task[Any]) -> None:
        self.task = task
        #: What its code waits for with its stack suspended, innermost last.
        self.waits: list[asyncio.Future[Any]] = []
        self.is_interrupted = False

    def interrupt(self) -> None:
        """Cancel what it waits for."""
        self.is_interrupted = True
        # A cancellation also reaches whatever the cell waits for: other tasks, groups of them, promises.
        (self.waits[-1] if self.waits else self.task).cancel()

    def takes_for_interruption(self, error: BaseException) -> bool:
        """Whether a cancellation is the one that interrupt() has made; true once."""
        if self.is_interrupted and isinstance(error, asyncio.CancelledError):
            self.is_interrupted = False
            return True
        return False

    @types.coroutine
    def drive(self, coroutine: Coroutine[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """Run a coroutine, in which an interruption is a KeyboardInterrupt where it waits."""
        resume: Any = coroutine.send
        value: Any = None
        while True:
            try:
                awaited = resume(value)
            except StopIteration as stop:
                return stop.value
            try:
                resume, value = coroutine.send, (yield awaited)
            except BaseException as error:
                resume, value = coroutine.throw, error
                if self.takes_for_interruption(error):
                    self.task.uncancel()
                    value = KeyboardInterrupt()


def install(kernel: Any) -> None:
    """Have the kernel run its cells so that they can be interrupted."""
    run_cell = kernel.run
    # A task that ends so keeps the error for whoever awaits it; nobody catches what the loop raises as well.
    loop: Any = asyncio.get_running_loop()
    loop._keyboard_interrupt_handler = lambda: None

    async def run(code: str) -> Any:
        global running
        task = asyncio.current_task()
        assert task is not None
        cell = running = Cell(task)
        owner.set(cell)
        try:
            return await cell.drive(run_cell(code))
        finally:
            running = None

    kernel.run = run


def interrupt() -> None:
    """Interrupt the cell that runs."""
    if running is not None:
        running.interrupt()


wait = pyodide.ffi.run_sync


def run_sync(awaitable: Any) -> Any:
    """Wait for something with Python's stack suspended, as Pyodide's own does."""
    __tracebackhide__ = True
    cell = owner.get()
    if cell is None or not can_run_sync():
        return wait(awaitable)
    future = asyncio.ensure_future(awaitable)
    cell.waits.append(future)
    try:
        return wait(future)
    except asyncio.CancelledError as error:
        if cell.takes_for_interruption(error):
            raise KeyboardInterrupt from None
        raise
    finally:
        cell.waits.remove(future)


# The second is what time.sleep and asyncio.run call.
pyodide.ffi.run_sync = pyodide.webloop.run_sync = run_sync

sleep = time.sleep


def interruptible_sleep(seconds: Any) -> None:
    """Sleep, and hear of interruptions."""
    __tracebackhide__ = True
    if can_run_sync() or not seconds > SLICE:
        sleep(seconds)
        return
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        sleep(min(left, SLICE))
        checkInterrupt()


time.sleep = interruptible_sleep
