"""NumberLine: points that are moved along a line of numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import litewidget
from traitlets import Dict, Float, Int, TraitError, Unicode, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from traitlets.utils.bunch import Bunch

__all__ = ["NumberLine"]

_FOLDER = Path(__file__).parent


class NumberLine(litewidget.Widget):
    """A line of numbers with points on it that are dragged, or moved by the arrow keys.

        line = NumberLine({"a half": 0.2, "a third": 0.9}, low=0, high=1)

    Args:
        points: the points' names and where each is.
        low: the number at the left end.
        high: the number at the right end, more than `low`.
        step: by how much an arrow key moves a point; what is dragged comes to rest at multiples of it, too.
        parts: in how many equal parts marks divide the line.
        caption: what stands below the line.

    Raises:
        TraitError: `low` is not below `high`, or `step` or `parts` is not positive.
    """

    _esm = _FOLDER / "widget.js"
    _css = _FOLDER / "widget.css"

    points = Dict(key_trait=Unicode(), value_trait=Float()).tag(sync=True)
    low = Float(0.0).tag(sync=True)
    high = Float(1.0).tag(sync=True)
    step = Float(0.01).tag(sync=True)
    parts = Int(10).tag(sync=True)
    caption = Unicode("").tag(sync=True)

    def __init__(self, points: Mapping[str, float] | None = None, **traits: Any) -> None:  # noqa: ANN401 - as traits say
        super().__init__(points=dict(points or {}), **traits)

    @validate("low", "high")
    def _below(self, proposal: Bunch) -> object:
        ends = {"low": self.low, "high": self.high, proposal["trait"].name: proposal["value"]}
        if not ends["low"] < ends["high"]:
            raise TraitError(f"low must be below high, and {ends['low']:g} is not below {ends['high']:g}.")
        return proposal["value"]

    @validate("step", "parts")
    def _positive(self, proposal: Bunch) -> object:
        if proposal["value"] <= 0:
            raise TraitError(f"{proposal['trait'].name} must be more than 0.")
        return proposal["value"]
