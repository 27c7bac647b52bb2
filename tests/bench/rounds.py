"""Taking turns, so that what else the machine does meets all that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Side = TypeVar("Side")
Measure = TypeVar("Measure")


def take_turns(
    sides: Mapping[str, Side], rounds: int, measure: Callable[[Side], Measure]
) -> dict[str, list[Measure]]:
    """Measure each side once a round, in one order and then in the other; gives what was measured of each."""
    measures: dict[str, list[Measure]] = {name: [] for name in sides}
    for number in range(rounds):
        names = list(sides)
        for name in names if number % 2 else reversed(names):
            measures[name].append(measure(sides[name]))
    return measures
