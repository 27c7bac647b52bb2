"""The values of ipywidgets' controls, as a reader sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lite_build.words.page_words import word

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is entered here is for nobody to read.
_SECRET = frozenset({"PasswordModel"})


def control_value(name: str, state: Mapping[str, Any]) -> str:
    """What a control shows besides its description; empty where that is all.

    Args:
        name: of its model, such as "IntSliderModel".
        state: of the model.
    """
    if name in _SECRET:
        return ""
    labels = state.get("_options_labels")
    if isinstance(labels, list):
        return _chosen(name, labels, state.get("index"))
    return _shown(name, state.get("value"))


def _chosen(name: str, labels: list[object], index: object) -> str:
    """What is chosen of some labels: one, a range's ends, or several."""
    places = index if isinstance(index, list) else [index]
    return _joined(
        name, [str(labels[each]) for each in places if isinstance(each, int) and 0 <= each < len(labels)]
    )


def _shown(name: str, value: object) -> str:
    match value:
        case bool():
            return word("on" if value else "off")
        case int() | float():
            return f"{value:.12g}"
        case str():
            return value
        case list():
            return _joined(name, [_shown(name, each) for each in value])
        case dict():
            return _moment(value)
        case _:
            return ""


def _joined(name: str, values: list[str]) -> str:
    if "Range" in name and len(values) == 2:
        return word("from-to", start=values[0], end=values[1])
    return ", ".join(values)


def _moment(value: Mapping[str, Any]) -> str:
    """A date, a time or both, as ipywidgets have them: months count from 0."""
    try:
        parts = []
        if "year" in value:
            parts.append(f"{value['year']:04}-{value['month'] + 1:02}-{value['date']:02}")
        if "hours" in value:
            parts.append(f"{value['hours']:02}:{value['minutes']:02}:{value.get('seconds', 0):02}")
        return " ".join(parts)
    except (KeyError, TypeError, ValueError):
        return ""
