"""A widget made from any class: a descriptor in the place of `_repr_mimebundle_`, and a decorator for it.

The names `MimeBundleDescriptor` and `ReprMimeBundle` and their arguments are anywidget's.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, TypeVar, overload

from litewidget.channel import Channel
from litewidget.class_setup import DEFAULT_ESM, class_id
from litewidget.display import closed_bundle, view_bundle
from litewidget.live_files import LiveFiles, check_module, described_files
from litewidget.object_state import state_of
from litewidget.observation import observe
from litewidget.page_messages import PageMessages
from litewidget.protocol import CLASS_ID, CSS, ESM, ESM_FILES, MODEL_NAME, MODULE, MODULE_VERSION, VIEW_NAME
from litewidget.sources import Source, source_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable
    from contextlib import AbstractContextManager

    from litewidget.binary import Buffer
    from litewidget.observation import Disconnect
    from litewidget.page_messages import MessageCallback
    from litewidget.state import State

_Class = TypeVar("_Class", bound=type)

#: The bundles of living objects, by id. What cannot be weakly referenced lives until its bundle is closed.
_bundles: dict[int, ReprMimeBundle] = {}


_IDENTITY: dict[str, object] = {
    "_model_module": MODULE,
    "_model_name": MODEL_NAME,
    "_model_module_version": MODULE_VERSION,
    "_view_module": MODULE,
    "_view_name": VIEW_NAME,
    "_view_module_version": MODULE_VERSION,
    "_view_count": None,
}


def widget(
    *, esm: str | os.PathLike[str], css: str | os.PathLike[str] | None = None, **extra: object
) -> Callable[[_Class], _Class]:
    """Make a widget of a class: a dataclass, a pydantic model, a msgspec struct, or any other.

    ::

        @widget(esm="counter.js")
        @dataclass
        class Counter:
            value: int = 0

    Setting an attribute tells the page, and what the page sets is set here. The widget lives as long as the
    object.

    Args:
        esm: the module: text, a URL, a path or a `%%vfile` name.
        css: the style, likewise.
        extra: the descriptor's other arguments, and more state for the page alone.

    Raises:
        FileNotFoundError: a file is not there.
    """
    arguments: dict[str, Any] = {ESM: esm, **({} if css is None else {CSS: css}), **extra}
    descriptor = MimeBundleDescriptor(**arguments)

    def decorate(cls: _Class) -> _Class:
        # Assigned by name, as type checkers know no such attribute.
        setattr(cls, "_repr_mimebundle_", descriptor)  # noqa: B010
        return cls

    return decorate


class MimeBundleDescriptor:
    """Makes a widget of each object of a class: `_repr_mimebundle_ = MimeBundleDescriptor(_esm="c.js")`.

    Args:
        follow_changes: keep the object and the page the same, in both directions.
        autodetect_observer: tell the page of changes; else `send_state` does.
        no_view: show nothing in the cell.
        extra_state: what the page gets besides the object's own state: `_esm`, `_css`.

    Raises:
        FileNotFoundError: `_esm` or `_css` names a file that is not there.
    """

    def __init__(
        self,
        *,
        follow_changes: bool = True,
        autodetect_observer: bool = True,
        no_view: bool = False,
        **extra_state: object,
    ) -> None:
        self._follow_changes = follow_changes
        self._autodetect_observer = autodetect_observer
        self._no_view = no_view
        self._extra_state = {ESM: DEFAULT_ESM, **extra_state}
        for key in (ESM, CSS) & self._extra_state.keys():
            self._extra_state[key] = source_of(self._extra_state[key])
        module = self._extra_state[ESM]
        if isinstance(module, Source):
            self._extra_state[ESM_FILES] = described_files(module)
        self._ids: weakref.WeakKeyDictionary[type, str] = weakref.WeakKeyDictionary()

    @overload
    def __get__(self, instance: None, owner: type) -> MimeBundleDescriptor: ...

    @overload
    def __get__(self, instance: object, owner: type) -> ReprMimeBundle: ...

    def __get__(self, instance: object | None, owner: type) -> MimeBundleDescriptor | ReprMimeBundle:
        """The object's bundle, always the same one; the first time opens the comm."""
        if instance is None:
            return self
        bundle = _bundles.get(id(instance))
        if bundle is None:
            bundle = ReprMimeBundle(
                instance,
                autodetect_observer=self._autodetect_observer,
                extra_state={CLASS_ID: self._class_id(type(instance)), **self._extra_state},
                no_view=self._no_view,
            )
            _bundles[id(instance)] = bundle
            if self._follow_changes:
                bundle.sync_object_with_view()
        return bundle

    def _class_id(self, cls: type) -> str:
        if cls not in self._ids:
            self._ids[cls] = class_id(cls)
        return self._ids[cls]


class ReprMimeBundle:
    """The widget of one object. Calling it gives what a cell shows.

    Args:
        target: the object.
        autodetect_observer: tell the page of changes once it is synced.
        extra_state: what the page gets besides the object's own state.
        no_view: show nothing in the cell.

    Raises:
        SerializationError: a value cannot be sent.
        TypeError: the object does not say what its state is.
    """

    def __init__(
        self,
        target: object,
        autodetect_observer: bool = True,
        extra_state: dict[str, object] | None = None,
        no_view: bool = False,
    ) -> None:
        self._label = type(target).__name__
        self._autodetect_observer = autodetect_observer
        self._no_view = no_view
        self._key = id(target)
        self._target, self._is_weak = _reference_to(target)
        self._disconnect: list[Disconnect] = []
        self._extra = _ExtraState(state_of(self._target), dict(extra_state or {}))
        check_module(self._label, str(self._extra.values.get(ESM, DEFAULT_ESM)))
        self._messages = PageMessages(self.send, lambda path: self._files.read(path))
        self._channel = Channel(self._label, self._extra, self._receive, self._target, self._end)
        self._channel.ignore()
        sources = {key: value for key, value in self._extra.values.items() if isinstance(value, Source)}
        self._files = LiveFiles(sources, self._source_changed)
        if self._is_weak:
            weakref.finalize(target, self._target_gone).atexit = False

    def __call__(self, **kwargs: object) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The data and metadata that a cell shows."""
        if self._no_view:
            return None
        if self._channel.is_closed:
            return closed_bundle(self._label)
        return view_bundle(self._channel.model_id, repr(self._target()))

    @property
    def model_id(self) -> str:
        """The id that the page knows the model by.

        Raises:
            ClosedWidgetError: the widget is closed.
        """
        return self._channel.model_id

    def sync_object_with_view(self, py_to_js: bool = True, js_to_py: bool = True) -> None:
        """Keep the object and the page the same. May be called again.

        Args:
            py_to_js: tell the page of changes of the object.
            js_to_py: set what the page sets, and answer its messages.
        """
        if js_to_py:
            self._channel.listen()
        if py_to_js and self._autodetect_observer and not self._disconnect:
            self._disconnect.append(observe(self._target(), self._channel.changed))

    def unsync_object_with_view(self) -> None:
        """End what `sync_object_with_view` began. May be called again."""
        self._channel.ignore()
        while self._disconnect:
            self._disconnect.pop()()

    def send_state(self, include: str | Iterable[str] | None = None) -> None:
        """Send state again: after a list or an array was changed in place.

        Args:
            include: one name, or several; all where it is not given.

        Raises:
            ClosedWidgetError: the widget is closed.
            SerializationError: a value cannot be sent.
        """
        names = (include,) if isinstance(include, str) else include
        self._channel.send_state(None if names is None else tuple(names))

    def hold_sync(self) -> AbstractContextManager[None]:
        """Send what changes within a `with` block in one update."""
        return self._channel.hold()

    def send(self, content: object, buffers: Iterable[object] | None = None) -> None:
        """Send a custom message.

        Raises:
            ClosedWidgetError: the widget is closed.
            SerializationError: content or buffers cannot be sent.
        """
        self._channel.send(content, buffers)

    def on_msg(self, callback: MessageCallback, remove: bool = False) -> None:
        """Hear custom messages of the page, other than calls of commands.

        Args:
            callback: is called with the object, the content and the buffers.
            remove: end it instead.
        """
        self._messages.change_callback(callback, remove)

    def close(self) -> None:
        """Remove the widget from the page; the object stays. May be called again."""
        self._channel.close()

    def _end(self) -> None:
        self.unsync_object_with_view()
        self._files.close()
        self._messages.cancel()
        if not self._is_weak:
            _bundles.pop(self._key, None)

    def _target_gone(self) -> None:
        _bundles.pop(self._key, None)
        self.close()

    def _source_changed(self, key: str, value: object) -> None:
        self._extra.values[key] = value
        self._channel.changed(key)

    def _receive(self, content: object, buffers: list[Buffer]) -> None:
        target = self._target()
        if target is not None:
            self._messages.handle(target, content, buffers)


def _reference_to(target: object) -> tuple[Callable[[], object | None], bool]:
    """What finds the object, and whether it lets the object go."""
    try:
        return weakref.ref(target), True
    except TypeError:
        return lambda: target, False


class _ExtraState:
    """An object's state, and beside it what the page alone has.

    Args:
        state: the object's own.
        values: the rest; sources are read when they are sent.
    """

    def __init__(self, state: State, values: dict[str, object]) -> None:
        self._state = state
        self.values = {**_IDENTITY, **values}

    def read(self, names: Collection[str] | None) -> dict[str, object]:
        """The values of some names, or of all."""
        beside = {
            name: str(value) if isinstance(value, Source) else value
            for name, value in self.values.items()
            if names is None or name in names
        }
        return {**self._state.read(names), **beside}

    def write(self, state: dict[str, Any]) -> None:
        """Hand on what is the object's own."""
        self._state.write({name: value for name, value in state.items() if name not in self.values})

    def is_echoed(self, name: str) -> bool:
        """Tell whether it is a name of the object's own state."""
        return name not in self.values and self._state.is_echoed(name)
