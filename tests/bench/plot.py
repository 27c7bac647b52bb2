"""A picture of the figures of kernels, as an SVG that follows the reader's theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from tests.bench.results import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Those with a picture: what a reader of a site waits for.
PLOTTED = ("boot", "network", "memory", "comms", "bytes")
_WIDTH = 860
_LEFT = 8
_AXIS = 430
_RIGHT = _WIDTH - 120
#: Stock's median is 1. A bar that is longer than this is cut, and its label says how long it is.
_LONGEST = 1.5
_BAR = 9
_ROW_GAP = 12
_TOP = 58
_STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .label { font-size: 11px; fill: #59636e }
  .axis { stroke: #818b98; stroke-width: 1; stroke-dasharray: 3 3 }
  .spread { stroke: #1f2328; stroke-width: 1.2 }
  .target { stroke: #1a7f37; stroke-width: 2.5 }
  .ours { fill: #0969da } .stock { fill: #afb8c1 } .preloaded { fill: #d1d9e0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .label { fill: #9198a1 }
    .axis { stroke: #656c76 }
    .spread { stroke: #f0f6fc }
    .target { stroke: #3fb950 }
    .ours { fill: #4493f8 } .stock { fill: #656c76 } .preloaded { fill: #3d444d }
  }
"""


def draw(groups: Mapping[str, Any]) -> str:
    """Draw each figure of these groups: stock and ours, how far runs were apart, what was to be reached."""
    shapes: list[str] = []
    top = _TOP
    for name in PLOTTED:
        if name in groups:
            for rows in _by_name(groups[name]["figures"]):
                shapes += _row(rows, top)
                top += _BAR * (len(rows) + 1) + _ROW_GAP
    one = _x(1.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{top}" '
        f'viewBox="0 0 {_WIDTH} {top}" '
        'role="img" aria-label="Kernels of lite-build beside those of stock JupyterLite">',
        f"<style>{_STYLE}</style>",
        *_legend(),
        f'<line class="axis" x1="{one}" x2="{one}" y1="{_TOP - 10}" y2="{top - _ROW_GAP}"/>',
        f'<text class="label" x="{one}" y="{_TOP - 14}" text-anchor="middle">stock = 1</text>',
        *shapes,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _by_name(figures: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Those of one name, which are against different stocks; what has no ratio has no bars."""
    names = dict.fromkeys(figure["name"] for figure in figures)
    for name in names:
        rows = [figure for figure in figures if figure["name"] == name]
        if rows[0]["ratio"] is not None:
            yield rows


def _row(rows: Sequence[dict[str, Any]], top: float) -> Iterator[str]:
    first = rows[0]
    stock, unit = first["stock"]["median"], first["unit"]
    height = _BAR * (len(rows) + 1)
    yield f'<text x="{_LEFT}" y="{top + height / 2 + 4}">{escape(first["name"])}</text>'
    bars = [(kind, figure["stock"]) for kind, figure in zip(("stock", "preloaded"), rows, strict=False)]
    for number, (kind, summary) in enumerate([*bars, ("ours", first["ours"])]):
        yield from _bar(kind, summary, stock, unit, top + number * _BAR)
    limits = [
        limit
        for limit in (first["at_most"], first["ours_at_most"] and first["ours_at_most"] / stock)
        if limit is not None and limit <= _LONGEST
    ]
    if limits:
        x, bottom = _x(min(limits)), top + height
        yield f'<line class="target" x1="{x}" x2="{x}" y1="{bottom - _BAR - 1}" y2="{bottom + 1}"/>'


def _bar(kind: str, summary: Mapping[str, float], stock: float, unit: str, top: float) -> Iterator[str]:
    least, middle, most = (_x(summary[key] / stock) for key in ("least", "median", "most"))
    width = round(middle - _AXIS, 1)
    yield f'<rect class="{kind}" x="{_AXIS}" y="{top}" width="{width}" height="{_BAR - 1}"/>'
    if least != most:
        y = top + (_BAR - 1) / 2
        yield f'<line class="spread" x1="{least}" x2="{most}" y1="{y}" y2="{y}"/>'
    label = quantity(summary["median"], unit)
    yield f'<text class="label" x="{max(middle, most) + 5}" y="{top + _BAR - 1}">{label}</text>'


def _legend() -> Iterator[str]:
    x = _LEFT
    for kind, words in (
        ("stock", "stock"),
        ("preloaded", "stock, packages preloaded"),
        ("ours", "lite-build"),
    ):
        yield f'<rect class="{kind}" x="{x}" y="12" width="12" height="12"/>'
        yield f'<text x="{x + 18}" y="22">{words}</text>'
        x += 40 + 7 * len(words)
    yield f'<line class="target" x1="{x}" x2="{x}" y1="11" y2="25"/><text x="{x + 8}" y="22">to reach</text>'
    yield f'<line class="spread" x1="{x + 90}" x2="{x + 110}" y1="18" y2="18"/>'
    yield f'<text x="{x + 116}" y="22">fastest to slowest run</text>'


def _x(ratio: float) -> float:
    return round(_AXIS + min(ratio, _LONGEST) / _LONGEST * (_RIGHT - _AXIS), 1)
