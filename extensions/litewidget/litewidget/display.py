"""How a widget is shown in a cell."""

from __future__ import annotations

import reprlib
import sys
from typing import TYPE_CHECKING, Any

from litewidget.protocol import VIEW_MIME_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION_MAJOR = 2
_VERSION_MINOR = 1


def view_bundle(model_id: str, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data and metadata with which a front end shows a view of a model.

    Args:
        model_id: the model's.
        text: what a front end shows that knows no widgets.
    """
    view = {"version_major": _VERSION_MAJOR, "version_minor": _VERSION_MINOR, "model_id": model_id}
    return {"text/plain": text, VIEW_MIME_TYPE: view}, _metadata()


def closed_bundle(label: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a cell shows of a widget that is closed."""
    return {"text/plain": f"{label} is closed. Make a new one to show it."}, {}


def described(label: str, values: Mapping[str, object]) -> str:
    """A widget in a line of text, in a time that does not grow with what it holds."""
    return f"{label}({', '.join(f'{name}={reprlib.repr(value)}' for name, value in values.items())})"


def _metadata() -> dict[str, Any]:
    # Colab shows widgets of others only where each output names the manager that it has put in place.
    colab: Any = sys.modules.get("google.colab.output")
    if colab is None:
        return {}
    colab.enable_custom_widget_manager()
    url = colab._widgets._installed_url
    return {} if url is None else {VIEW_MIME_TYPE: {"colab": {"custom_widget_manager": {"url": url}}}}
