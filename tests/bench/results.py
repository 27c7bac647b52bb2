"""The figures: what was measured, how far apart the runs were, and what was to be reached."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measure of a stock site and of ours, each as often as it was taken.

    Args:
        name: what was measured, of what.
        unit: "s", "ms", "bytes", or what is counted.
        stock: of stock JupyterLite.
        ours: of lite-build.
        against: what stock was run with.
        at_most: the ratio to reach, where one is asked for.
        ours_at_most: what is to be reached here whatever stock does, in the unit.
        is_of_each: whether it is to be reached in every run, and not in the middle one.
    """

    name: str
    unit: str
    stock: Sequence[float]
    ours: Sequence[float]
    against: str = "stock"
    at_most: float | None = None
    ours_at_most: float | None = None
    is_of_each: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours in terms of stock's, median by median; None where stock's is nothing."""
        return median(self.ours) / median(self.stock) if median(self.stock) else None

    @property
    def is_reached(self) -> bool:
        """Whether both limits are kept, as far as there are any."""
        judged = max(self.ours) if self.is_of_each else median(self.ours)
        is_small_enough = self.ours_at_most is None or judged <= self.ours_at_most
        return is_small_enough and (self.at_most is None or self.ratio is None or self.ratio <= self.at_most)

    def as_json(self) -> dict[str, Any]:
        """The figure as plain data."""
        return {
            "name": self.name,
            "unit": self.unit,
            "against": self.against,
            "stock": _summary(self.stock),
            "ours": _summary(self.ours),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "at_most": self.at_most,
            "ours_at_most": self.ours_at_most,
            "is_of_each": self.is_of_each,
            "reached": self.is_reached,
        }


@dataclass(frozen=True)
class Measured:
    """What was measured of a group.

    Args:
        figures: in their order.
        remarks: what is to be told beside them, such as who could not be measured, each in sentences.
    """

    figures: Sequence[Figure]
    remarks: Sequence[str] = ()


def read_groups(path: Path) -> dict[str, Any]:
    """Read the groups of figures that were measured before, each with its circumstances."""
    groups: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["groups"] if path.exists() else {}
    return groups


def write_groups(path: Path, groups: Mapping[str, Any]) -> None:
    """Write groups of figures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"groups": groups}, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def markdown_table(figures: Sequence[dict[str, Any]]) -> str:
    """The figures that `Figure.as_json` gave, as a table for people."""
    lines = [
        "| figure | against | stock | lite-build | ratio | to reach |",
        "|---|---|---:|---:|---:|---|",
    ]
    for figure in figures:
        unit, ratio = figure["unit"], figure["ratio"]
        shown = "" if ratio is None else f"{ratio:.2f}"
        lines.append(
            f"| {figure['name']} | {figure['against']} | {_cell(figure['stock'], unit)} "
            f"| {_cell(figure['ours'], unit)} | {shown} | {_target(figure)} |"
        )
    return "\n".join(lines) + "\n"


def quantity(value: float, unit: str) -> str:
    """A value with its unit."""
    match unit:
        case "bytes" if 0 < value < 100_000:
            return f"{value / 1e3:.1f} kB"
        case "bytes":
            return f"{value / 1e6:.1f} MB"
        case "s" | "ms":
            return f"{value:.2f} {unit}"
    return f"{value:.0f}"


def _target(figure: dict[str, Any]) -> str:
    ratio, value = figure["at_most"], figure.get("ours_at_most")
    limits = [] if value is None else [f"≤ {value:g} {figure['unit']}"]
    if ratio is not None:
        # Where stock is to take several times as long, the times are what was asked for.
        limits.append(f"≤ 1/{1 / ratio:.3g}" if ratio < 0.5 else f"≤ {ratio:g}")
    each = "in every run " if figure.get("is_of_each") else ""
    return f"{each}{', '.join(limits)}: {'yes' if figure['reached'] else 'no'}" if limits else ""


def _summary(values: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(median(values), 3),
        "least": round(min(values), 3),
        "most": round(max(values), 3),
    }


def _cell(summary: dict[str, float], unit: str) -> str:
    middle = quantity(summary["median"], unit)
    if unit not in ("s", "ms"):
        return middle
    return f"{middle} ({summary['least']:.2f} to {summary['most']:.2f})"
