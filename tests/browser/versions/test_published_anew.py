"""A site is published anew: who has changed nothing sees the new one, who has is asked and loses nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.versions.conftest import LESSON

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.notebook_page import NotebookPage
    from tests.browser.reader import Reader
    from tests.browser.versions.conftest import Publisher

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Your version and the site's")


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)


def change_and_save(notebook: NotebookPage, text: str, source: str) -> None:
    notebook.rewrite_cell(text, source)
    save(notebook.page)


def sources(notebook: NotebookPage) -> list[str]:
    return notebook.page.locator(".jp-CodeCell .cm-content").all_inner_texts()


def test_who_has_run_and_saved_a_notebook_and_written_nothing_sees_the_new_one_at_once(
    reader: Reader, publisher: Publisher
) -> None:
    notebook = reader.open_notebook(LESSON)
    notebook.run_all()
    save(notebook.page)
    notebook.page.close()
    publisher.publish(2)
    anew = reader.open_notebook(LESSON)
    expect(anew.page.get_by_role("heading", name="Edition 2")).to_be_visible()
    expect(anew.cell("edition = 2")).to_be_visible()
    expect(bar(anew.page)).to_be_hidden()


def test_who_has_changed_a_notebook_is_asked_and_may_have_both(reader: Reader, publisher: Publisher) -> None:
    notebook = reader.open_notebook(LESSON)
    change_and_save(notebook, "1 + 1", "'mine alone'")
    notebook.page.close()
    publisher.publish(2)
    anew = reader.open_notebook(LESSON)
    expect(bar(anew.page)).to_contain_text("the site has a newer one")
    assert "'mine alone'" in sources(anew)
    bar(anew.page).get_by_role("button", name="Compare").click()
    comparison = anew.page.get_by_role("region", name="My version and the one on the site")
    expect(comparison.locator("del")).to_have_text(
        [re.compile("Edition 1"), re.compile("mine"), re.compile("= 1")]
    )
    bar(anew.page).get_by_role("button", name="Take the new one").click()
    expect(anew.cell("edition = 2")).to_be_visible()
    expect(bar(anew.page)).to_be_hidden()
    copy = anew.page.get_by_role("listitem", name=re.compile(r"lesson \(mine \d{4}-\d\d-\d\d\)\.ipynb"))
    copy.dblclick()
    expect(anew.page.locator(".jp-Notebook:visible").get_by_text("mine alone")).to_be_visible()
