"""A widget's state: opened, changed from either side, held, closed."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from litewidget import ClosedWidgetError, ClosedWidgetWarning, SerializationError, Widget
from traitlets import Bytes, Dict, Int, List, TraitError, Unicode, observe, validate

if TYPE_CHECKING:
    from tests.unit.litewidget.conftest import Page

ESM = "export default { render() {} };"


class Counter(Widget):
    _esm = ESM
    value = Int(0).tag(sync=True)
    label = Unicode("clicks").tag(sync=True)
    private = Int(0)


def test_a_widget_opens_with_its_state_in_anywidgets_name(page: Page) -> None:
    counter = Counter(value=3)
    opened = page.opened(counter.model_id)
    assert opened.metadata == {"version": "2.1.0"}
    assert opened.data["state"] == {
        "_model_module": "anywidget",
        "_model_name": "AnyModel",
        "_model_module_version": "~0.11.*",
        "_view_module": "anywidget",
        "_view_name": "AnyView",
        "_view_module_version": "~0.11.*",
        "_view_count": None,
        "_anywidget_id": f"{Counter.__module__}.Counter",
        "_esm": ESM,
        "value": 3,
        "label": "clicks",
    }


def test_a_cell_shows_the_view_and_text_for_those_who_know_no_widgets(page: Page) -> None:
    counter = Counter(value=3)
    bundle = counter._repr_mimebundle_()
    assert bundle is not None
    assert bundle[0] == {
        "text/plain": "Counter(label='clicks', value=3)",
        "application/vnd.jupyter.widget-view+json": {
            "version_major": 2,
            "version_minor": 1,
            "model_id": counter.model_id,
        },
    }


def test_each_change_is_an_update_of_its_own_in_order(page: Page) -> None:
    counter = Counter()
    page.take()
    for value in (5, 0, 7):
        counter.value = value
    assert page.updates() == [{"value": 5}, {"value": 0}, {"value": 7}]


def test_a_value_that_stays_the_same_and_a_trait_that_is_not_synced_send_nothing(page: Page) -> None:
    counter = Counter(value=2)
    page.take()
    counter.value = 2
    counter.private = 9
    assert page.take() == []


def test_what_the_page_sets_is_set_and_echoed_and_not_sent_back(page: Page) -> None:
    counter = Counter()
    page.take()
    page.set(counter.model_id, {"value": 4})
    assert counter.value == 4
    assert [each.data["method"] for each in page.take()] == ["echo_update"]


def test_a_value_that_python_corrects_goes_back_to_the_page(page: Page) -> None:
    class Even(Counter):
        @validate("value")
        def _make_even(self, proposal: dict[str, Any]) -> int:
            return int(proposal["value"]) // 2 * 2

    even = Even()
    page.take()
    page.set(even.model_id, {"value": 5})
    echo, update = page.take()
    assert (echo.data["method"], echo.data["state"]) == ("echo_update", {"value": 5})
    assert (update.data["method"], update.data["state"]) == ("update", {"value": 4})


def test_a_trait_tagged_so_is_not_echoed(page: Page) -> None:
    class Quiet(Widget):
        _esm = ESM
        value = Int(0).tag(sync=True, echo_update=False)

    quiet = Quiet()
    page.take()
    page.set(quiet.model_id, {"value": 1})
    assert quiet.value == 1
    assert page.take() == []


def test_observers_hear_of_several_traits_when_all_are_set(page: Page) -> None:
    seen: list[tuple[int, str]] = []

    class Watched(Counter):
        @observe("value", "label")
        def _see(self, change: object) -> None:
            seen.append((self.value, self.label))

    watched = Watched()
    page.set(watched.model_id, {"value": 1, "label": "one"})
    assert seen == [(1, "one"), (1, "one")]


def test_an_observer_that_sets_another_trait_updates_the_page(page: Page) -> None:
    counter = Counter()
    counter.observe(lambda change: setattr(counter, "label", str(change["new"])), "value")
    page.take()
    page.set(counter.model_id, {"value": 8})
    assert page.updates() == [{"label": "8"}]


def test_held_changes_go_in_one_update_with_the_last_values(page: Page) -> None:
    counter = Counter()
    page.take()
    with counter.hold_sync():
        counter.value = 1
        with counter.hold_sync():
            counter.label = "inner"
        counter.value = 2
        assert page.take() == []
    assert page.updates() == [{"value": 2, "label": "inner"}]


def test_held_changes_go_also_where_the_block_ends_with_an_error(page: Page) -> None:
    counter = Counter()
    page.take()
    with pytest.raises(ZeroDivisionError), counter.hold_sync():
        counter.value = 1
        raise ZeroDivisionError
    assert page.updates() == [{"value": 1}]


def test_the_page_can_ask_for_the_whole_state(page: Page) -> None:
    counter = Counter(value=6)
    opened = page.state(counter.model_id)
    page.take()
    page.send(counter.model_id, {"method": "request_state"})
    assert page.updates() == [opened]


def test_a_page_that_was_loaded_again_gets_the_state_of_all_open_widgets(page: Page) -> None:
    class Picture(Widget):
        _esm = ESM
        pixels = Bytes(b"\x01\x02").tag(sync=True)

    picture, closed = Picture(), Counter()
    closed_id = closed.model_id
    closed.close()
    answer = page.request_all_states()
    assert answer.data["method"] == "update_states"
    assert picture.model_id in answer.data["states"]
    assert closed_id not in answer.data["states"]
    assert answer.data["states"][picture.model_id]["model_name"] == "AnyModel"
    assert answer.data["buffer_paths"] == [[picture.model_id, "state", "pixels"]]
    assert answer.buffers == [b"\x01\x02"]


def test_widgets_of_ipywidgets_are_in_that_answer_too(page: Page) -> None:
    ipywidgets = pytest.importorskip("ipywidgets")
    counter, slider = Counter(), ipywidgets.IntSlider(value=5)
    image = ipywidgets.Image(value=b"\x89PNG")
    answer = page.request_all_states()
    states = answer.data["states"]
    assert states[counter.model_id]["state"]["value"] == 0
    assert states[slider.model_id]["state"]["value"] == 5
    position = answer.data["buffer_paths"].index([image.model_id, "state", "value"])
    assert answer.buffers[position] == b"\x89PNG"
    ipywidgets.Widget.close_all()


def test_to_json_and_from_json_translate(page: Page) -> None:
    class Dated(Widget):
        _esm = ESM
        words = List(["a"]).tag(
            sync=True,
            to_json=lambda value, widget: " ".join(value),
            from_json=lambda value, widget: value.split(" "),
        )

    dated = Dated()
    assert page.state(dated.model_id)["words"] == "a"
    page.take()
    page.set(dated.model_id, {"words": "b c"})
    assert dated.words == ["b", "c"]
    assert page.updates() == []


def test_a_value_that_is_not_allowed_changes_nothing_and_is_reported(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    counter = Counter()
    page.set(counter.model_id, {"value": "many"})
    assert counter.value == 0
    assert "Counter" in caplog.text
    assert "TraitError" in caplog.text


def test_names_that_are_no_synced_traits_are_not_the_pages_to_set(page: Page) -> None:
    counter = Counter()
    page.set(counter.model_id, {"private": 5, "close": 1, "value": 2})
    assert (counter.private, counter.value) == (0, 2)
    counter.close()


def test_state_that_cannot_be_sent_names_the_trait_and_the_type(page: Page) -> None:
    class Holder(Widget):
        _esm = ESM
        items = Dict().tag(sync=True)

    holder = Holder()
    with pytest.raises(SerializationError, match=r"Holder\.items .*items\['a'\]\[1\] is of type object"):
        holder.items = {"a": [1, object()]}
    with pytest.raises(SerializationError, match=r"key of type tuple"):
        holder.items = {(1, 2): 3}
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(SerializationError, match="nests without end"):
        holder.items = {"a": endless}


def test_a_trait_that_does_not_exist_is_refused_with_the_nearest_name(page: Page) -> None:
    with pytest.raises(TypeError, match=r"Counter has no trait 'vlaue'\. Did you mean 'value'\?"):
        Counter(vlaue=1)
    with pytest.raises(TraitError):
        Counter(value="one")


def test_traits_added_to_one_widget_are_sent_and_synced(page: Page) -> None:
    counter = Counter()
    page.take()
    counter.add_traits(colour=Unicode("red").tag(sync=True), hidden=Int(0))
    assert page.updates() == [{"colour": "red"}]
    page.set(counter.model_id, {"colour": "blue"})
    assert counter.colour == "blue"
    page.take()
    counter.colour = "green"
    assert page.updates() == [{"colour": "green"}]


def test_a_list_that_was_changed_in_place_can_be_sent(page: Page) -> None:
    class Listed(Widget):
        _esm = ESM
        items = List([1]).tag(sync=True)

    listed = Listed()
    listed.items.append(2)
    page.take()
    listed.send_state("items")
    assert page.updates() == [{"items": [1, 2]}]


def test_closing_twice_is_harmless_and_the_page_hears_it_once(page: Page) -> None:
    counter = Counter()
    page.take()
    counter.close()
    counter.close()
    assert [each.kind for each in page.take()] == ["comm_close"]
    assert counter.comm is None


def test_a_closed_widget_that_is_used_again_says_so(page: Page) -> None:
    counter = Counter()
    counter.close()
    with pytest.raises(ClosedWidgetError, match=r"Counter is closed and cannot send a message"):
        counter.send({})
    with pytest.raises(ClosedWidgetError, match=r"Counter is closed"):
        counter.send_state()
    with pytest.raises(ClosedWidgetError):
        _ = counter.model_id
    with pytest.warns(ClosedWidgetWarning, match="no page hears that value changed") as warned:
        counter.value = 3
    assert warned[0].filename == __file__
    counter.value = 4
    assert counter._repr_mimebundle_() == (
        {"text/plain": "Counter is closed. Make a new one to show it."},
        {},
    )


def test_a_comm_that_the_page_closes_closes_the_widget(page: Page) -> None:
    counter = Counter()
    page.take()
    page.close(counter.model_id)
    with pytest.raises(ClosedWidgetError):
        counter.send({})
    counter.close()
    assert page.take() == []


def test_a_widget_lives_until_it_is_closed_and_no_longer(page: Page) -> None:
    counter = Counter()
    reference = weakref.ref(counter)
    model_id = counter.model_id
    del counter
    gc.collect()
    page.set(model_id, {"value": 1})
    kept = reference()
    assert kept is not None
    kept.close()
    del kept
    gc.collect()
    assert reference() is None


def test_two_classes_of_one_name_have_their_own_ids(page: Page) -> None:
    def define() -> type[Widget]:
        class Twin(Widget):
            _esm = ESM

        return Twin

    first, second = define(), define()
    ids = [page.state(each().model_id)["_anywidget_id"] for each in (first, second, first)]
    assert ids == [f"{__name__}.Twin", f"{__name__}.Twin#2", f"{__name__}.Twin"]


def test_a_widget_with_no_view_shows_nothing(page: Page) -> None:
    class Hidden(Widget):
        _esm = ESM
        _view_name = Unicode(None, allow_none=True).tag(sync=True)

    assert Hidden()._repr_mimebundle_() is None
    assert page.sent[0].data["state"]["_view_name"] is None


def test_a_message_of_an_unknown_method_is_reported(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    counter = Counter()
    page.send(counter.model_id, {"method": "dance"})
    assert "Counter knows no messages with method 'dance'" in caplog.text
