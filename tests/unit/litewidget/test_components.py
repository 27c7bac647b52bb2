"""The components' classes refuse what is no value, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

import pytest
import traitlets
from litewidget.components import Container, Plot, Select, Slider, Table, Tabs

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Slider(min=0, max=10, value=11), "value=11 is not between min=0 and max=10"),
        (lambda: Slider(min=5, max=1), "min=5 is above max=1"),
        (lambda: Slider(step=0), "step=0 is not above 0"),
        (lambda: Select(["a", "b"], value="c"), "'c' is none of the options: 'a', 'b'"),
        (lambda: Select([1]), "an option is a text"),
        (lambda: Plot([1, "two"]), "y is numbers, and 'two' is none"),
        (lambda: Plot({"own": [None, True]}), "own is numbers, and True is none"),
        (lambda: Tabs(labels=["one"], selected=1), "selected=1, and there are 1 tabs"),
        (lambda: Tabs([Slider(), Slider()], labels=["one"]), "2 children, and 1 labels: each needs one"),
        (lambda: Table([1]), "a row of a table is a dict"),
        (lambda: Container(align_items="left"), "align_items"),
    ],
)
def test_what_is_no_value_is_refused_in_words(make: Callable[[], object], reason: str) -> None:
    with pytest.raises((traitlets.TraitError, TypeError), match=reason):
        make()


def test_a_slider_begins_in_the_middle_and_stays_in_its_range() -> None:
    slider = Slider(min=0, max=1, step=0.1)
    assert slider.value == 0.5
    slider.max = 0.3
    assert slider.value == 0.3


def test_a_selection_begins_with_its_first_option_unless_it_asks() -> None:
    assert Select([("One", "1"), ("Two", "2")]).value == "1"
    assert Select(["a"], placeholder="Choose").value == ""


class Column:
    """A column as pandas has it, whose last value is no time."""

    def items(self) -> Never:
        """Pairs, which are not wanted."""
        raise NotImplementedError

    def tolist(self) -> list[object]:
        """Its values."""
        return [1, NoTime()]


class NoTime:
    """As pandas has it."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


def test_a_plot_takes_a_column_and_several_by_their_names() -> None:
    assert Plot(Column()).y == [1, None]
    assert Plot({"a": Column()}, x=("one", "two")).series == {"a": [1, None]}


def test_tabs_without_labels_are_numbered() -> None:
    assert Tabs([Slider(), Slider()]).labels == ["1", "2"]


class Frame:
    """A table as pandas has it."""

    def to_dict(self, orient: str) -> list[dict[object, object]]:
        """Its rows."""
        assert orient == "records"
        return [{"name": "wren", 2020: float("nan")}, {"name": "owl", 2020: 3}]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ([{"a": 1}, {"a": None}], [{"a": 1}, {"a": None}]),
        ({"a": [1, 2], "b": "x"}, [{"a": 1, "b": "x"}, {"a": 2, "b": None}]),
        (Frame(), [{"name": "wren", "2020": None}, {"name": "owl", "2020": 3}]),
        ((), []),
    ],
)
def test_a_table_takes_rows_in_several_forms(table: object, rows: list[dict[str, object]]) -> None:
    assert Table(table).rows == rows


def test_a_component_of_no_page_is_not_found() -> None:
    with pytest.raises(LookupError, match="no component of the page has the id 'level': give an element"):
        Slider.find("#level")
