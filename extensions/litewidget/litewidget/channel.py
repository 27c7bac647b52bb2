"""The kernel's end of a widget: one comm, and the Jupyter widget messaging protocol 2.1 on it.

Sources: ipywidgets, packages/schema/messages.md, for the messages; ipywidgets' Widget for when an echo and
an update are sent. Updates are never merged, but by `hold`: a widget may set a trait and unset it at once,
and its page must see both.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import comm

from litewidget.control import answer_requests_for_all_states
from litewidget.errors import ClosedWidgetError, ClosedWidgetWarning
from litewidget.protocol import WIDGET_TARGET, WIDGET_VERSION
from litewidget.references import OpenModel, open_models
from litewidget.reporting import report_exception
from litewidget.wire import pack, pack_buffers, pack_message, put_buffers, send_packed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from comm.base_comm import BaseComm

    from litewidget.binary import Buffer
    from litewidget.state import State


class Channel:
    """A comm that is open from the start until `close`, or until the page closes it.

    Args:
        label: the widget's class, for messages.
        state: the widget's state.
        receive: takes the content and the buffers of a custom message.
        widget: finds the object that references to this model stand for.
        ended: is called once, when it is closed by either side.

    Raises:
        SerializationError: the state cannot be sent.
    """

    def __init__(
        self,
        label: str,
        state: State,
        receive: Callable[[object, list[Buffer]], None],
        widget: Callable[[], object | None],
        ended: Callable[[], None],
    ) -> None:
        self._ended = ended
        self._label = label
        self._state = state
        self._receive = receive
        self._locked: dict[str, Any] = {}
        self._held: dict[str, None] | None = None
        self._warned = False
        packed = pack(state.read(None), label)
        opening_buffers: Any = packed.buffers
        # Kernels put their own function there, so that it must be looked up when it is called.
        self.comm: BaseComm = comm.create_comm(
            target_name=WIDGET_TARGET,
            data={"state": packed.state, "buffer_paths": packed.buffer_paths},
            buffers=opening_buffers,
            metadata={"version": WIDGET_VERSION},
        )
        self.is_closed = False
        self.listen()
        self.comm.on_close(self._page_closed)
        open_models[self.comm.comm_id] = OpenModel(widget, lambda: state.read(None))
        answer_requests_for_all_states()

    @property
    def model_id(self) -> str:
        """The id that the page knows the model by.

        Raises:
            ClosedWidgetError: it is closed.
        """
        self._check_open("be shown or referred to")
        return self.comm.comm_id

    def listen(self) -> None:
        """Handle the page's messages, as an open channel does from the start."""
        if not self.is_closed:
            self.comm.on_msg(self._handle)

    def ignore(self) -> None:
        """Handle none of the page's messages until `listen`."""
        self.comm.on_msg(None)

    def send_state(self, names: Collection[str] | None = None) -> None:
        """Send some of the state, or all.

        Raises:
            ClosedWidgetError: it is closed.
            SerializationError: a value cannot be sent.
        """
        self._check_open("send its state")
        values = self._state.read(names)
        if not values:
            return
        packed = pack(values, self._label)
        self._locked.update((name, value) for name, value in values.items() if name in self._locked)
        send_packed(self.comm, packed, method="update", state=packed.state)

    def changed(self, name: str) -> None:
        """Send a value that changed, unless it is what the page has just set.

        Raises:
            SerializationError: the value cannot be sent.
        """
        if self.is_closed:
            self._warn_of_change(name)
        elif name in self._locked and self._page_has(name):
            if self._held is not None:
                self._held.pop(name, None)
        elif self._held is not None:
            self._held[name] = None
        else:
            self.send_state((name,))

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Send what changes within in one update, when the outermost `hold` ends."""
        if self._held is not None:
            yield
            return
        self._held = {}
        try:
            yield
        finally:
            held, self._held = self._held, None
            if held and not self.is_closed:
                self.send_state(held)

    def send(self, content: object, buffers: Iterable[object] | None = None) -> None:
        """Send a custom message.

        Raises:
            ClosedWidgetError: it is closed.
            SerializationError: content or buffers cannot be sent.
        """
        self._check_open("send a message")
        message = pack_message(content, self._label, "message")
        packed_buffers: Any = pack_buffers(buffers, self._label)
        self.comm.send(data={"method": "custom", "content": message}, buffers=packed_buffers)

    def close(self) -> None:
        """Close the comm: the page removes the model and its views. May be called again."""
        if self._forget():
            self.comm.close()

    def _page_closed(self, message: dict[str, Any]) -> None:
        self._forget()

    def _forget(self) -> bool:
        if self.is_closed:
            return False
        self.is_closed = True
        open_models.pop(self.comm.comm_id, None)
        self.comm.on_msg(None)
        self.comm.on_close(None)
        self._ended()
        return True

    def _handle(self, message: dict[str, Any]) -> None:
        try:
            data = message["content"]["data"]
            match data["method"]:
                case "update":
                    state = data.get("state", {})
                    put_buffers(state, data.get("buffer_paths", ()), message.get("buffers", ()))
                    self.take_over(state)
                case "request_state":
                    self.send_state()
                case "custom":
                    self._receive(data.get("content"), list(message.get("buffers", ())))
                case method:
                    raise ValueError(f"{self._label} knows no messages with method {method!r}")
        except Exception:  # the page cannot catch it, and the next message must still be handled
            report_exception(f"a message of the page to {self._label}")

    def take_over(self, state: dict[str, Any]) -> None:
        """Echo and set what the page has set, and send what came out differently.

        Raises:
            TraitError: a value is not allowed.
        """
        echo = {name: value for name, value in state.items() if self._state.is_echoed(name)}
        if echo:
            packed = pack(echo, self._label)
            send_packed(self.comm, packed, method="echo_update", state=packed.state)
        outer, self._locked = self._locked, dict(state)
        try:
            self._state.write(state)
        finally:
            self._locked = outer

    def _page_has(self, name: str) -> bool:
        now = pack(self._state.read((name,)), self._label)
        return now.equals(pack({name: self._locked[name]}, self._label))

    def _check_open(self, asked: str) -> None:
        if self.is_closed:
            raise ClosedWidgetError(self._label, asked)

    def _warn_of_change(self, name: str) -> None:
        if not self._warned:
            self._warned = True
            warnings.warn(
                f"{self._label} is closed: no page hears that {name} changed. Make a new one.",
                ClosedWidgetWarning,
                stacklevel=7,
            )
