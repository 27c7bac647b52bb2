"""Plain classes with a template, as the widgets that tags are made of."""

from __future__ import annotations

from typing import Any

import lite_build_tags
import pytest
import traitlets


class Stock:
    """What a page's author may write."""

    template = """<style>p { color: red }</style>
        <p class="{kind}">{price:.2f} for {owner.real!r}, {total}</p><b hidden="{is_empty}">{note}</b>"""
    price = 2
    kind: str = "plain"
    owner: complex = 1j
    is_empty = False
    note: str | None = None
    names: list[str] = []
    _hidden = 1

    @property
    def total(self) -> str:
        """What another name depends on."""
        return f"{self.price * 10} in all"


@pytest.fixture
def stock_class() -> Any:  # noqa: ANN401 - it is made while the test runs
    """The class of widgets."""
    return lite_build_tags.widget_class(Stock)


def test_what_is_annotated_or_has_a_value_is_a_trait(stock_class: Any) -> None:  # noqa: ANN401
    traits = stock_class.class_traits(sync=True)
    kinds = {name: type(trait) for name, trait in traits.items() if not name.startswith("_")}
    assert kinds == {
        "price": traitlets.Int,
        "kind": traitlets.Unicode,
        "is_empty": traitlets.Bool,
        "note": traitlets.Any,
        "names": traitlets.List,
    }
    assert stock_class.class_traits()["owner"].default_value == 1j
    first, second = stock_class(), stock_class()
    first.names.append("one")
    assert second.names == []
    assert isinstance(first, Stock)


def test_names_in_braces_are_shown_in_python_s_formats(stock_class: Any) -> None:  # noqa: ANN401
    stock = stock_class(price=3)
    assert stock._shown == {
        "{kind}": "plain",
        "{price:.2f}": "3.00",
        "{owner.real!r}": "0.0",
        "{total}": "30 in all",
        "{is_empty}": "False",
        "{note}": "",
    }
    assert stock._absent == ["{is_empty}", "{note}"]
    stock.price, stock.is_empty = 4, True
    assert (stock._shown["{total}"], stock._absent) == ("40 in all", ["{note}"])


def test_a_constructor_has_its_own_parameters_and_may_call_the_next() -> None:
    class Box:
        template = "<p>{size}</p>"
        size = 0
        label = ""

        def __init__(self, width: int, height: int = 2) -> None:
            super().__init__()
            self.size = width * height

    box = lite_build_tags.widget_class(Box)(width=3, label="wide")
    assert (box.size, box.label, box._shown) == (6, "wide", {"{size}": "6"})
    with pytest.raises(TypeError, match="width"):
        lite_build_tags.widget_class(Box)()


def test_nothing_is_shown_before_the_constructor_is_through() -> None:
    class Basket:
        template = "<p>{total}</p>"
        label = ""

        def __init__(self) -> None:
            self.label = self.label or "things"
            self._items = [1, 2]

        @property
        def total(self) -> str:
            return f"{sum(self._items)} {self.label}"

    basket = lite_build_tags.widget_class(Basket)(label="pounds")
    assert basket._shown == {"{total}": "3 pounds"}
    basket.label = "pence"
    assert basket._shown == {"{total}": "3 pence"}


def test_one_class_has_its_tag_once_more_and_another_has_not() -> None:
    assert lite_build_tags.element("my-stock")(Stock) is lite_build_tags.class_of("my-stock")
    lite_build_tags.element("my-stock")(Stock)
    with pytest.raises(ValueError, match="<my-stock> is the tag of"):
        lite_build_tags.element("my-stock")(type("Other", (), {"template": ""}))
