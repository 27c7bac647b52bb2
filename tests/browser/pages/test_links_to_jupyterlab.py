"""From a notebook's page to JupyterLab with what was typed, and back."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.notebooks.reading import read_notebook
from lite_build.pages.site_pages import write_pages
from lite_build.project.options import PageOptions
from lite_build.serve.server import serve_site
from lite_build.site.page_links import write_page_links
from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.pages.conftest import FOLDER, HEAD, PREFIX
from tests.browser.pages.notebook_files import code, printed, text
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]

LESSON = "week 1/lesson.ipynb"
PAGE = "pages/week 1/lesson.html"
CELLS = (
    text("# A lesson"),
    {**code("first = 'published'", outputs=[printed("saved")]), "id": "first"},
    code("second = 2"),
)
KERNEL = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}}

#: Whether one of the page's links carries what was typed, once a reader is about to use it.
A_LINK_CARRIES = """
() => [...document.links].some((link) => {
  link.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, composed: true }));
  return link.hash.startsWith("#lite-typed=");
})
"""


@pytest.fixture(scope="module")
def lesson_site(page_site: Path) -> Path:
    """The site of pages, with a notebook's page, which JupyterLab knows of."""
    path = page_site / "files" / LESSON
    path.parent.mkdir(parents=True)
    raw = {"cells": list(CELLS), "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(raw), encoding="utf-8")
    listings = page_site / "api/contents"
    listing = json.loads((listings / "all.json").read_text(encoding="utf-8"))
    folder = {**listing, "name": "week 1", "path": "week 1", "content": []}
    file = {**listing, "name": "lesson.ipynb", "path": LESSON, "type": "notebook", "content": None}
    for target, entry, children in (
        (listings / "all.json", listing, [*listing["content"], {**folder, "content": None}]),
        (listings / "week 1/all.json", folder, [file]),
    ):
        target.parent.mkdir(exist_ok=True)
        # The small site's own files stay as they are: these are links to them.
        target.unlink(missing_ok=True)
        target.write_text(json.dumps({**entry, "content": children}), encoding="utf-8")
    settings = page_site / "jupyter-lite.json"
    own = settings.read_text(encoding="utf-8")
    settings.unlink()
    settings.write_text(own, encoding="utf-8")
    write_page_links({LESSON: PAGE}, page_site)
    (page_site / "index.html").unlink()
    write_pages([read_notebook(path, LESSON)], page_site, page_site.parent, PageOptions(is_home=True))
    return page_site


@pytest.fixture
def visitor(browser: Browser, lesson_site: Path, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody with an empty profile: JupyterLab opens what was open in it."""
    with (
        serve_site(lesson_site, prefix=PREFIX, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        yield reader


def type_into(cell: Locator, source: str) -> None:
    """Type other code than is published, and wait until links carry it: what does so comes when one types."""
    field = cell.locator("textarea")
    field.focus()
    expect(cell.locator(".pce-cursor, .pce-overlays").first).to_be_attached()
    field.fill(source)
    cell.page.wait_for_function(A_LINK_CARRIES)


def follow(page: Page, link: Locator, *, new_tab: bool = False) -> Page:
    if not new_tab:
        link.click()
        return page
    # As a reader's click with Ctrl does, by which the headless browser's new tab crashes at times.
    link.evaluate("link => { link.target = '_blank'; }")
    with page.context.expect_page() as opened:
        link.click()
    link.evaluate("link => { link.target = ''; }")
    return opened.value


def cells_in_front(page: Page, name: str) -> Locator:
    """The cells of the notebook that JupyterLab shows, which may have others open behind it."""
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel")
    expect(tab).to_have_text(name, timeout=PATIENCE)
    cells = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
    expect(cells).to_have_count(len(CELLS), timeout=PATIENCE)
    return cells


def test_a_page_that_nobody_has_typed_into_opens_the_notebook_itself(visitor: Reader) -> None:
    page = visitor.open(PAGE)
    page = follow(page, page.get_by_role("link", name="Open in JupyterLab"))
    expect(cells_in_front(page, "lesson.ipynb").nth(1)).to_contain_text("saved")
    assert "#" not in page.url


def test_what_was_typed_is_in_a_copy_and_the_reader_s_own_notebook_stays(visitor: Reader) -> None:
    mine = visitor.open_notebook(LESSON).page
    cells_in_front(mine, "lesson.ipynb").nth(1).locator(".cm-content").fill("first = 'mine'")
    mine.keyboard.press("Control+s")
    expect(mine.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
    mine.close()
    page = visitor.open(PAGE)
    link = page.get_by_role("link", name="Open in JupyterLab")
    type_into(page.locator("#cell-first"), "first = 'typed: größe < 2'")
    # The same once more is the same copy.
    for _ in range(2):
        opened = follow(page, link, new_tab=True)
        cells = cells_in_front(opened, "lesson (from its page).ipynb")
        expect(cells.nth(1)).to_contain_text("first = 'typed: größe < 2'")
        expect(cells.nth(1)).not_to_contain_text("saved")
        expect(cells.nth(2)).to_contain_text("second = 2")
        assert "lite-typed" not in opened.url
        opened.close()
    type_into(page.locator("lite-cell").nth(1), "second = 'more'")
    cells = cells_in_front(follow(page, link), "lesson (from its page 2).ipynb")
    expect(cells.nth(1)).to_contain_text("typed")
    expect(cells.nth(2)).to_contain_text("second = 'more'")
    page.close()
    mine = visitor.open("lab/index.html?path=week%201/lesson.ipynb")
    expect(cells_in_front(mine, "lesson.ipynb").nth(1)).to_contain_text("first = 'mine'")


def test_a_page_of_one_s_own_hands_over_what_was_typed_into_its_notebook(
    lesson_site: Path, visitor: Reader
) -> None:
    up = "../" * (FOLDER.count("/") + 1)
    (lesson_site / FOLDER / "own.html").write_text(
        f'{HEAD}<body><lite-notebook src="{up}files/week%201/lesson.ipynb"></lite-notebook>'
        f'<a href="{up}notebooks/index.html?path=week%201/lesson.ipynb">work on it</a> '
        f'<a href="{up}lab/index.html?path=plain.ipynb">another</a>',
        encoding="utf-8",
    )
    page = visitor.open(f"{FOLDER}/own.html")
    cell = page.locator("lite-cell").first
    expect(cell).to_contain_text("saved")
    type_into(cell, "first = 'typed here'")
    page.get_by_role("link", name="another").dispatch_event("contextmenu")
    assert "#" not in str(page.get_by_role("link", name="another").get_attribute("href"))
    notebook = NotebookPage(follow(page, page.get_by_role("link", name="work on it")))
    notebook.wait_until_shown(len(CELLS))
    expect(notebook.cells.nth(1)).to_contain_text("first = 'typed here'")
    expect(page).to_have_url(
        visitor.address + "notebooks/index.html?path=week+1%2Flesson+%28from+its+page%29.ipynb"
    )


def test_typing_the_published_code_again_is_typing_nothing(visitor: Reader) -> None:
    page = visitor.open(PAGE)
    cell = page.locator("#cell-first")
    link = page.get_by_role("link", name="Open in JupyterLab")
    type_into(cell, "first = 'other'")
    link.dispatch_event("contextmenu")
    assert "#lite-typed=" in str(link.get_attribute("href"))
    cell.locator("textarea").fill("first = 'published'")
    link.dispatch_event("contextmenu")
    assert "#" not in str(link.get_attribute("href"))
    page.close()


@pytest.mark.parametrize("app", ["lab", "notebooks"])
def test_an_address_that_no_page_of_the_site_has_handed_over_is_asked_about(
    visitor: Reader, app: str
) -> None:
    typed = json.dumps([["first", "print('anybody\u2019s')"]]).encode()
    address = f"{app}/index.html?path=week%201/lesson.ipynb#lite-typed={urlsafe_b64encode(typed).decode()}"
    question = "Open a copy with the cells that were typed in a page?"

    page = visitor.open(address)
    asked = page.get_by_role("dialog", name=question)
    expect(asked).to_contain_text("print('anybody\u2019s')")
    notebook = NotebookPage(page)
    notebook.wait_until_shown(len(CELLS))
    expect(notebook.cells.nth(1)).to_contain_text("first = 'published'")
    assert "lite-typed" not in page.url
    asked.get_by_role("button", name="Leave it").click()
    expect(asked).to_have_count(0)
    page.close()

    page = visitor.open(address)
    page.get_by_role("dialog", name=question).get_by_role("button", name="Open a copy").click()
    # The first copy of that name: none was made before it was asked for.
    name = page.get_by_text(re.compile(r"lesson \(from its page\)")).filter(visible=True)
    expect(name.first).to_be_visible(timeout=PATIENCE)
    copy = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
    expect(copy.nth(1)).to_contain_text("anybody\u2019s", timeout=PATIENCE)
    expect(copy.nth(1).locator(".jp-InputPrompt")).to_have_text("[ ]:")
    page.close()


def test_an_address_that_is_cut_off_opens_the_notebook_and_says_so(visitor: Reader) -> None:
    page = visitor.open("lab/index.html?path=week%201/lesson.ipynb#lite-typed=W1siZml")
    expect(page.get_by_role("alert")).to_contain_text("The address that it came by is cut off.")
    cells_in_front(page, "lesson.ipynb")
    assert "lite-typed" not in page.url


@pytest.mark.parametrize("app", ["lab", "notebooks"])
def test_a_notebook_in_jupyterlab_links_to_its_page_where_it_has_one(visitor: Reader, app: str) -> None:
    notebook = visitor.open_notebook(LESSON, app)
    link = notebook.page.get_by_role("link", name="Open as page")
    with notebook.page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", name="A lesson")).to_be_visible()
    opened.value.close()
    notebook.page.close()
    other = visitor.open(f"{app}/index.html?path=plain.ipynb")
    # JupyterLab may have the lesson open too, behind it.
    front = other.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(front.locator(".jp-Cell")).to_have_count(1, timeout=PATIENCE)
    expect(front.get_by_role("link", name="Open as page")).to_be_hidden()
