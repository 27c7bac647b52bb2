"""What a reader sees and does about versions, on JupyterLab's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.notebook_page import NotebookPage
    from tests.browser.reader import Reader


def bar(page: Page) -> Locator:
    """The bar above the document in front."""
    return page.get_by_role("region", name="Your version and the site's").and_(page.locator(":visible"))


def save(page: Page) -> None:
    """Save the document in front, and wait until it is stored."""
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)


def change_and_save(notebook: NotebookPage, text: str, source: str) -> None:
    """Rewrite and run the cell that holds a text, and save the notebook."""
    notebook.rewrite_cell(text, source)
    save(notebook.page)


def open_file(reader: Reader, path: str) -> Page:
    """Open a text file in a new tab of the browser, in JupyterLab's editor."""
    page = reader.open(f"lab/index.html?path={path}")
    expect(editor(page)).to_be_visible()
    return page


def editor(page: Page) -> Locator:
    """The text of the file in front."""
    return page.locator(".jp-FileEditor:visible .cm-content")


def rewrite_file(page: Page, text: str) -> None:
    """Replace the text of the file in front, and save it."""
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    save(page)


def listed(page: Page, name: str | re.Pattern[str]) -> Locator:
    """A file in the file browser."""
    pattern = name if isinstance(name, re.Pattern) else re.compile(rf"^Name: {re.escape(name)}\b")
    return page.get_by_role("listitem", name=pattern)


def choose_of(page: Page, name: str, entry: str) -> None:
    """Choose an entry of a file's context menu."""
    listed(page, name).click(button="right")
    page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True).click()
