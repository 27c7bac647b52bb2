"""What the number line does in Python; its page side needs a browser."""

from __future__ import annotations

import pytest
from number_line import NumberLine
from traitlets import TraitError


def test_it_starts_with_the_points_that_it_was_given() -> None:
    line = NumberLine({"a half": 0.2}, high=2)
    assert line.get_state(["points", "high"]) == {"points": {"a half": 0.2}, "high": 2.0}


def test_a_point_that_was_moved_in_the_page_is_heard_of() -> None:
    line = NumberLine({"a half": 0.2})
    seen: list[dict[str, float]] = []
    line.observe(lambda change: seen.append(change["new"]), "points")
    line.set_state({"points": {"a half": 0.5}})
    assert (line.points, seen) == ({"a half": 0.5}, [{"a half": 0.5}])


@pytest.mark.parametrize("wrong", [{"low": 2}, {"high": -1}, {"step": 0}, {"parts": 0}])
def test_a_line_that_cannot_be_drawn_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(TraitError, match="must be"):
        NumberLine(**wrong)
