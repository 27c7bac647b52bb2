"""How long widgets of a page live: closed, restarted, removed, many, in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.widgets.cells import COUNTER, cell

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]

MAKING = (
    COUNTER
    + "counter = Counter(value=1)\nslider = w.IntSlider(value=1)\nbox = w.VBox([counter, slider])\nbox"
)


def test_a_widget_is_shown_twice_and_in_two_cells_as_one(open_page: OpenPage) -> None:
    page = open_page(cell(COUNTER + "counter = Counter()\ndisplay(counter)\ncounter") + cell("counter"))
    buttons = page.get_by_role("button", name="counted")
    expect(buttons).to_have_count(3)
    buttons.nth(0).click()
    expect(buttons.nth(2)).to_have_text("counted 1")
    buttons.nth(2).click()
    for each in range(3):
        expect(buttons.nth(each)).to_have_text("counted 2")


def test_what_python_closes_goes_from_the_page(open_page: OpenPage) -> None:
    page = open_page(
        cell(MAKING) + cell("counter") + cell("counter.close()\nbox.close()\nprint('closed')", "id=closing")
    )
    expect(page.get_by_role("button", name="counted")).to_have_count(2)
    expect(page.get_by_role("slider")).to_have_count(1)
    page.evaluate("closing.run()")
    expect(page.locator("#closing")).to_contain_text("closed")
    expect(page.get_by_role("button", name="counted")).to_have_count(0)
    expect(page.get_by_role("slider")).to_have_count(0)


def test_after_a_restart_views_stay_inert_until_their_cell_runs_again(open_page: OpenPage) -> None:
    page = open_page(
        cell(MAKING, "autorun id=making") + cell("counter", "autorun id=other") + cell("exit()", "id=end")
    )
    making, other = page.locator("#making"), page.locator("#other")
    expect(other.get_by_role("button", name="counted")).to_be_visible()
    expect(making.get_by_role("slider")).to_be_visible()
    page.evaluate("end.run()")
    for each in (making, other):
        expect(each).to_contain_text("This widget works again when it is made anew.")
        expect(each.locator("[inert]")).to_contain_text("counted 1")
    page.locator("#end").get_by_role("button", name="Restart Python").click()
    page.evaluate("making.run()")
    expect(making.locator("[inert]")).to_have_count(0)
    making.get_by_role("button", name="counted").click()
    expect(making.get_by_role("button", name="counted")).to_have_text("counted 2")
    # Its own cell has not run: it stays, and follows nothing.
    expect(other.locator("[inert]")).to_contain_text("counted 1")
    page.evaluate("other.run()")
    expect(other.get_by_role("button", name="counted")).to_have_text("counted 2")


def test_twenty_widgets_of_both_kinds_are_shown_and_answer(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            COUNTER + "counters = [Counter(value=number) for number in range(10)]\n"
            "sliders = [w.IntSlider(max=20) for number in range(10)]\n"
            "for pair in zip(counters, sliders):\n    w.link(*((each, 'value') for each in pair))\n"
            "for counter in counters:\n    display(counter)\n"
            "w.VBox(sliders)"
        )
    )
    buttons, readouts = page.get_by_role("button", name="counted"), page.locator(".widget-readout")
    expect(buttons).to_have_count(10)
    expect(readouts).to_have_count(10)
    for number in range(10):
        buttons.nth(number).click()
    for number in range(10):
        expect(readouts.nth(number)).to_have_text(str(number + 1))


def test_a_view_that_comes_before_its_model_waits_for_it(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            COUNTER + "view = 'application/vnd.jupyter.widget-view+json'\n"
            "display({view: dict(model_id='to-come', version_major=2, version_minor=0)}, raw=True)"
        )
        + cell("from ipywidgets.widgets.widget import Widget\nCounter(model_id='to-come')\nNone", "id=making")
    )
    expect(page.get_by_text("This widget is not in Python now.")).to_be_visible()
    page.evaluate("making.run()")
    expect(page.get_by_role("button", name="counted 0")).to_be_visible()
    expect(page.get_by_text("This widget is not in Python now.")).to_have_count(0)


def test_cells_that_are_removed_take_their_widgets_views_with_them(open_page: OpenPage) -> None:
    page = open_page(cell(MAKING, "autorun id=making") + cell("box", "id=other"))
    expect(page.get_by_role("slider")).to_be_visible()
    page.evaluate("making.remove()")
    expect(page.get_by_role("slider")).to_have_count(0)
    page.evaluate("other.run()")
    expect(page.get_by_role("slider")).to_be_visible()
    page.get_by_role("button", name="counted").click()
    expect(page.get_by_role("button", name="counted")).to_have_text("counted 2")


def test_an_error_in_a_callback_is_shown_once_where_the_widget_is(open_page: OpenPage) -> None:
    page = open_page(
        cell(
            "import ipywidgets as w\nbutton = w.Button(description='fail')\n"
            "button.on_click(lambda button: 1 / 0)\nbutton"
        )
    )
    page.get_by_role("button", name="fail").click()
    expect(page.get_by_text("ZeroDivisionError: division by zero")).to_be_visible()
    page.get_by_role("button", name="fail").click()
    expect(page.get_by_text("Traceback", exact=True)).to_have_count(2)
