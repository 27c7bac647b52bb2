"""Values on their way between Python and a page's scripts, as JSON."""

from __future__ import annotations

import array
import json
import math
from collections import deque
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from lite_build_values import Incoming, Outgoing


def sent(value: object) -> tuple[Any, list[bytes]]:
    """What the page is told of a value, and the bytes that go beside it."""
    kept: list[object] = []

    def keep(each: object) -> int:
        kept.append(each)
        return len(kept)

    outgoing = Outgoing(keep)
    told = json.loads(json.dumps(outgoing.told(value), allow_nan=False))
    return told, [bytes(buffer) for buffer in outgoing.buffers]


def back(value: object) -> Any:  # noqa: ANN401 - as the page says
    """A value that has gone to the page and has come back."""
    told, buffers = sent(value)
    return Incoming(
        [memoryview(each) for each in buffers], lambda number: number, lambda number: number
    ).value(told)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        2**70,
        2.5,
        -math.inf,
        "ä",
        [1, [2.0]],
        {"a": {"b": None}},
        {1: "one", ("a", 2): "two"},
        {"$": "number"},
        {1, 2},
        datetime(2026, 11, 30, 12, tzinfo=UTC),
    ],
)
def test_what_a_page_has_as_well_comes_back_the_same(value: object) -> None:
    assert back(value) == value


def test_other_values_come_back_as_what_a_page_has_for_them() -> None:
    assert math.isnan(back(math.nan))
    assert back((1, 2)) == [1, 2]
    assert back(Fraction(1, 2)) == 0.5
    assert back(date(2026, 11, 30)) == datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(("code", "kind"), [("b", "Int8Array"), ("d", "Float64Array"), ("H", "Uint16Array")])
def test_arrays_are_typed_arrays(code: str, kind: str) -> None:
    values = array.array(code, [1, 2])
    told, [buffer] = sent(values)
    assert told == {"$": "array", "type": kind, "at": 0, "shape": [2]}
    assert buffer == values.tobytes()
    assert list(back(values)) == [1, 2]


def test_an_array_of_several_dimensions_has_its_shape_and_each_second_item_is_in_order() -> None:
    grid = memoryview(bytes(range(6))).cast("B", (2, 3))
    assert sent(grid)[0]["shape"] == [2, 3]
    assert sent(memoryview(b"abcdef")[::2])[1] == [b"ace"]


def test_what_is_no_data_is_told_of_by_a_number() -> None:
    assert sent([deque(), len]) == (
        [
            {"$": "object", "id": 1, "type": "deque"},
            {"$": "object", "id": 2, "type": "builtin_function_or_method"},
        ],
        [],
    )
