"""Commands: methods of a widget that its page can call and whose answer it can wait for.

The messages are anywidget's: `{id, kind: "anywidget-command", name, msg}` is answered by
`{id, kind: "anywidget-command-response", response}`, or, where it failed, with `response` null and
`error: {name, message}` beside it.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from litewidget.errors import FileRefused
from litewidget.protocol import COMMAND, COMMAND_RESPONSE, READ_FILE
from litewidget.reporting import report_exception
from litewidget.wire import pack_buffers, pack_message

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Callable, Sequence

    from litewidget.binary import Buffer

_Method = TypeVar("_Method")

_MARK = "_litewidget_command"


class WrongArguments(TypeError):
    """The page called a command with what it does not take."""


class UnknownCommand(LookupError):
    """The page called a command that the class does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


class CommandCall(NamedTuple):
    """A call as the page sent it.

    Args:
        identifier: the page's own, repeated in the answer.
        name: the command's.
        message: what the page gave; None where it gave nothing.
    """

    identifier: object
    name: object
    message: object


def command(method: _Method) -> _Method:
    """Let the page call a method: `await experimental.invoke("name", message, {buffers})`.

    The method may be sync or async. It takes, after `self`, as much of this as it declares: the message, then
    the list of buffers. Keyword-only parameters are the message's keys instead, and one named `buffers` gets
    the buffers: `def add(self, *, a, b)` is called by `invoke("add", {a: 1, b: 2})`. It returns its response,
    or a tuple of the response and a list of buffers. Subclasses inherit and override it as any method.
    """
    setattr(method, _MARK, True)
    return method


def command_names(cls: type) -> list[str]:
    """The names of a class's commands, inherited ones among them."""
    marked = {
        name
        for base in cls.__mro__
        for name, value in base.__dict__.items()
        if getattr(value, _MARK, False) is True
    }
    return sorted(name for name in marked if callable(getattr(cls, name, None)))


class CommandCalls:
    """The commands of one widget that were called and are not answered yet.

    Args:
        send: sends an answer and its buffers; called until `cancel`.
        read_file: reads a file that the widget's module imports, for a page that asks for it.
    """

    def __init__(
        self,
        send: Callable[[dict[str, object], list[Buffer]], None],
        read_file: Callable[[object], str],
    ) -> None:
        self._send = send
        self._read_file = read_file
        self._is_cancelled = False
        self._tasks: set[Task[None]] = set()

    def handle(self, owner: object, content: object, buffers: Sequence[Buffer]) -> bool:
        """Run the command that a custom message calls; an async one goes on by itself and is answered later.

        Returns:
            False where the message is no call.
        """
        call = _parse(content)
        if call is None:
            return False
        try:
            result = self._start(owner, call, list(buffers))
            if isinstance(result, Awaitable):
                self._go_on(owner, call, result)
            else:
                self._answer(owner, call, result)
        except Exception as error:  # the page waits for an answer, whatever happened
            self._refuse(owner, call, error)
        return True

    def cancel(self) -> None:
        """Stop what runs. Nothing is answered any more: the page's end of the calls is gone as well."""
        self._is_cancelled = True
        for task in tuple(self._tasks):
            task.cancel()

    def _start(self, owner: object, call: CommandCall, buffers: list[Buffer]) -> object:
        if call.name == READ_FILE:
            return self._read_file(call.message)
        return _run(owner, call, buffers)

    def _go_on(self, owner: object, call: CommandCall, result: Awaitable[object]) -> None:
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            if inspect.iscoroutine(result):
                result.close()
            raise
        task = loop.create_task(self._finish(owner, call, result))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self, owner: object, call: CommandCall, result: Awaitable[object]) -> None:
        try:
            self._answer(owner, call, await result)
        except Exception as error:  # as in `handle`
            self._refuse(owner, call, error)

    def _answer(self, owner: object, call: CommandCall, result: object) -> None:
        if self._is_cancelled:
            return
        label = f"{type(owner).__name__}.{call.name}"
        response, buffers = _response_of(result)
        self._send(
            {
                "id": call.identifier,
                "kind": COMMAND_RESPONSE,
                "response": pack_message(response, label, "response"),
            },
            pack_buffers(buffers, label),
        )

    def _refuse(self, owner: object, call: CommandCall, error: Exception) -> None:
        if not isinstance(error, FileRefused):
            report_exception(f"command {type(owner).__name__}.{call.name}")
        if self._is_cancelled:
            return
        self._send(
            {
                "id": call.identifier,
                "kind": COMMAND_RESPONSE,
                "response": None,
                "error": {"name": type(error).__name__, "message": str(error)},
            },
            [],
        )


def _parse(content: object) -> CommandCall | None:
    if not isinstance(content, dict) or content.get("kind") != COMMAND:
        return None
    return CommandCall(content.get("id"), content.get("name"), content.get("msg"))


def _run(owner: object, call: CommandCall, buffers: list[Buffer]) -> object:
    cls = type(owner)
    names = command_names(cls)
    if call.name not in names:
        there = f"It has {', '.join(names)}." if names else "It has none: mark a method with @command."
        raise UnknownCommand(f"{cls.__name__} has no command {call.name!r}. {there}")
    method = getattr(owner, str(call.name))
    positional, named = _arguments(f"{cls.__name__}.{call.name}", inspect.signature(method), call, buffers)
    return method(*positional, **named)


def _arguments(
    label: str, signature: inspect.Signature, call: CommandCall, buffers: list[Buffer]
) -> tuple[list[object], dict[str, object]]:
    parameters = signature.parameters.values()
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return [call.message, buffers], {}
    positional = [
        each for each in parameters if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
    ]
    if positional:
        return [call.message, buffers][: len(positional)], {}
    named = {each.name: each for each in parameters if each.kind is each.KEYWORD_ONLY}
    takes_any = any(each.kind is each.VAR_KEYWORD for each in parameters)
    if not named and not takes_any:
        if call.message is not None:
            raise WrongArguments(f"{label} takes no message.")
        return [], {}
    message: object = {} if call.message is None else call.message
    if not isinstance(message, dict):
        raise WrongArguments(
            f"{label} takes an object with {_listed(named)}, and was called with {call.message!r}."
        )
    given = {**message, **({"buffers": buffers} if "buffers" in named else {})}
    missing = [name for name, each in named.items() if each.default is each.empty and name not in given]
    strange = [] if takes_any else [name for name in given if name not in named]
    if missing or strange:
        problems = [f"lacks {_listed(missing)}"] if missing else []
        problems += [f"has {_listed(strange)}"] if strange else []
        raise WrongArguments(f"{label} takes {_listed(named)}; the message {' and '.join(problems)}.")
    return [], given


def _response_of(result: Any) -> tuple[object, Sequence[object]]:
    if isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], list):
        return result
    return result, ()


def _listed(names: Any) -> str:
    return ", ".join(repr(name) for name in names) or "any keys"
