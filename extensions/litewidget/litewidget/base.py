"""`Widget`, the class to subclass: traits in Python, an ES module in the page, and the same state in both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from traitlets import Int, validate

from litewidget.channel import Channel
from litewidget.class_setup import live_files
from litewidget.display import closed_bundle, described, view_bundle
from litewidget.errors import ClosedWidgetError
from litewidget.live_files import check_module
from litewidget.model_traits import ModelTraits
from litewidget.page_messages import PageMessages
from litewidget.protocol import ESM
from litewidget.trait_state import TraitState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from comm.base_comm import BaseComm
    from traitlets.utils.bunch import Bunch

    from litewidget.page_messages import MessageCallback


class Widget(ModelTraits):
    """A widget whose traits that are tagged with `sync=True` the page has too.

        class Counter(Widget):
            _esm = "counter.js"
            value = Int(0).tag(sync=True)

    `_esm` and `_css` are text, a URL, a path, or a `%%vfile` name; one line that ends in a file extension is
    a path. Both can be assigned later, and every view shows it at once and keeps its state.

    A widget is open from the start until `close`, and is kept alive by that.

    Args:
        traits: the first values.

    Raises:
        FileNotFoundError: `_esm` or `_css` names a file that is not there; raised by the class statement.
        SerializationError: a value cannot be sent.
        TypeError: there is no such trait.
        ValueError: `_esm` is empty.
    """

    _view_count = Int(None, allow_none=True).tag(sync=True)

    _channel: Channel | None = None
    _synced: frozenset[str] = frozenset()

    def __init__(self, **traits: Any) -> None:
        self._check_names(traits)
        self._messages = PageMessages(self.send, lambda path: self._files.read(path))
        super().__init__(**traits)
        self._synced = frozenset(self.traits(sync=True))
        check_module(type(self).__name__, getattr(self, ESM))
        state = TraitState(lambda: self)
        receive = partial(self._messages.handle, self)
        self._channel = Channel(type(self).__name__, state, receive, lambda: self, self._end)
        self._files = live_files(self, traits.keys())

    @property
    def model_id(self) -> str:
        """The id that the page knows the model by.

        Raises:
            ClosedWidgetError: the widget is closed.
        """
        return self._open_channel().model_id

    @property
    def _model_id(self) -> str | None:
        # ipywidgets' widgets keep it under this name, where marimo's `mo.ui.anywidget` looks for it.
        return None if self.comm is None else self.model_id

    @property
    def comm(self) -> BaseComm | None:
        """The comm; None where the widget is closed."""
        return None if self._channel is None or self._channel.is_closed else self._channel.comm

    @property
    def keys(self) -> list[str]:
        """The names of the synced traits."""
        return list(self.traits(sync=True))

    def close(self) -> None:
        """Remove the widget and its views from the page. May be called again."""
        if self._channel is not None:
            self._channel.close()

    def send(self, content: object, buffers: Iterable[object] | None = None) -> None:
        """Send a custom message: `model.on("msg:custom", (content, buffers) => …)` in the page.

        Args:
            content: plain data.
            buffers: binary data; the page reads each as a DataView.

        Raises:
            ClosedWidgetError: the widget is closed.
            SerializationError: content or buffers cannot be sent.
        """
        self._open_channel().send(content, buffers)

    def on_msg(self, callback: MessageCallback, remove: bool = False) -> None:
        """Hear custom messages of the page, other than calls of commands.

        Args:
            callback: is called with the widget, the content and the buffers.
            remove: end it instead.
        """
        self._messages.change_callback(callback, remove)

    def send_state(self, key: str | Iterable[str] | None = None) -> None:
        """Send traits again: after a list or an array was changed in place.

        Args:
            key: one name, or several; all where it is not given.

        Raises:
            ClosedWidgetError: the widget is closed.
            SerializationError: a value cannot be sent.
        """
        self._open_channel().send_state(_names(key))

    def get_state(self, key: str | Iterable[str] | None = None) -> dict[str, object]:
        """The values of synced traits, as their `to_json` gives them."""
        return TraitState(lambda: self).read(_names(key))

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take over state as if the page had set it.

        Raises:
            ClosedWidgetError: the widget is closed.
            TraitError: a value is not allowed.
        """
        self._open_channel().take_over(sync_data)

    def hold_sync(self) -> AbstractContextManager[None]:
        """Send what changes within a `with` block in one update.

        Raises:
            ClosedWidgetError: the widget is closed.
        """
        return self._open_channel().hold()

    def add_traits(self, **traits: Any) -> None:
        """Add traits to this one widget, and send those that are synced."""
        super().add_traits(**traits)
        added = [name for name in traits if traits[name].metadata.get("sync")]
        self._synced |= frozenset(added)
        if self._channel is not None and added:
            self._channel.send_state(added)

    def notify_change(self, change: Bunch) -> None:
        """Send what changed, then tell the observers."""
        if self._channel is not None and change["name"] in self._synced:
            self._channel.changed(change["name"])
        super().notify_change(change)

    def __repr__(self) -> str:
        public = sorted(name for name in self._synced if not name.startswith("_"))
        return described(type(self).__name__, {name: getattr(self, name) for name in public})

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict[str, Any], dict[str, Any]] | None:
        if self._view_name is None:
            return None
        if self.comm is None:
            return closed_bundle(type(self).__name__)
        return view_bundle(self.model_id, repr(self))

    @validate(ESM)
    def _module_is_there(self, proposal: Bunch) -> str:
        module: str = proposal["value"]
        check_module(type(self).__name__, module)
        return module

    def _end(self) -> None:
        self._changes.end(self)
        self._files.close()
        self._messages.cancel()

    def _open_channel(self) -> Channel:
        if self._channel is None:
            raise ClosedWidgetError(type(self).__name__, "be used before super().__init__() was called")
        return self._channel


def _names(key: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if key is None:
        return None
    return (key,) if isinstance(key, str) else tuple(key)
