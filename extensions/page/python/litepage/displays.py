"""Shows values on the page, as a notebook would show them."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from typing import Any

import js

from litepage import page
from litepage.places import current_place

Bundle = dict[str, Any]


class HTML:
    """Markup, which `display` shows as such.

    Args:
        html: is not escaped: it may act in the page.
    """

    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html


def display(*values: Any, target: Any = None, append: bool = True) -> None:
    """Show values on the page.

    Args:
        values: each is shown as a notebook would show it: by its `_repr_html_` and the like, a figure of
            matplotlib as a picture, an element of the page as itself, all else as text.
        target: the `id` of an element, a selector of one, or an element; without it, the place of the script.
        append: whether what is there stays.

    Raises:
        ValueError: there is no such element.
        RuntimeError: no target is named, and no script of the page runs.
    """
    element = _element_of(target)
    if not append:
        page.host.clear(element)
    for value in values:
        own = _page_element(value)
        if _is_node(own):
            element.append(own)
        else:
            data, metadata = bundle_of(value)
            page.host.show(element, json.dumps({"data": data, "metadata": metadata}))


def bundle_of(value: Any) -> tuple[Bundle, Bundle]:
    """All forms in which a value can be shown, by their kinds, and what is said of them."""
    if isinstance(value, str):
        return {"text/plain": value}, {}
    # IPython takes long to import, and a page that shows texts alone needs none of it.
    from IPython.core.formatters import DisplayFormatter

    formatter: Any = DisplayFormatter()
    data, metadata = formatter.format(value)
    picture = _picture_of_figure(value)
    if picture is not None:
        data["image/png"] = picture
    return {kind: _as_text(form) for kind, form in data.items()}, metadata


def _as_text(form: Any) -> Any:
    return b64encode(form).decode() if isinstance(form, bytes) else form


def _picture_of_figure(value: Any) -> str | None:
    """A figure of matplotlib as PNG in base64, also of what is drawn on one; None for all else."""
    if not type(value).__module__.startswith("matplotlib"):
        return None
    figure = value if hasattr(value, "savefig") else getattr(value, "figure", None)
    if figure is None:
        return None
    picture = io.BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight")
    return b64encode(picture.getvalue()).decode()


def _element_of(target: Any) -> Any:
    if target is None:
        place = current_place()
        if place is None:
            raise RuntimeError("no script of the page runs: name an element, as by display(…, target='id')")
        return place.target
    if not isinstance(target, str):
        return _page_element(target)
    element = page.host.find(target)
    if element is None:
        raise ValueError(f"the page has no element {target!r}: write its id, or a selector")
    return element


def _page_element(value: Any) -> Any:
    """The page's own element, of an object that stands for one."""
    return getattr(value, "_dom_element", value)


def _is_node(value: Any) -> bool:
    return type(value).__name__ == "JsProxy" and bool(js.Reflect.has(value, "nodeType"))
