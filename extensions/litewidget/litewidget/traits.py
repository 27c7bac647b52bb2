"""Traits for what Python's own types do not cover: other widgets, and arrays."""

from __future__ import annotations

from typing import Any

from traitlets import TraitType

from litewidget.binary import array_of, describes_array, sendable
from litewidget.protocol import WIDGET_REFERENCE
from litewidget.references import model_id_of, widget_of


class WidgetTrait(TraitType[object, object]):
    """Another widget, or None: `control = WidgetTrait().tag(sync=True)`.

    The page reads it as `anywidget:<model id>` and shows it by `host.getWidget`. Widgets of this library, of
    anywidget and of ipywidgets will do, and objects whose class has the descriptor.
    """

    default_value = None
    info_text = "a widget or None"
    allow_none = True

    def __init__(self, **metadata: Any) -> None:
        super().__init__(**metadata)
        self.metadata.setdefault("to_json", _widget_to_json)
        self.metadata.setdefault("from_json", _widget_from_json)

    def validate(self, obj: Any, value: object) -> object:
        """Return the value.

        Raises:
            TraitError: it is no widget.
            ClosedWidgetError: it is a widget that is closed.
        """
        if value is not None and model_id_of(value) is None:
            self.error(obj, value)
        return value


class BinaryTrait(TraitType[object, object]):
    """Binary data, or None: bytes, anything with the buffer protocol, a NumPy array or an Arrow table.

    The page reads bytes as a DataView, an array as `{dtype, shape, buffer}`, and a table as an Arrow IPC
    stream. What it sets comes back as bytes or, in that same form, as an array: of NumPy where that is in
    use, else a memoryview.
    """

    default_value = None
    info_text = "binary data, an array, an Arrow table or None"
    allow_none = True

    def __init__(self, default_value: object = None, **metadata: Any) -> None:
        super().__init__(default_value, **metadata)
        self.metadata.setdefault("to_json", _binary_to_json)
        self.metadata.setdefault("from_json", _binary_from_json)

    def validate(self, obj: Any, value: object) -> object:
        """Return the value.

        Raises:
            TraitError: it is not binary, or an array of a type that JavaScript does not have.
        """
        if value is not None and sendable(value) is None:
            self.error(obj, value)
        return value


def _widget_to_json(value: object, owner: object) -> object:
    model_id = model_id_of(value)
    return value if model_id is None else f"{WIDGET_REFERENCE}{model_id}"


def _widget_from_json(value: object, owner: object) -> object:
    if not isinstance(value, str):
        return value
    found = widget_of(value)
    return value if found is None else found


def _binary_to_json(value: object, owner: object) -> object:
    return sendable(value)


def _binary_from_json(value: Any, owner: object) -> object:
    if describes_array(value):
        return array_of(value)
    return bytes(value) if isinstance(value, memoryview | bytearray) else value
