"""What the texts of an element's attributes are, by the types of the traits that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import traitlets
from lite_build_attributes import Mistake, converted

if TYPE_CHECKING:
    from traitlets import TraitType


@pytest.mark.parametrize(
    ("trait", "text", "value"),
    [
        (traitlets.Bool(), "", True),
        (traitlets.Bool(), "flag", True),
        (traitlets.Bool(), "False", False),
        (traitlets.Int(), "3.0", 3),
        (traitlets.Int(), "-12345678901234567890", -12345678901234567890),
        (traitlets.Int(), "9" * 400, int("9" * 400)),
        (traitlets.Float(), "1e3", 1000.0),
        (traitlets.Unicode(), "7", "7"),
        (traitlets.Unicode(allow_none=True), "null", None),
        (traitlets.List(), '[1, "b"]', [1, "b"]),
        (traitlets.Tuple(), "[1, 2]", (1, 2)),
        (traitlets.Dict(), '{"a": 1}', {"a": 1}),
        (traitlets.Set(), "[1, 1]", {1}),
        (traitlets.Enum([1, "two"]), "1", 1),
        (traitlets.Union([traitlets.Int(), traitlets.Unicode()]), "x", "x"),
        (traitlets.Union([traitlets.Int(), traitlets.Unicode()]), "4", 4),
        (traitlets.Any(), '{"a": 1}', {"a": 1}),
        (traitlets.Any(), "words", "words"),
    ],
)
def test_a_text_is_read_by_its_trait(trait: TraitType[object, object], text: str, value: object) -> None:
    read = converted("flag", text, trait, None)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("example", "text", "value"),
    [(True, "no", False), (1, "2", 2), (0.5, "2", 2.0), ("a", "2", "2"), ([], "[1]", [1]), (None, "2", 2)],
)
def test_a_text_is_read_by_another_value_where_there_is_no_trait(
    example: object, text: str, value: object
) -> None:
    read = converted("field", text, None, example)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("trait", "text", "told"),
    [
        (traitlets.Bool(), "maybe", 'count="maybe" cannot be read: it is true or false.'),
        (traitlets.Int(), "1.5", 'count="1.5" cannot be read: it is a whole number.'),
        (traitlets.Int(), "inf", 'count="inf" cannot be read: it is a whole number.'),
        (traitlets.Float(), "x", 'count="x" cannot be read: it is a number.'),
        (traitlets.List(), '{"a": 1}', "it is a list in JSON."),
        (traitlets.Dict(), "{a: 1}", "it is JSON, and"),
        (traitlets.Enum(["one", "two"]), "three", "it is one of one, two."),
    ],
)
def test_a_text_that_is_no_value_is_told_in_words(
    trait: TraitType[object, object], text: str, told: str
) -> None:
    with pytest.raises(Mistake) as raised:
        converted("count", text, trait, None)
    assert told in str(raised.value)
