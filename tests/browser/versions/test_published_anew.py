"""A site is published anew: who has changed nothing sees the new one, who has is asked and loses nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.versions.conftest import GONE, LESSON, NEW, NOTES, SCRIPT
from tests.browser.versions.versions import (
    bar,
    change_and_save,
    editor,
    listed,
    open_file,
    rewrite_file,
    save,
)

if TYPE_CHECKING:
    from tests.browser.notebook_page import NotebookPage
    from tests.browser.reader import Reader
    from tests.browser.versions.conftest import Publisher

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: Takes from all that is stored what tells of its origin, as a stock JupyterLite would have stored it.
_FORGET_ORIGINS = """
async () => {
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    if (database.objectStoreNames.contains("files")) {
      const store = database.transaction("files", "readwrite").objectStore("files");
      for (const key of await answer(store.getAllKeys())) {
        const { origin, ...model } = await answer(store.get(key));
        await answer(store.put(model, key));
      }
    }
    database.close();
  }
}
"""


def sources(notebook: NotebookPage) -> list[str]:
    return notebook.page.locator(".jp-CodeCell:visible .cm-content").all_inner_texts()


def test_who_has_run_and_saved_a_notebook_and_written_nothing_sees_the_new_one_at_once(
    reader: Reader, publisher: Publisher
) -> None:
    notebook = reader.open_notebook(LESSON)
    notebook.run_all()
    save(notebook.page)
    notebook.page.close()
    # What it has put out is kept, as long as the site is the same.
    notebook = reader.open_notebook(LESSON)
    expect(notebook.output("edition = 1")).to_have_text("1")
    notebook.page.close()
    publisher.publish(2)
    anew = reader.open_notebook(LESSON)
    expect(anew.page.get_by_role("heading", name="Edition 2")).to_be_visible()
    expect(anew.cell("edition = 2")).to_be_visible()
    expect(bar(anew.page)).to_have_count(0)
    # The browser may keep what it has fetched for ten minutes: Python reads the new one all the same.
    assert "return 2" in anew.ask("open('helper.py').read()")


def test_who_has_changed_a_notebook_is_asked_and_may_have_both(reader: Reader, publisher: Publisher) -> None:
    notebook = reader.open_notebook(LESSON)
    change_and_save(notebook, "1 + 1", "'mine alone'")
    notebook.page.close()
    publisher.publish(2)
    anew = reader.open_notebook(LESSON)
    expect(bar(anew.page)).to_contain_text("the site has a newer one")
    assert "'mine alone'" in sources(anew)
    with reader.context.expect_page() as opened:
        bar(anew.page).get_by_role("link", name="See the new one").click()
    expect(opened.value.get_by_role("heading", name="Edition 2")).to_be_visible()
    expect(bar(opened.value)).to_contain_text("Nothing that you do in this tab is kept")
    opened.value.close()
    bar(anew.page).get_by_role("button", name="Compare").click()
    comparison = anew.page.get_by_role("region", name="My version and the one on the site")
    mine = [re.compile(text) for text in ("Edition 1", "mine", "= 1")]
    expect(comparison.locator("del")).to_have_text(mine)
    bar(anew.page).get_by_role("button", name="Take the new one").click()
    expect(anew.cell("edition = 2")).to_be_visible()
    expect(bar(anew.page)).to_have_count(0)
    listed(anew.page, re.compile(r"lesson \(mine \d{4}-\d\d-\d\d\)\.ipynb")).dblclick()
    expect(anew.page.locator(".jp-Notebook:visible").get_by_text("mine alone").first).to_be_visible()


def test_who_keeps_a_changed_file_is_not_asked_again_and_python_reads_the_same(
    reader: Reader, publisher: Publisher
) -> None:
    page = open_file(reader, SCRIPT)
    rewrite_file(page, "def edition():\n    return 'mine'\n")
    page.goto("about:blank")
    publisher.publish(2)
    page = open_file(reader, SCRIPT)
    expect(editor(page)).to_contain_text("mine")
    bar(page).get_by_role("button", name="Keep mine", exact=True).click()
    expect(bar(page)).to_have_count(0)
    notebook = reader.open_notebook(LESSON)
    assert notebook.ask("import helper; helper.edition(), open('data/table.csv').read()") == (
        "('mine', 'edition\\n2\\n')"
    )
    page = open_file(reader, SCRIPT)
    expect(editor(page)).to_contain_text("mine")
    expect(listed(page, SCRIPT)).to_contain_text("changed")
    expect(bar(page)).to_have_count(0)


def test_what_the_site_has_no_more_stays_and_a_name_that_it_takes_is_shared(
    reader: Reader, publisher: Publisher
) -> None:
    page = open_file(reader, GONE)
    rewrite_file(page, "kept")
    notebook = reader.open_notebook(LESSON)
    assert notebook.ask(f"open({NEW!r}, 'w').write('from Python')") == "11"
    notebook.page.close()
    page.close()
    publisher.publish(2)
    page = open_file(reader, GONE)
    expect(editor(page)).to_have_text("kept")
    expect(bar(page)).to_contain_text("The site does not have this file any more")
    expect(listed(page, GONE)).to_contain_text("not on the site")
    expect(listed(page, re.compile(r"added \(mine .*\)\.md"))).to_contain_text("mine")
    expect(page.get_by_text(f'The site has a file "{NEW}" now')).to_be_visible()
    listed(page, NEW).dblclick()
    expect(editor(page)).to_contain_text("In edition 2 alone")


def test_nothing_is_taken_of_copies_that_a_stock_jupyterlite_has_stored(
    reader: Reader, publisher: Publisher
) -> None:
    page = open_file(reader, NOTES)
    rewrite_file(page, "mine")
    notebook = reader.open_notebook(LESSON)
    notebook.run_all()
    save(notebook.page)
    notebook.page.evaluate(_FORGET_ORIGINS)
    notebook.page.close()
    page.close()
    # With the edition that it was made from, an untouched copy is known again, and gives way to the next one.
    page = open_file(reader, NOTES)
    expect(editor(page)).to_have_text("mine")
    expect(bar(page)).to_contain_text("What yours was made from is not known")
    page.close()
    publisher.publish(2)
    anew = reader.open_notebook(LESSON)
    expect(anew.page.get_by_role("heading", name="Edition 2")).to_be_visible()
