"""What stands for a widget where no JavaScript runs: a picture of it, or its values, from its saved state."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from lite_build.pages.outputs.control_values import control_value
from lite_build.pages.texts.markup import element, empty_element, escaped
from lite_build.words.page_words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

#: How ipywidgets write a model in the state of another.
REFERENCE = "IPY_MODEL_"
#: What files of pictures begin with, and their types.
_SIGNATURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"<svg": "image/svg+xml",
}
_PICTURE_ADDRESS = "data:image/"
#: ipywidgets' models whose value is HTML, and text.
_HTML_MODELS = frozenset({"HTMLModel", "HTMLMathModel"})
_TEXT_MODELS = frozenset({"LabelModel"})
_CONTROLS_MODULES = frozenset({"@jupyter-widgets/controls", "@jupyter-widgets/base"})
#: Traits that say nothing of what a widget shows.
_OF_ALL_WIDGETS = frozenset({"layout", "style", "tabbable", "tooltip", "comm", "keys"})
#: So many models are looked at: boxes may share their children, so that few of them make any number of parts.
_MOST_MODELS = 10_000
#: Boxes in each other deeper than so are of no use to anybody.
_DEEPEST = 100
#: A longer value is data, and is not read.
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class StandIn:
    """What stands for a widget.

    Args:
        html: to show.
        is_picture: whether it looks as the widget did, so that it may be seen until the widget is there.
    """

    html: str
    is_picture: bool


@dataclass(frozen=True)
class _Row:
    label: str
    #: HTML.
    value: str


@dataclass(frozen=True)
class StandIns:
    """Makes what stands for widgets.

    Args:
        models: of the notebook, as its metadata has them: by their ids.
        area: shows the outputs that a widget has taken.
    """

    models: Mapping[str, Any] = field(default_factory=dict)
    area: Callable[[Iterable[Mapping[str, Any]]], str] = lambda outputs: ""

    def of(self, model_id: str) -> StandIn | None:
        """What stands for a widget; None where its state says nothing that can be read."""
        model = self._model(model_id)
        if model is None:
            return None
        picture = _picture(model)
        if picture is not None:
            return StandIn(picture, is_picture=True)
        html = "".join(_blocks(self._parts(model_id, frozenset(), iter(range(_MOST_MODELS)))))
        return StandIn(element("div", html, {"class": "lite-html"}), is_picture=False) if html else None

    def _model(self, model_id: str) -> Mapping[str, Any] | None:
        model = self.models.get(model_id)
        return model if isinstance(model, dict) and isinstance(model.get("state"), dict) else None

    def _parts(self, model_id: str, around: frozenset[str], left: Iterator[int]) -> Iterator[_Row | str]:
        """Rows with a label and a value, and blocks of HTML, in the order of what is seen."""
        model = self._model(model_id)
        if model is None or model_id in around:
            return
        if next(left, None) is None or len(around) > _DEEPEST:
            return
        state: dict[str, Any] = model["state"]
        name = str(model.get("model_name", state.get("_model_name", "")))
        picture = _picture(model)
        if picture is not None:
            yield picture
        elif isinstance(children := state.get("children"), list):
            titles = _titles(state)
            for number, child in enumerate(children):
                if title := titles.get(number):
                    yield element("p", element("b", escaped(title)))
                yield from self._parts(str(child).removeprefix(REFERENCE), around | {model_id}, left)
        elif name == "OutputModel":
            outputs = state.get("outputs")
            yield self.area(outputs) if isinstance(outputs, list) else ""
        elif name in _HTML_MODELS:
            yield element("div", str(state.get("value", "")))
        elif name in _TEXT_MODELS:
            yield element("p", escaped(str(state.get("value", ""))))
        elif model.get("model_module", state.get("_model_module")) in _CONTROLS_MODULES:
            value = control_value(name, state)
            label = str(state.get("description", ""))
            if label or value:
                yield _Row(label, escaped(value))
        else:
            yield _traits(str(state.get("_anywidget_id", name)).rpartition(".")[2], state)


def _blocks(parts: Iterable[_Row | str]) -> Iterator[str]:
    for is_row, group in groupby(parts, key=lambda part: isinstance(part, _Row)):
        if is_row:
            yield _table([part for part in group if isinstance(part, _Row)])
        else:
            yield from (part for part in group if isinstance(part, str))


def _table(rows: Iterable[_Row], caption: str = "") -> str:
    content = element("caption", escaped(caption)) if caption else ""
    for row in rows:
        heading = element("th", escaped(row.label), {"scope": "row"})
        content += element("tr", heading + element("td", row.value))
    return element("table", content)


def _titles(state: Mapping[str, Any]) -> dict[int, str]:
    """The titles of a box's children, as ipywidgets 8 has them, and 7."""
    titles = state.get("titles")
    if isinstance(titles, list):
        return {number: str(title) for number, title in enumerate(titles)}
    old = state.get("_titles")
    return {int(number): str(title) for number, title in old.items()} if isinstance(old, dict) else {}


def _traits(name: str, state: Mapping[str, Any]) -> str:
    """The values that a widget of another package was saved with, as far as they can be read."""
    rows = [
        _Row(trait, escaped(text))
        for trait, value in state.items()
        if not trait.startswith("_") and trait not in _OF_ALL_WIDGETS and (text := _readable(value))
    ]
    return _table(rows, name) if rows else ""


def _readable(value: object) -> str:
    match value:
        case bool() | int() | float():
            text = str(value).lower() if isinstance(value, bool) else f"{value:.12g}"
        case str():
            text = "" if value.startswith(REFERENCE) else value
        case list() if value and all(isinstance(each, str | int | float) for each in value):
            text = ", ".join(map(_readable, value))
        case _:
            text = ""
    return text if len(text) <= _LONGEST_VALUE else ""


def _picture(model: Mapping[str, Any]) -> str | None:
    """The picture that a widget shows, where its state holds one."""
    state: Mapping[str, Any] = model["state"]
    for value in state.values():
        if isinstance(value, str) and value.startswith(_PICTURE_ADDRESS):
            return _image(value, state)
    for buffer in model.get("buffers") or []:
        data = buffer.get("data") if isinstance(buffer, dict) and buffer.get("encoding") == "base64" else None
        mime_type = _picture_type(data) if isinstance(data, str) else None
        if mime_type is not None:
            return _image(f"data:{mime_type};base64,{data}", state)
    return None


def _picture_type(data: str) -> str | None:
    try:
        beginning = base64.b64decode(data[:16])
    except binascii.Error:
        return None
    return next((kind for begin, kind in _SIGNATURES.items() if beginning.startswith(begin)), None)


def _image(address: str, state: Mapping[str, Any]) -> str:
    told = next((state[name] for name in ("alt", "description", "_figure_label") if state.get(name)), "")
    return empty_element("img", {"class": "lite-image", "alt": str(told) or word("image"), "src": address})
