"""References between widgets: the strings on the wire, and the widgets that they stand for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from litewidget.protocol import MODEL_REFERENCE, WIDGET_REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable


class OpenModel(NamedTuple):
    """A widget of this library whose comm is open.

    Args:
        widget: finds the object, or None where it is gone.
        read_state: its whole state.
    """

    widget: Callable[[], object | None]
    read_state: Callable[[], dict[str, object]]


#: The widgets of this library by model id. Closing takes them out.
open_models: dict[str, OpenModel] = {}


def model_id_of(value: object) -> str | None:
    """The model id of a widget of any library: ours, anywidget's, ipywidgets', or our descriptor's.

    An object whose class has the descriptor opens its comm by this.

    Returns:
        None where the value is no widget.

    Raises:
        ClosedWidgetError: it is a widget of ours that is closed.
    """
    if not hasattr(type(value), "_repr_mimebundle_"):
        return None
    for candidate in (getattr(value, "_repr_mimebundle_", None), value):
        model_id = getattr(candidate, "model_id", None)
        if isinstance(model_id, str):
            return model_id
    return None


def widget_of(reference: str) -> object | None:
    """The open widget that a reference stands for, or None."""
    for prefix in (WIDGET_REFERENCE, MODEL_REFERENCE):
        if reference.startswith(prefix):
            model_id = reference.removeprefix(prefix)
            if model_id in open_models:
                return open_models[model_id].widget()
            return _widget_of_ipywidgets(model_id)
    return None


def _widget_of_ipywidgets(model_id: str) -> object | None:
    ipywidgets = sys.modules.get("ipywidgets")
    if ipywidgets is None:
        return None
    found: object = ipywidgets.widget_serialization["from_json"](f"{MODEL_REFERENCE}{model_id}", None)
    return None if isinstance(found, str) else found


def _references_to_json(value: object, owner: object) -> object:
    if isinstance(value, dict):
        return {key: _references_to_json(item, owner) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_references_to_json(item, owner) for item in value]
    model_id = model_id_of(value)
    return value if model_id is None else f"{MODEL_REFERENCE}{model_id}"


def _references_from_json(value: object, owner: object) -> object:
    if isinstance(value, dict):
        return {key: _references_from_json(item, owner) for key, item in value.items()}
    if isinstance(value, list):
        return [_references_from_json(item, owner) for item in value]
    if isinstance(value, str):
        found = widget_of(value)
        return value if found is None else found
    return value


#: For traits whose page side is ipywidgets' and that hold widgets: `tag(sync=True, **widget_serialization)`.
widget_serialization = {"to_json": _references_to_json, "from_json": _references_from_json}
