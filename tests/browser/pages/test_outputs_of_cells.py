"""What the kernel's Python puts out, as a page of plain HTML shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.pages.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.registry]

DISPLAYS = """from IPython.display import *
display(HTML('<p id="h">no</p><script>document.getElementById("h").textContent = "by script"<' '/script>'))
display(Markdown("**strong** and $x^2$"))
display(Math(r"\\frac{1}{2}"))
display(SVG('<svg width="30" height="10"><rect width="30" height="10"/></svg>'))
display(JSON({"a": [1, 2]}))
display(Javascript("element.append('from JavaScript')"))
display(Code("def f(): pass", language="python"))
print("\\x1b[1;31mred\\x1b[0m <b>escaped</b>")"""
CHANGING = """import sys, time
from IPython.display import HTML, clear_output, display
for done in range(5):
    print(f"\\r{done * 25}%", end="", file=sys.stderr)
    time.sleep(0.01)
print("\\nabove", flush=True)
for step in range(4):
    clear_output(wait=True)
    print("step", step)
handle = display(HTML("<i>before</i>"), display_id=True)
handle.update(HTML("<i>after</i>"))"""
FAILING = """def halve(value):
    return value / 0

halve(1)"""


def test_displays_of_ipython_are_shown(open_page: OpenPage) -> None:
    outputs = outputs_of(open_page(cell(DISPLAYS, "autorun")))
    expect(outputs.get_by_text("by script")).to_be_visible()
    expect(outputs.locator("strong")).to_have_text("strong")
    expect(outputs.locator("math")).to_have_count(2)
    expect(outputs.locator("img")).to_have_js_property("naturalWidth", 30)
    expect(outputs.locator("summary", has_text="root: {} 1 key")).to_be_visible()
    expect(outputs.get_by_text("from JavaScript")).to_be_visible()
    expect(outputs.get_by_text("red", exact=True)).to_have_css("font-weight", "700")
    expect(outputs.get_by_text("<b>escaped</b>")).to_be_visible()


def test_outputs_change_as_python_says(open_page: OpenPage) -> None:
    outputs = outputs_of(open_page(cell(CHANGING, "autorun")))
    expect(outputs.locator("i")).to_have_text("after")
    expect(outputs.locator(".lite-output")).to_have_text(["step 3", "after"])


def test_an_error_of_python_unfolds(open_page: OpenPage) -> None:
    outputs = outputs_of(open_page(cell(FAILING, "autorun")))
    expect(outputs.get_by_text(re.compile("ZeroDivisionError: division by zero")).first).to_be_visible()
    where = outputs.get_by_text("----> 2")
    expect(where).to_be_hidden()
    outputs.get_by_text("Traceback", exact=True).click()
    expect(where).to_be_visible()


def outputs_of(page: Page) -> Locator:
    """The outputs of the page's one cell."""
    return page.locator("lite-cell .lite-outputs")
