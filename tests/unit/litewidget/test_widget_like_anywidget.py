"""The same code on anywidget 0.11 and on this library: what each sends must be the same.

Model ids are numbered in the order of their opening; nothing else is left out.
"""

from __future__ import annotations

import importlib
from array import array
from typing import TYPE_CHECKING, Any

import comm
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    from tests.unit.litewidget.conftest import Page

traitlets = pytest.importorskip("traitlets")
ipywidgets = pytest.importorskip("ipywidgets")
pytest.importorskip("anywidget")

ESM = "export default { render() {} };"
LIBRARIES = ("anywidget", "litewidget")


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> ModuleType:
    return importlib.import_module(request.param)


@pytest.fixture(autouse=True)
def comms_have_a_kernel(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have anywidget's descriptor send: on a comm that has no kernel it keeps silent."""
    monkeypatch.setattr(comm.create_comm, "kernel", object(), raising=False)


def messages(page: Page) -> list[tuple[str, str, Any, list[bytes], Any]]:
    """What was sent since the last time, with numbers in the place of ids."""
    numbers: dict[str, str] = {}
    for each in page.sent:
        numbers.setdefault(each.model_id, f"model {len(numbers)}")

    def named(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, dict):
            return {key: named(item) for key, item in value.items()}
        if isinstance(value, list):
            return [named(item) for item in value]
        if isinstance(value, str):
            for model_id, number in numbers.items():
                value = value.replace(model_id, number)
        return value

    return [
        (each.kind, numbers[each.model_id], named(each.data), each.buffers, each.metadata)
        for each in page.take()
    ]


def compare(page: Page, scenario: Callable[[ModuleType], object]) -> list[Any]:
    """Run a scenario on both libraries, compare what they sent, and return it."""
    results = []
    for name in LIBRARIES:
        ipywidgets.Widget.close_all()
        page.take()
        scenario(importlib.import_module(name))
        results.append(messages(page))
    theirs, ours = results
    assert ours == theirs
    assert ours
    ipywidgets.Widget.close_all()
    return ours


def test_a_widgets_life_is_the_same(page: Page) -> None:
    def scenario(anywidget: ModuleType) -> None:
        class Counter(anywidget.AnyWidget):
            __module__ = "scenarios"
            _esm = ESM
            _css = "p {}"
            value = traitlets.Int(0).tag(sync=True)
            quiet = traitlets.Int(0).tag(sync=True, echo_update=False)

        counter = Counter(value=2)
        counter.value = 3
        with counter.hold_sync():
            counter.value = 4
            counter.value = 5
        page.set(counter.model_id, {"value": 6})
        page.set(counter.model_id, {"quiet": 6})
        page.send(counter.model_id, {"method": "request_state"})
        counter.send({"hello": 1}, [b"x"])
        counter._esm = "export default {};"
        counter.layout.width = "3px"
        counter.close()

    sent = compare(page, scenario)
    assert [each[0] for each in sent].count("comm_open") == 2


def test_binary_state_is_the_same(page: Page) -> None:
    def scenario(anywidget: ModuleType) -> None:
        class Picture(anywidget.AnyWidget):
            __module__ = "scenarios"
            _esm = ESM
            pixels = traitlets.Bytes(b"\x00").tag(sync=True)
            parts = traitlets.List([]).tag(sync=True)

        picture = Picture()
        picture.pixels = b"\x01\x02"
        picture.parts = [b"a", {"b": memoryview(b"c")}, (1, 2)]
        page.set(picture.model_id, {"parts": [None]}, [["parts", 0]], [b"z"])

    compare(page, scenario)


def test_commands_are_answered_the_same(page: Page) -> None:
    def scenario(anywidget: ModuleType) -> None:
        class Calculator(anywidget.AnyWidget):
            __module__ = "scenarios"
            _esm = ESM

            @anywidget.experimental.command
            def reverse(self, msg: object, buffers: list[Any]) -> tuple[object, list[bytes]]:
                return {"was": msg}, [bytes(each)[::-1] for each in buffers]

        calculator = Calculator()
        page.invoke(calculator.model_id, "reverse", {"a": 1}, buffers=[b"abc"], call="x")

    compare(page, scenario)


def test_nested_widgets_are_the_same(page: Page) -> None:
    def scenario(anywidget: ModuleType) -> None:
        class Child(anywidget.AnyWidget):
            __module__ = "scenarios"
            _esm = ESM

        class Parent(anywidget.AnyWidget):
            __module__ = "scenarios"
            _esm = ESM
            child = anywidget.WidgetTrait().tag(sync=True)

        parent = Parent(child=Child())
        parent.child = None
        ipywidgets.VBox([parent])

    compare(page, scenario)


def test_a_class_without_traits_opens_and_changes_the_same(page: Page) -> None:
    pytest.importorskip("psygnal")
    kept: list[object] = []

    def scenario(anywidget: ModuleType) -> None:
        class Point:
            x: int = 0
            name: str = "p"

        Point.__annotations__ = {"x": int, "name": str}
        Point.__module__ = "scenarios"
        made = anywidget.experimental.dataclass(Point, esm=ESM, css="p {}")
        point = made if isinstance(made, type) else made(Point)
        one = point(x=2)
        kept.append(one)
        one._repr_mimebundle_()
        # anywidget sends the whole state again right after it has opened the comm with it.
        page.sent = [each for each in page.sent if len(each.data.get("state", {})) != 5]
        one.x = 3
        one.name = "q"
        assert one.events is not None

    compare(page, scenario)


def test_what_a_cell_shows_is_the_same(page: Page, library: ModuleType) -> None:
    class Counter(library.AnyWidget):
        _esm = ESM

    counter = Counter()
    data, metadata = counter._repr_mimebundle_()
    assert metadata == {}
    assert data["text/plain"].startswith("<")
    assert data["application/vnd.jupyter.widget-view+json"] == {
        "version_major": 2,
        "version_minor": 1,
        "model_id": counter.model_id,
    }


def test_what_is_a_file_is_judged_the_same(page: Page, library: ModuleType, tmp_path: Path) -> None:
    def esm_of(value: object) -> object:
        class Named(library.AnyWidget):
            _esm = value

        return Named()._esm

    module = tmp_path / "module.js"
    module.write_text(ESM, encoding="utf-8")
    assert esm_of(module) == esm_of(str(module)) == ESM
    for text in ("export default {}", "a\nb.js", "https://example.org/a.js", "append(x).then"):
        assert esm_of(text) == text
    with pytest.raises(FileNotFoundError):
        esm_of("nowhere.js")


def test_a_drop_in_widget_is_one_of_ipywidgets(page: Page, library: ModuleType) -> None:
    class Counter(library.AnyWidget):
        _esm = ESM
        value = traitlets.Int(0).tag(sync=True)

    one, other = Counter(), Counter()
    link = ipywidgets.jslink((one, "value"), (other, "value"))
    box = ipywidgets.HBox([one, other])
    assert isinstance(one, ipywidgets.DOMWidget)
    assert box.children == (one, other)
    assert link.source[0] is one
    assert str(Counter._esm) == ESM


def test_names_that_code_for_anywidget_imports_are_there(library: ModuleType) -> None:
    experimental = importlib.import_module(f"{library.__name__}.experimental")
    assert library.experimental is experimental
    for name in ("AnyWidget", "Widget", "WidgetTrait", "__version__", "load_ipython_extension"):
        assert getattr(library, name) is not None
    for name in ("MimeBundleDescriptor", "command", "dataclass", "widget"):
        assert getattr(experimental, name) is not None


def test_a_drop_in_commands_failures_are_answered(page: Page) -> None:
    litewidget = importlib.import_module("litewidget")

    class Calculator(litewidget.AnyWidget):
        _esm = ESM

        @litewidget.command
        def fail(self, msg: object, buffers: list[Any]) -> None:
            raise ValueError("no good")

    calculator = Calculator()
    page.take()
    page.invoke(calculator.model_id, "fail", 1)
    page.invoke(calculator.model_id, "nothing", 1)
    failed, unknown = [each.data["content"]["error"] for each in page.responses()]
    assert failed == {"name": "ValueError", "message": "no good"}
    assert "has no command 'nothing'" in unknown["message"]
    calculator.close()
    calculator.close()


def test_a_drop_in_follows_its_file(page: Page, tmp_path: Path) -> None:
    litewidget = importlib.import_module("litewidget")
    module = tmp_path / "module.js"
    module.write_text(ESM, encoding="utf-8")

    class FromFile(litewidget.AnyWidget):
        _esm = module

    FromFile()
    page.take()
    module.write_text("export default {};", encoding="utf-8")
    assert litewidget.reload_file(module)
    assert page.updates() == [{"_esm": "export default {};"}]


def test_a_widget_and_a_drop_in_say_the_same_but_for_what_ipywidgets_adds(page: Page) -> None:
    litewidget = importlib.import_module("litewidget")
    states = []
    for base in (litewidget.AnyWidget, litewidget.Widget):

        class Counter(base):  # type: ignore[misc, valid-type]
            _esm = ESM
            value = traitlets.Int(0).tag(sync=True)

        states.append(page.state(Counter().model_id))
    drop_in, plain = states
    assert {key: value for key, value in drop_in.items() if key in plain and key != "_anywidget_id"} == {
        key: value for key, value in plain.items() if key != "_anywidget_id"
    }
    assert drop_in.keys() - plain.keys() == {"_dom_classes", "layout", "tabbable", "tooltip"}


def test_arrays_travel_from_a_drop_in_too(page: Page) -> None:
    litewidget = importlib.import_module("litewidget")

    class Holder(litewidget.AnyWidget):
        _esm = ESM
        data = litewidget.BinaryTrait().tag(sync=True)

    holder = Holder()
    page.take()
    holder.data = array("f", [1, 2])
    [sent] = page.take()
    assert sent.data["state"] == {"data": {"dtype": "float32", "shape": [2]}}
    assert sent.buffers == [array("f", [1, 2]).tobytes()]
    holder.close()
