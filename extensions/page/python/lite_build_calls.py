"""Python's end of what the page's scripts ask: modules, names, calls; and calls of the page's functions.

The page opens one comm. Each question has a number, and is answered on the comm by that.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import traceback
import weakref
from typing import TYPE_CHECKING, Any

from lite_build_frames import without_ours
from lite_build_values import Incoming, Outgoing
from pyodide_kernel import kernel_instance as kernel
from pyodide_kernel.kernel import _load_packages_from_imports

if TYPE_CHECKING:
    from collections.abc import Callable

__tracebackhide__ = True
TARGET = "lite-build.calls"
#: The loop alone would let go of them.
_tasks: set[asyncio.Task[None]] = set()


class PageFunction:
    """A function of the page's. It answers later: a call of it can be awaited, or left alone.

    Args:
        calls: the way to the page.
        number: by which the page knows it.
    """

    def __init__(self, calls: Calls, number: int) -> None:
        self._calls = calls
        self._lite_build_function = number
        weakref.finalize(self, calls.let_go, number)

    def __call__(self, *arguments: Any, **named: Any) -> asyncio.Future[Any]:
        """Call it. Named arguments are its last one, an object."""
        return self._calls.call_page(self._lite_build_function, [*arguments, *([named] if named else [])])


class PageFunctionError(Exception):
    """A function of the page's has thrown something."""


class Calls:
    """What one page asks.

    Args:
        comm: to the page.
    """

    def __init__(self, comm: Any) -> None:
        self._comm = comm
        self._kept: dict[int, Any] = {}
        self._made = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        comm.on_msg(self._hear)
        comm.on_close(lambda message: self._kept.clear())

    def call_page(self, number: int, arguments: list[Any]) -> asyncio.Future[Any]:
        """Call a function of the page's."""
        answer: asyncio.Future[Any] = asyncio.get_event_loop().create_future()
        self._made += 1
        self._waiting[self._made] = answer
        call = self._made
        answer.add_done_callback(lambda _: self._waiting.pop(call, None))
        self._send({"method": "call", "call": call, "function": number}, arguments)
        return answer

    def let_go(self, number: int) -> None:
        """Python has a function of the page's no more. It may be told in the middle of anything."""
        asyncio.get_event_loop().call_soon(self._comm.send, {"method": "forget", "function": number})

    def _hear(self, message: dict[str, Any]) -> None:
        data = message["content"]["data"]
        incoming = Incoming(
            message.get("buffers") or [], self._kept_one, lambda number: PageFunction(self, number)
        )
        if data["method"] == "forget":
            for number in data["objects"]:
                self._kept.pop(number, None)
        elif data["method"] == "answer":
            self._take_answer(data, incoming)
        else:
            self._answer(data["id"], lambda: _ANSWERS[data["method"]](self, data, incoming))

    def _answer(self, asked: int, act: Callable[[], Any]) -> None:
        try:
            result = act()
            if inspect.isawaitable(result):
                task = asyncio.ensure_future(self._answer_later(asked, result))
                _tasks.add(task)
                task.add_done_callback(_tasks.discard)
            else:
                self._send({"method": "answer", "id": asked}, result)
        except BaseException as error:
            self._send_error(asked, error)

    async def _answer_later(self, asked: int, result: Any) -> None:
        try:
            self._send({"method": "answer", "id": asked}, await result)
        except BaseException as error:
            self._send_error(asked, error)

    def _take_answer(self, data: dict[str, Any], incoming: Incoming) -> None:
        answer = self._waiting.get(data["call"])
        if answer is None or answer.done():
            return
        if "error" in data:
            answer.set_exception(PageFunctionError(data["error"]))
        else:
            answer.set_result(incoming.value(data["value"]))

    def _send(self, message: dict[str, Any], value: Any) -> None:
        outgoing = Outgoing(self._keep)
        told = outgoing.told(value)
        self._comm.send({**message, "value": told}, buffers=outgoing.buffers)

    def _send_error(self, asked: int, error: BaseException) -> None:
        name = type(error).__name__
        shown = error.with_traceback(without_ours(error.__traceback__))
        self._comm.send(
            {
                "method": "answer",
                "id": asked,
                "error": {
                    "type": name,
                    "message": str(error),
                    "traceback": "".join(traceback.format_exception(shown)).rstrip(),
                },
            }
        )

    def _keep(self, value: Any) -> int:
        self._made += 1
        self._kept[self._made] = value
        return self._made

    def _kept_one(self, number: int) -> Any:
        if number not in self._kept:
            raise ReferenceError("the page has released this object of Python's")
        return self._kept[number]

    async def import_module(self, data: dict[str, Any], _incoming: Incoming) -> Any:
        """A module, whose packages come first."""
        name = data["module"]
        await _load_packages_from_imports(f"import {name}")
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            missing = error.name or name
            if name == missing or name.startswith(f"{missing}."):
                message = (
                    f"there is no module {name} in this site: mend the name, or have the site built with it"
                )
            else:
                message = f"{name} needs {missing}, which is not in this site"
            raise ModuleNotFoundError(message, name=missing) from None

    def get(self, data: dict[str, Any], _incoming: Incoming) -> Any:
        """What a name of the cells means."""
        names = kernel.namespaces.names(data["namespace"])
        if data["name"] not in names:
            raise NameError(f"name {data['name']!r} is not defined", name=data["name"])
        return names[data["name"]]

    def set(self, data: dict[str, Any], incoming: Incoming) -> None:
        """Give a name of the cells a value."""
        kernel.namespaces.names(data["namespace"])[data["name"]] = incoming.value(data["value"])

    def result(self, data: dict[str, Any], _incoming: Incoming) -> Any:
        """The value of the last expression of a cell, by the cell's number."""
        return kernel.interpreter.history_manager.output_hist.get(data["count"])

    def follow(self, data: dict[str, Any], incoming: Incoming) -> Any:
        """What attributes of an object lead to; or what a call of it gives."""
        found = self._kept_one(data["object"])
        for name in data["path"]:
            found = getattr(found, name)
        if "arguments" in data:
            return found(*incoming.value(data["arguments"]), **incoming.value(data["named"]))
        return found

    def iterate(self, data: dict[str, Any], _incoming: Incoming) -> Any:
        """An iterator of an object, which stays in Python."""
        found = self._kept_one(data["object"])
        return _Iterator(aiter(found) if hasattr(found, "__aiter__") else iter(found))

    async def advance(self, data: dict[str, Any], _incoming: Incoming) -> list[Any]:
        """What an iterator gives next, in a list; an empty one at its end."""
        iterator = self._kept_one(data["object"]).iterator
        try:
            return [await anext(iterator) if hasattr(iterator, "__anext__") else next(iterator)]
        except (StopIteration, StopAsyncIteration):
            return []


class _Iterator:
    """Holds an iterator, of either kind."""

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator


_ANSWERS: dict[str, Callable[[Calls, dict[str, Any], Incoming], Any]] = {
    "advance": Calls.advance,
    "follow": Calls.follow,
    "get": Calls.get,
    "import": Calls.import_module,
    "iterate": Calls.iterate,
    "result": Calls.result,
    "set": Calls.set,
}


def open_calls(comm: Any, message: dict[str, Any]) -> None:
    """Begin what a page has opened a comm for."""
    Calls(comm)


kernel.comm_manager.register_target(TARGET, open_calls)
