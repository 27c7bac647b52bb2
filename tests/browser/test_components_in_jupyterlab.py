"""Parts of a page's interface that a cell makes in JupyterLab: a reader uses each, and Python hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.notebook_page import SHOWN_BY_OUR_LOADER

if TYPE_CHECKING:
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

MADE = """\
from litewidget.components import Button, Card, Checkbox, Container, Input
from litewidget.components import Plot, Select, Slider, Table, Tabs, TextArea
more = Button(label="More")
name = Input(label="Name")
notes = TextArea(label="Notes")
size = Select(label="Size", options=["s", "l"])
gift = Checkbox(label="A gift")
level = Slider(label="Level", min=0, max=10, value=5)
birds = Table({"name": ["owl", "wren"], "grams": [300, 9]}, caption="Birds", selectable="one")
plot = Plot([1, 3, 2], label="Counts")
more.on_click(lambda: setattr(level, "value", level.value + 1))
controls = Container([name, notes, size, gift, level, more])
Card([Tabs([controls, birds, plot], labels=["Controls", "Table", "Plot"])], heading="All")
"""


def test_each_component_that_a_cell_makes_is_used_in_jupyterlab(course_reader: Reader) -> None:
    notebook = course_reader.open_notebook("plain.ipynb")
    notebook.wait_for_the_kernel()
    notebook.ask(MADE)
    shown = notebook.output("import Button").locator(SHOWN_BY_OUR_LOADER).first
    card = shown.get_by_role("region", name="All")
    card.get_by_role("button", name="More").click()
    expect(card.get_by_role("slider", name="Level")).to_have_value("6")
    # Keys that JupyterLab has a use for, too, are the component's.
    card.get_by_role("textbox", name="Name").press_sequentially("dabby")
    card.get_by_role("textbox", name="Notes").press_sequentially("a\nb")
    card.get_by_role("textbox", name="Notes").press("Backspace")
    card.get_by_role("combobox", name="Size").select_option("l")
    card.get_by_role("checkbox", name="A gift").check()
    card.get_by_role("slider", name="Level").press("ArrowRight")
    controls = card.get_by_role("tab", name="Controls")
    controls.focus()
    controls.press("ArrowRight")
    table = card.get_by_role("grid", name="Birds")
    card.get_by_role("button", name="grams").click()
    table.press("ArrowDown")
    table.press("Enter")
    expect(table.get_by_role("row", name="owl 300")).to_have_attribute("aria-selected", "true")
    card.get_by_role("tab", name="Plot").click()
    reader = card.get_by_role("slider", name="Counts")
    reader.press("End")
    expect(reader).to_have_attribute("aria-valuetext", "2, Counts 2")
    reader.press("0")
    assert notebook.ask("name.value, notes.value, size.value, gift.checked, level.value, more.clicks") == (
        "('dabby', 'a\\n', 'l', True, 7.0, 1)"
    )
    assert notebook.ask("birds.selected_rows") == "[{'name': 'owl', 'grams': 300}]"
