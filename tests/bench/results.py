"""The figures: what was measured, how far apart the runs were, and what was to be reached."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Figure:
    """One measure of a stock site and of ours, each as often as it was taken.

    Args:
        name: what was measured, of what.
        unit: "s" or "bytes" or "files".
        stock: of stock JupyterLite.
        ours: of lite-build.
        against: what stock was run with.
        at_most: the ratio to reach, where one is asked for.
    """

    name: str
    unit: str
    stock: Sequence[float]
    ours: Sequence[float]
    against: str = "stock"
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        """Ours in terms of stock's, median by median."""
        return median(self.ours) / median(self.stock)

    @property
    def is_reached(self) -> bool:
        """Whether the ratio is what was asked for."""
        return self.at_most is None or self.ratio <= self.at_most

    def as_json(self) -> dict[str, Any]:
        """The figure as plain data."""
        return {
            "name": self.name,
            "unit": self.unit,
            "against": self.against,
            "stock": _summary(self.stock),
            "ours": _summary(self.ours),
            "ratio": round(self.ratio, 3),
            "at_most": self.at_most,
            "reached": self.is_reached,
        }


def markdown_table(figures: Sequence[dict[str, Any]]) -> str:
    """The figures that `Figure.as_json` gave, as a table for people."""
    lines = [
        "| | against | stock | lite-build | ratio | to reach |",
        "|---|---|---:|---:|---:|---|",
    ]
    for figure in figures:
        unit, limit = figure["unit"], figure["at_most"]
        target = "" if limit is None else f"≤ {limit:g}: {'yes' if figure['reached'] else 'no'}"
        lines.append(
            f"| {figure['name']} | {figure['against']} | {_cell(figure['stock'], unit)} "
            f"| {_cell(figure['ours'], unit)} | {figure['ratio']:.2f} | {target} |"
        )
    return "\n".join(lines) + "\n"


def _summary(values: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(median(values), 3),
        "least": round(min(values), 3),
        "most": round(max(values), 3),
    }


def _cell(summary: dict[str, float], unit: str) -> str:
    if unit == "bytes":
        return f"{summary['median'] / 1e6:.1f} MB"
    if unit == "files":
        return f"{summary['median']:.0f}"
    return f"{summary['median']:.2f} s ({summary['least']:.2f} to {summary['most']:.2f})"
