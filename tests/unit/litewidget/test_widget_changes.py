"""Waiting in a cell for what a reader does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from litewidget import AnyWidget, ClosedWidgetError, Widget
from traitlets import Int

if TYPE_CHECKING:
    from tests.unit.litewidget.conftest import Page


class Slider(Widget):
    _esm = "export default {};"
    value = Int(0).tag(sync=True)
    high = Int(10).tag(sync=True)


class OldSlider(AnyWidget):
    _esm = "export default {};"
    value = Int(0).tag(sync=True)


@pytest.mark.parametrize("kind", [Slider, OldSlider])
def test_waiting_for_a_change_gives_what_the_page_has_set(page: Page, kind: type[Slider | OldSlider]) -> None:
    async def scenario() -> tuple[object, bool]:
        slider = kind()
        waiting = asyncio.ensure_future(slider.changed("value"))
        await asyncio.sleep(0)
        before = waiting.done()
        page.set(slider.model_id, {"value": 7})
        return await waiting, before

    assert asyncio.run(scenario()) == (7, False)


def test_the_first_of_several_traits_ends_the_waiting(page: Page) -> None:
    async def scenario() -> list[object]:
        slider = Slider()
        waiting = [asyncio.ensure_future(slider.changed("value", "high")) for _ in range(2)]
        await asyncio.sleep(0)
        slider.high = 20
        slider.value = 3
        return [await each for each in waiting]

    assert asyncio.run(scenario()) == [20, 20]


def test_a_change_between_the_call_and_the_await_is_heard(page: Page) -> None:
    async def scenario() -> object:
        slider = Slider()
        waiting = slider.changed("value")
        slider.value = 3
        return await waiting

    assert asyncio.run(scenario()) == 3


@pytest.mark.parametrize("kind", [Slider, OldSlider])
def test_waiting_ends_with_the_widget(page: Page, kind: type[Slider | OldSlider]) -> None:
    async def scenario() -> None:
        slider = kind()
        waiting = slider.changed("value")
        slider.close()
        with pytest.raises(ClosedWidgetError, match="is closed and cannot be waited for"):
            await waiting

    asyncio.run(scenario())


def test_a_wait_that_is_cancelled_leaves_no_observer(page: Page) -> None:
    async def scenario() -> Slider:
        slider = Slider()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(slider.changed("value"), timeout=0.01)
        await asyncio.sleep(0)
        return slider

    slider = asyncio.run(scenario())
    assert slider._trait_notifiers.get("value", {}).get("change", []) == []


@pytest.mark.parametrize("names", [(), ("valeu",)])
def test_waiting_for_no_trait_is_refused(page: Page, names: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match=r"Did you mean 'value'|needs the name of a trait"):
        Slider().changed(*names)


@pytest.mark.parametrize("kind", [Slider, OldSlider])
def test_a_closed_widget_is_not_waited_for(page: Page, kind: type[Slider | OldSlider]) -> None:
    slider = kind()
    slider.close()
    with pytest.raises(ClosedWidgetError, match="is closed and cannot be waited for"):
        slider.changed("value")
