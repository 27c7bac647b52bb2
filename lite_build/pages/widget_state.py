"""The state of widgets, as they have told their page of it: what a notebook's metadata keeps of them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from lite_build.pages.outputs.stand_ins import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lite_build.check.protocol import CommMessage
    from lite_build.notebooks.reading import Notebook

#: The MIME type by which a notebook's metadata has the state of its widgets.
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"

#: By what Python calls the comm of a widget.
_WIDGET = "jupyter.widget"
_FACTS = ("_model_name", "_model_module", "_model_module_version")


def widget_state(comms: Iterable[CommMessage]) -> dict[str, Any] | None:
    """Put together what widgets told their page, in the form of "application/vnd.jupyter.widget-state+json".

    Args:
        comms: in their order.

    Returns:
        None where no widget is open at the end.
    """
    models: dict[str, _Model] = {}
    for message in comms:
        identifier = str(message.content.get("comm_id"))
        data = message.content.get("data")
        told: dict[str, Any] = data if isinstance(data, dict) else {}
        if message.kind == "comm_open" and message.content.get("target_name") == _WIDGET:
            models[identifier] = _Model()
            models[identifier].update(told, message.buffers)
        elif message.kind == "comm_close":
            models.pop(identifier, None)
        elif identifier in models and told.get("method") == "update":
            models[identifier].update(told, message.buffers)
    if not models:
        return None
    state = {identifier: model.saved for identifier, model in models.items()}
    return {"version_major": 2, "version_minor": 0, "state": state}


def saved_state(notebook: Notebook) -> dict[str, Any] | None:
    """The state of the widgets that a notebook has; None where it has none."""
    widgets = notebook.raw.get("metadata", {}).get("widgets")
    state = widgets.get(WIDGET_STATE) if isinstance(widgets, dict) else None
    models = state.get("state") if isinstance(state, dict) else None
    return state if isinstance(models, dict) and models else None


def with_saved_models(
    state: dict[str, Any], saved: Mapping[str, Any] | None, cells: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Add the models that cells show which were not run: these keep what they were saved with.

    Args:
        state: of the widgets that were made anew.
        saved: the state that the notebook was saved with, if it has one.
        cells: as nbformat has them.
    """
    models: Mapping[str, Any] = saved["state"] if saved is not None else {}
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    open_ends = [text for output in outputs for text in _strings(output.get("data"))]
    kept: dict[str, Any] = {}
    while open_ends:
        name = open_ends.pop().removeprefix(REFERENCE)
        if name in models and name not in kept:
            kept[name] = models[name]
            open_ends += _strings(models[name])
    return {**state, "state": {**kept, **state["state"]}}


def _strings(value: object) -> Iterator[str]:
    """All texts in some JSON."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _strings(each)
        case list():
            for each in value:
                yield from _strings(each)


class _Model:
    def __init__(self) -> None:
        self._state: dict[str, Any] = {}
        #: Of each buffer its place in the state, and its bytes in base64.
        self._buffers: dict[tuple[str | int, ...], str] = {}

    def update(self, told: dict[str, Any], buffers: Sequence[str]) -> None:
        changed = copy.deepcopy(told.get("state", {}))
        # What is told anew takes the place of what was there, with the bytes in it.
        self._buffers = {path: data for path, data in self._buffers.items() if path[0] not in changed}
        for path, data in zip(told.get("buffer_paths", []), buffers, strict=False):
            if path:
                self._buffers[tuple(path)] = data
        self._state |= changed

    @property
    def saved(self) -> dict[str, Any]:
        facts = {name.removeprefix("_"): self._state.get(name, "") for name in _FACTS}
        buffers = [
            {"data": data, "encoding": "base64", "path": list(path)} for path, data in self._buffers.items()
        ]
        return {**facts, "state": self._state, **({"buffers": buffers} if buffers else {})}
