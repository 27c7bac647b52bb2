"""Widgets made of classes that have no traits."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import litewidget
import pytest
from litewidget import ClosedWidgetError, MimeBundleDescriptor, WidgetTrait, command, reload_file
from traitlets import HasTraits, Int

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from litewidget.descriptor import ReprMimeBundle

    from tests.unit.litewidget.conftest import Page

ESM = "export default {};"


class Showable(Protocol):
    x: int

    @property
    def _repr_mimebundle_(self) -> ReprMimeBundle: ...


@dataclass
class Inner:
    depth: int = 1


@litewidget.widget(esm=ESM, css="p {}")
@dataclass
class Point:
    x: int = 0
    name: str = "p"
    inner: Inner = field(default_factory=Inner)

    @command
    def shift(self, *, by: int) -> int:
        self.x += by
        return self.x


@litewidget.widget(esm=ESM)
@dataclass(slots=True)
class Slotted:
    x: int = 0


class Plain:
    """Two methods and no more."""

    _repr_mimebundle_ = MimeBundleDescriptor(_esm=ESM)

    def __init__(self, x: int = 0) -> None:
        self.x = x
        self.hidden = 1

    def _get_anywidget_state(self, include: set[str] | None) -> dict[str, Any]:
        return {"x": self.x}

    def _set_anywidget_state(self, state: dict[str, Any]) -> None:
        self.x = state["x"]


class Traited(HasTraits):
    _repr_mimebundle_ = MimeBundleDescriptor(_esm=ESM)
    x = Int(0).tag(sync=True)
    hidden = Int(1)


def pydantic_point() -> Showable:
    pydantic = pytest.importorskip("pydantic")

    @litewidget.widget(esm=ESM)
    class Model(pydantic.BaseModel):
        x: int = 0

    return Model()


def msgspec_point() -> Showable:
    msgspec = pytest.importorskip("msgspec")

    @litewidget.widget(esm=ESM)
    class Struct(msgspec.Struct):
        x: int = 0

    return Struct()


def evented_point() -> Showable:
    psygnal = pytest.importorskip("psygnal")

    @litewidget.widget(esm=ESM)
    @psygnal.evented
    @dataclass
    class Evented:
        x: int = 0

    return Evented()


KINDS: list[Callable[[], Showable]] = [
    Point,
    Slotted,
    Plain,
    Traited,
    pydantic_point,
    msgspec_point,
    evented_point,
]


@pytest.fixture(params=KINDS, ids=[each.__name__ for each in KINDS])
def target(request: pytest.FixtureRequest) -> Showable:
    return request.param()


def shown(target: Showable) -> str:
    """Show the object in a cell; its model's id."""
    data, _ = target._repr_mimebundle_()
    model_id: str = data["application/vnd.jupyter.widget-view+json"]["model_id"]
    return model_id


def test_it_opens_when_it_is_shown_and_only_once(page: Page, target: Showable) -> None:
    assert page.sent == []
    model_id = shown(target)
    assert shown(target) == model_id
    [opened] = page.take()
    state = opened.data["state"]
    assert (state["x"], state["_esm"], state["_model_module"]) == (0, ESM, "anywidget")
    assert "hidden" not in state
    assert opened.metadata == {"version": "2.1.0"}


def test_what_is_set_here_goes_to_the_page(page: Page, target: Showable) -> None:
    shown(target)
    page.take()
    target.x = 5
    target.x = 6
    assert page.updates() == [{"x": 5}, {"x": 6}]


def test_what_the_page_sets_is_set_here_and_echoed_and_not_sent_back(page: Page, target: Showable) -> None:
    model_id = shown(target)
    page.take()
    page.set(model_id, {"x": 9})
    assert target.x == 9
    assert [(each.data["method"], each.data["state"]) for each in page.take()] == [("echo_update", {"x": 9})]
    target.x = 10
    assert page.updates() == [{"x": 10}]


def test_the_page_sets_nothing_but_the_state(page: Page, target: Showable) -> None:
    model_id = shown(target)
    page.set(model_id, {"x": 1, "hidden": 7, "_esm": "alert()", "__class__": None, "shift": None})
    assert target.x == 1
    assert getattr(target, "hidden", 1) == 1
    page.take()
    page.send(model_id, {"method": "request_state"})
    [state] = page.updates()
    assert state["_esm"] == ESM


def test_held_changes_and_messages_work_as_in_a_widget(page: Page, target: Showable) -> None:
    model_id = shown(target)
    page.take()
    heard: list[object] = []
    bundle = target._repr_mimebundle_
    with bundle.hold_sync():
        target.x = 1
        target.x = 2
    bundle.on_msg(lambda sender, content, buffers: heard.append((sender is target, content)))
    bundle.send({"hi": 1})
    page.send(model_id, {"method": "custom", "content": "yo"})
    assert [each.data.get("state", each.data.get("content")) for each in page.take()] == [{"x": 2}, {"hi": 1}]
    assert heard == [(True, "yo")]


def test_a_closed_one_says_so(page: Page, target: Showable) -> None:
    shown(target)
    bundle = target._repr_mimebundle_
    bundle.close()
    bundle.close()
    assert [each.kind for each in page.take()] == ["comm_open", "comm_close"]
    with pytest.raises(ClosedWidgetError):
        bundle.send({})
    assert "is closed" in bundle()[0]["text/plain"]
    target.x = 3
    assert page.take() == []


def test_commands_are_answered(page: Page) -> None:
    point = Point(1)
    model_id = shown(point)
    page.take()
    page.invoke(model_id, "shift", {"by": 4})
    update, response = page.take()
    assert update.data["state"] == {"x": 5}
    assert response.data["content"]["response"] == 5


def test_nested_dataclasses_stay_what_they_are(page: Page) -> None:
    point = Point()
    model_id = shown(point)
    assert page.state(model_id)["inner"] == {"depth": 1}
    page.set(model_id, {"inner": {"depth": 2}})
    assert point.inner == Inner(2)


def test_the_object_goes_and_its_widget_with_it(page: Page) -> None:
    point = Point()
    shown(point)
    page.take()
    reference = weakref.ref(point)
    del point
    gc.collect()
    assert reference() is None
    assert [each.kind for each in page.take()] == ["comm_close"]


def test_two_objects_have_their_own_models_and_changes(page: Page) -> None:
    one, other = Point(), Point()
    ids = shown(one), shown(other)
    page.take()
    other.x = 4
    assert [each.model_id for each in page.take()] == [ids[1]]
    assert ids[0] != ids[1]


def test_what_pydantic_does_not_allow_is_not_set(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    point = pydantic_point()
    model_id = shown(point)
    page.take()
    page.set(model_id, {"x": "7"})
    assert point.x == 7
    assert page.updates() == [{"x": 7}]
    page.set(model_id, {"x": "seven"})
    assert point.x == 7
    assert "ValidationError" in caplog.text


def test_what_msgspec_does_not_allow_is_not_set(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    point = msgspec_point()
    page.set(shown(point), {"x": "seven"})
    assert point.x == 0
    assert "ValidationError" in caplog.text


def test_binary_fields_travel_as_buffers(page: Page) -> None:
    pydantic, msgspec = pytest.importorskip("pydantic"), pytest.importorskip("msgspec")

    class Model(pydantic.BaseModel):
        _repr_mimebundle_: ClassVar = MimeBundleDescriptor(_esm=ESM)
        raw: bytes = b"\xff\x00"

    class Struct(msgspec.Struct):
        raw: bytes = b"\xff\x00"

    litewidget.widget(esm=ESM)(Struct)
    for made in (Model(), Struct()):
        opened = page.opened(shown(made))
        assert (opened.data["buffer_paths"], opened.buffers) == ([["raw"]], [b"\xff\x00"])
        page.set(opened.model_id, {}, [["raw"]], [b"new"])
        assert made.raw == b"new"


def test_a_class_that_says_nothing_of_its_state_is_told_what_to_do(page: Page) -> None:
    @litewidget.widget(esm=ESM)
    class Silent:
        pass

    with pytest.raises(TypeError, match=r"Silent does not say what its state is: give it a method"):
        _ = Silent()._repr_mimebundle_  # type: ignore[attr-defined]


def test_an_object_can_be_followed_by_hand(page: Page) -> None:
    @dataclass
    class Manual:
        _repr_mimebundle_ = MimeBundleDescriptor(_esm=ESM, autodetect_observer=False, mode="dark")
        x: int = 0

    manual: Any = Manual()
    model_id = shown(manual)
    assert page.state(model_id)["mode"] == "dark"
    page.take()
    manual.x = 1
    assert page.take() == []
    manual._repr_mimebundle_.send_state("x")
    assert page.updates() == [{"x": 1}]
    page.set(model_id, {"x": 2})
    assert manual.x == 2
    manual._repr_mimebundle_.unsync_object_with_view()
    page.set(model_id, {"x": 3})
    assert manual.x == 2


def test_one_without_a_view_shows_nothing_but_has_a_model(page: Page) -> None:
    class Model(Plain):
        _repr_mimebundle_ = MimeBundleDescriptor(_esm=ESM, no_view=True)

    model = Model(4)
    assert model._repr_mimebundle_() is None
    assert page.state(model._repr_mimebundle_.model_id)["x"] == 4


def test_files_are_read_and_followed(page: Page, tmp_path: Path) -> None:
    module = tmp_path / "point.js"
    module.write_text(ESM, encoding="utf-8")

    @litewidget.widget(esm=module)
    @dataclass
    class FromFile:
        x: int = 0

    one = FromFile()
    assert page.state(shown(one))["_esm"] == ESM
    page.take()
    module.write_text("export default { render() {} };", encoding="utf-8")
    reload_file(module)
    assert page.updates() == [{"_esm": "export default { render() {} };"}]
    with pytest.raises(FileNotFoundError, match=r"nowhere\.js"):
        litewidget.widget(esm=tmp_path / "nowhere.js")


def test_it_is_a_child_of_other_widgets(page: Page) -> None:
    class Parent(litewidget.Widget):
        _esm = ESM
        child = WidgetTrait().tag(sync=True)

    point = Point()
    parent = Parent(child=point)
    assert page.state(parent.model_id)["child"] == f"anywidget:{shown(point)}"


def test_a_list_of_an_evented_model_tells_of_the_field_that_holds_it(page: Page) -> None:
    psygnal = pytest.importorskip("psygnal")
    containers = pytest.importorskip("psygnal.containers")

    @litewidget.widget(esm=ESM)
    @psygnal.evented
    @dataclass
    class Basket:
        items: Any = field(default_factory=lambda: containers.EventedList([1]))

    basket = Basket()
    shown(basket)
    page.take()
    basket.items.append(2)
    assert page.updates()[-1] == {"items": [1, 2]}
