"""Shows values on the page, as a notebook would show them."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from types import ModuleType
from typing import Any

import js
from pyodide.ffi import JsProxy

from litepage import page
from litepage.places import current_place

Bundle = dict[str, Any]

#: By which a value gives its forms.
_METHODS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_jpeg_": "image/jpeg",
    "_repr_pdf_": "application/pdf",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
    "_repr_javascript_": "application/javascript",
}


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
        append: whether what is there stays; else each value takes the place of all that is there.

    Raises:
        ValueError: there is no such element.
        RuntimeError: no target is named, and no script of the page runs.
    """
    element = _element_of(target)
    for value in values:
        if isinstance(value, str) and value in ("", "\n"):
            continue
        if not append:
            page.host.clear(element)
        nodes = _nodes_of(value)
        if nodes:
            element.append(*nodes)
        else:
            data, metadata = bundle_of(value)
            page.host.show(element, json.dumps({"data": data, "metadata": metadata}), append)


def bundle_of(value: Any) -> tuple[Bundle, Bundle]:
    """All forms in which a value can be shown, by their kinds, and what is said of them.

    They are those of a notebook, without IPython, whose import takes long where no snapshot has it.
    """
    if isinstance(value, str):
        return {"text/plain": value}, {}
    data, metadata = _own_bundle(value)
    for name, kind in _METHODS.items():
        form = _called(value, name) if kind not in data else None
        if form is not None:
            data[kind] = form
    picture = _picture_of_figure(value)
    if picture is not None:
        data["image/png"] = picture
    for kind, form in data.items():
        # Some give what is said of a form beside it, also in a bundle.
        if isinstance(form, tuple) and len(form) == 2:
            data[kind], said = form
            metadata[kind] = {**metadata.get(kind, {}), **said}
    data.setdefault("text/plain", repr(value))
    return {kind: _as_text(form) for kind, form in data.items()}, metadata


def _own_bundle(value: Any) -> tuple[Bundle, Bundle]:
    bundle = _called(value, "_repr_mimebundle_")
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return dict(data or {}), dict(metadata)


def _called(value: Any, name: str) -> Any:
    """What a method gives; None where there is none. A class has its instances' methods, and not its own."""
    if isinstance(value, type) or not callable(getattr(type(value), name, None)):
        return None
    return getattr(value, name)()


def _as_text(form: Any) -> Any:
    return b64encode(form).decode() if isinstance(form, bytes) else form


def _picture_of_figure(value: Any) -> str | None:
    """A figure of matplotlib as PNG in base64, also of what is on one, and of pyplot; None for all else."""
    name = value.__name__ if isinstance(value, ModuleType) else type(value).__module__
    if not name.startswith("matplotlib"):
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
        return getattr(target, "_dom_element", target)
    if not page.AT_ONCE:
        return page.host.found(target)
    element = page.host.find(target)
    if not element:
        raise ValueError(f"Cannot find element with id={target!r} in the page.")
    return element


def _nodes_of(value: Any) -> list[Any]:
    """The page's own elements, of what stands for one or several; none of all else."""
    own = getattr(value, "_dom_element", value)
    if isinstance(own, JsProxy) and bool(js.Reflect.has(own, "nodeType")):
        return [own]
    kind = type(value)
    if kind.__module__ == "litepage.elements" and kind.__name__ == "ElementCollection":
        return [element._dom_element for element in value]
    return []
