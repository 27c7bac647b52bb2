"""JupyterLab on a narrow screen: room for the notebook, and a status bar that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.kept_state import wait_until_kept
from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]

LEFT, RIGHT = "#jp-left-stack", "#jp-right-stack"
FILES_TAB = ".jp-SideBar.jp-mod-left .lm-TabBar-tab[data-id='filebrowser']"
#: What of the bars is seen and does not lie within its bar, or on another item of it.
MISPLACED = """
() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is wider than the screen");
  const bar = document.querySelector(".jp-StatusBar-Widget").getBoundingClientRect();
  const items = [...document.querySelectorAll(".jp-StatusBar-Item")].filter((item) => {
    const { top, width } = item.getBoundingClientRect();
    return width > 0 && top < bar.bottom - 1;
  });
  let last = null;
  for (const item of items) {
    const place = item.getBoundingClientRect();
    if (place.left < bar.left || place.right > bar.right) found.push(`outside: ${item.textContent}`);
    if (place.bottom > bar.bottom + 1) found.push(`below: ${item.textContent}`);
    if (last !== null && place.left < last.right - 1) found.push(`on another: ${item.textContent}`);
    last = place;
  }
  if (items.length === 0) found.push("nothing is seen");
  return found;
}
"""


@pytest.fixture
def narrow_reader(browser: Browser, course: str, elsewhere: list[str]) -> Iterator[Reader]:
    with Reader.visiting(course, browser, elsewhere) as visiting:
        yield visiting


def open_lab(reader: Reader, width: int) -> Page:
    page = reader.context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{reader.address}lab/index.html?path=plain.ipynb")
    notebook = NotebookPage(page)
    notebook.wait_until_shown(1)
    expect(page.locator(".jp-StatusBar-Widget")).to_contain_text("Idle", timeout=PATIENCE)
    return page


def close_once_kept(page: Page, condition: str) -> None:
    """Close a tab when the page has kept such a state."""
    wait_until_kept(page, condition)
    page.close()


def test_side_bars_are_closed_and_the_status_bar_fits_at_every_narrow_width(narrow_reader: Reader) -> None:
    page = open_lab(narrow_reader, 320)
    expect(page.locator(LEFT)).to_be_hidden()
    expect(page.locator(RIGHT)).to_be_hidden()
    notebook = page.locator(".jp-Notebook")
    assert notebook.evaluate("element => element.getBoundingClientRect().width") > 220
    for width in (320, 360, 400, 480, 560, 599, 600, 640, 700, 760):
        page.set_viewport_size({"width": width, "height": 740})
        page.wait_for_function(f"() => document.querySelector('.jp-StatusBar-Widget').clientWidth <= {width}")
        assert page.evaluate(MISPLACED) == [], width


def test_what_a_reader_opens_stays_open_and_a_wide_screen_is_as_it_was(narrow_reader: Reader) -> None:
    page = open_lab(narrow_reader, 1280)
    expect(page.locator(LEFT)).to_be_visible()
    close_once_kept(page, "layout.left?.collapsed === false")
    page = open_lab(narrow_reader, 400)
    expect(page.locator(LEFT)).to_be_hidden()
    close_once_kept(page, "layout.left?.collapsed === true")
    page = open_lab(narrow_reader, 1280)
    expect(page.locator(LEFT)).to_be_visible()
    close_once_kept(page, "layout.left?.collapsed === false")
    page = open_lab(narrow_reader, 400)
    page.locator(FILES_TAB).click()
    expect(page.locator(LEFT)).to_be_visible()
    close_once_kept(page, "data['@lite-build/jupyterlite:narrow-screen']?.narrow.left === true")
    page = open_lab(narrow_reader, 320)
    expect(page.locator(LEFT)).to_be_visible()
    assert page.evaluate(MISPLACED) == []


@pytest.mark.parametrize("path", ["notebooks/index.html?path=plain.ipynb", "tree/index.html"])
def test_the_other_pages_are_no_wider_than_a_narrow_screen(narrow_reader: Reader, path: str) -> None:
    page = narrow_reader.context.new_page()
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(narrow_reader.address + path)
    expect(page.locator(".jp-Notebook .jp-Cell, .jp-DirListing-item").first).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    trust = page.locator(".jp-NotebookTrustedStatus")
    if path.startswith("notebooks"):
        expect(trust).to_be_visible()
        assert trust.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
