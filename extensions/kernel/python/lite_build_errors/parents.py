"""The parents of what Python puts out: the messages of the page that it belongs to."""

from __future__ import annotations

import contextlib
import contextvars
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Message = dict[str, Any]

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True
COMM_MESSAGES = ("comm_open", "comm_msg", "comm_close")

#: The message that is being handled, or whose handling has started what runs now.
handled: contextvars.ContextVar[Message | None] = contextvars.ContextVar("handled", default=None)


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


def header_of(message: Message) -> dict[str, Any]:
    """The header of a message."""
    header: dict[str, Any] | None = message.get("header")
    return header or {}
