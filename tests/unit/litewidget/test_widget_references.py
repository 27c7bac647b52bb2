"""Widgets inside widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import litewidget
import pytest
from litewidget import ClosedWidgetError, Widget, WidgetTrait, widget_serialization
from traitlets import Dict, Instance, Int, List, TraitError

if TYPE_CHECKING:
    from tests.unit.litewidget.conftest import Page

ESM = "export default {};"


class Child(Widget):
    _esm = ESM
    value = Int(0).tag(sync=True)


class Parent(Widget):
    _esm = ESM
    child = WidgetTrait().tag(sync=True)
    others = List().tag(sync=True)


@litewidget.widget(esm=ESM)
@dataclass
class Point:
    x: int = 0


def test_a_child_travels_as_a_reference_and_after_it_was_opened(page: Page) -> None:
    child = Child()
    parent = Parent(child=child)
    assert page.state(parent.model_id)["child"] == f"anywidget:{child.model_id}"
    assert [each.model_id for each in page.sent] == [child.model_id, parent.model_id]


def test_an_object_with_the_descriptor_is_opened_by_being_referred_to(page: Page) -> None:
    point = Point(3)
    parent = Parent(child=point)
    reference = page.state(parent.model_id)["child"]
    assert page.state(reference.removeprefix("anywidget:"))["x"] == 3


def test_widgets_inside_lists_and_dicts_are_references_too(page: Page) -> None:
    class Deep(Parent):
        named = Dict().tag(sync=True)

    one, other = Child(), Child()
    deep = Deep(others=[one, [other]], named={"a": {"b": one}})
    state = page.state(deep.model_id)
    assert state["others"] == [f"anywidget:{one.model_id}", [f"anywidget:{other.model_id}"]]
    assert state["named"] == {"a": {"b": f"anywidget:{one.model_id}"}}


def test_a_reference_that_the_page_sets_is_the_widget_here(page: Page) -> None:
    one, other, point = Child(), Child(), Point()
    parent = Parent(child=one)
    page.take()
    page.set(parent.model_id, {"child": f"anywidget:{other.model_id}"})
    assert parent.child is other
    assert page.updates() == []
    page.set(parent.model_id, {"child": f"anywidget:{point._repr_mimebundle_.model_id}"})  # type: ignore[attr-defined]
    assert parent.child is point
    page.set(parent.model_id, {"child": None})
    assert parent.child is None


def test_what_is_no_widget_is_refused(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    parent = Parent()
    for wrong in (5, "anywidget:abc", object()):
        with pytest.raises(TraitError, match="a widget or None"):
            parent.child = wrong
    page.set(parent.model_id, {"child": "anywidget:nobody"})
    assert parent.child is None
    assert "TraitError" in caplog.text


def test_a_closed_widget_cannot_be_referred_to(page: Page) -> None:
    child = Child()
    child.close()
    with pytest.raises(ClosedWidgetError, match="Child is closed"):
        Parent(child=child)


def test_widgets_of_ipywidgets_are_children_too(page: Page) -> None:
    ipywidgets = pytest.importorskip("ipywidgets")
    slider = ipywidgets.IntSlider()
    parent = Parent(child=slider)
    assert page.state(parent.model_id)["child"] == f"anywidget:{slider.model_id}"
    page.set(parent.model_id, {"child": None})
    page.set(parent.model_id, {"child": f"anywidget:{slider.model_id}"})
    assert parent.child is slider
    slider.close()


def test_references_in_the_manner_of_ipywidgets_are_a_traits_choice(page: Page) -> None:
    class Box(Widget):
        _esm = ESM
        children = List(Instance(Widget)).tag(sync=True, **widget_serialization)
        named = Dict().tag(sync=True, **widget_serialization)

    one, other = Child(), Child()
    box = Box(children=[one], named={"a": one, "n": 1})
    state = page.state(box.model_id)
    assert state["children"] == [f"IPY_MODEL_{one.model_id}"]
    assert state["named"] == {"a": f"IPY_MODEL_{one.model_id}", "n": 1}
    page.set(
        box.model_id,
        {"children": [f"IPY_MODEL_{other.model_id}"], "named": {"b": f"IPY_MODEL_{other.model_id}"}},
    )
    assert box.children == [other]
    assert box.named == {"b": other}
