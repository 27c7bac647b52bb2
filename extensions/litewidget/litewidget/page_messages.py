"""What a page sends to a widget beside its state: calls of commands, and messages of its author's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from litewidget.commands import CommandCalls
from litewidget.reporting import report_exception

if TYPE_CHECKING:
    from collections.abc import Callable

    from litewidget.binary import Buffer

    #: Is called with the widget, the content and the buffers of a message.
    MessageCallback: TypeAlias = Callable[[Any, Any, list[Buffer]], object]


class PageMessages:
    """Answers one widget's commands, and hands its other messages to who wants to hear them.

    Args:
        send: sends an answer and its buffers.
        read_file: reads a file that the widget's module imports.
    """

    def __init__(
        self,
        send: Callable[[dict[str, object], list[Buffer]], None],
        read_file: Callable[[object], str],
    ) -> None:
        self._commands = CommandCalls(send, read_file)
        self._callbacks: list[MessageCallback] = []

    def change_callback(self, callback: MessageCallback, remove: bool) -> None:
        """Have a callback called, once whatever how often it is added; or no more."""
        if remove and callback in self._callbacks:
            self._callbacks.remove(callback)
        elif not remove and callback not in self._callbacks:
            self._callbacks.append(callback)

    def handle(self, owner: object, content: object, buffers: list[Buffer]) -> None:
        """Handle a message that the page sent to an owner."""
        if self._commands.handle(owner, content, buffers):
            return
        for callback in tuple(self._callbacks):
            try:
                callback(owner, content, buffers)
            except Exception:  # the other callbacks have nothing to do with it
                report_exception(f"a message callback of {type(owner).__name__}")

    def cancel(self) -> None:
        """Stop the commands that run."""
        self._commands.cancel()
