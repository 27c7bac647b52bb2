"""What examples put out, beside what is written."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from lite_build.documentation.comparison import difference
from lite_build.documentation.example_cells import cells_of


def value(text: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def error(name: str, message: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": []}


RAISES = ">>> f()\nTraceback (most recent call last):\n  ...\n"


@pytest.mark.parametrize(
    ("text", "outputs", "flags"),
    [
        (">>> 1 + 1\n2\n", [value("2")], 0),
        (">>> print(1); 2\n1\n2\n", [printed("1\n"), value("2")], 0),
        (">>> f()\n1...\n", [value("1234")], doctest.ELLIPSIS),
        (">>> f()  # doctest: +ELLIPSIS\n1...\n", [value("1234")], 0),
        (">>> a = 1\n", [], 0),
        ("print('plain code says nothing of its outputs')", [printed("whatever\n")], 0),
        (RAISES + "ValueError: no\n", [error("ValueError", "no")], 0),
        (RAISES + "package.module.OwnError: no\n", [error("OwnError", "no")], 0),
        (RAISES + "KeyError\n", [error("KeyError", "")], 0),
        (
            RAISES + "ValueError: something else\n",
            [error("ValueError", "no")],
            doctest.IGNORE_EXCEPTION_DETAIL,
        ),
    ],
)
def test_what_is_as_it_is_written_is_well(text: str, outputs: list[dict[str, Any]], flags: int) -> None:
    [cell] = cells_of(text)
    assert difference(cell, outputs, flags) is None


@pytest.mark.parametrize(
    ("text", "outputs", "flags", "said"),
    [
        (">>> 1 + 1\n3\n", [value("2")], 0, "Expected:\n    3\nGot:\n    2"),
        (">>> f()  # doctest: -ELLIPSIS\n1...\n", [value("1234")], doctest.ELLIPSIS, "Expected:"),
        (">>> 5\n", [value("5")], 0, "Expected nothing"),
        (">>> f()\n1\n", [], 0, "Got nothing"),
        (">>> f()\n1\n", [error("ValueError", "no")], 0, "it raises ValueError: no"),
        ("f()", [error("NameError", "name 'f' is not defined")], 0, "it raises NameError"),
        (RAISES + "ValueError: no\n", [value("1")], 0, "it raises nothing"),
        (
            RAISES + "ValueError: no\n",
            [error("KeyError", "no")],
            doctest.IGNORE_EXCEPTION_DETAIL,
            "KeyError: no",
        ),
    ],
)
def test_what_differs_is_told(text: str, outputs: list[dict[str, Any]], flags: int, said: str) -> None:
    [cell] = cells_of(text)
    assert said in (difference(cell, outputs, flags) or "")
