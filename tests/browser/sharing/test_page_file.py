"""A notebook as a page that is one file: made in the page of who shares it, read anywhere."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect

from tests.browser.axe import broken_rules
from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.reader import Reader
from tests.browser.sharing.conftest import CELLS, LESSON
from tests.browser.sharing.rich_notebook import RICH, rich
from tests.browser.sharing.sharing import asked, cells_in_front, share

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page


pytestmark = [pytest.mark.browser, pytest.mark.registry]

LIVE = "Open in JupyterLab"


def download_page(page: Page, dialog: Locator, to: Path) -> Path:
    """Have the notebook in front as a page."""
    with page.expect_download(timeout=PATIENCE) as download:
        dialog.get_by_role("button", name="Download as a page").click()
    path = to / download.value.suggested_filename
    download.value.save_as(path)
    expect(dialog).to_contain_text(f"{path.name} is made")
    return path


@contextmanager
def opened(browser: Browser, path: Path, *, scripts: bool = False) -> Iterator[tuple[Page, list[str]]]:
    """Open a file in a browser of somebody else. Gives what it asks for, too, also later."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1000, "height": 800})
    try:
        page = context.new_page()
        asked_for: list[str] = []
        page.on("request", lambda request: asked_for.append(request.url))
        page.goto(path.as_uri())
        yield page, asked_for
    finally:
        context.close()


def from_hosts(addresses: list[str]) -> list[str]:
    """The addresses of what is not in the file itself."""
    return [address for address in addresses if not address.startswith("data:")]


@pytest.fixture(scope="module")
def rich_page(
    browser: Browser, sharing_address: str, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The page of a notebook that shows all kinds of things, as it was published."""
    with Reader.visiting(sharing_address, browser, elsewhere) as author:
        # JupyterLab shows pictures of other hosts.
        author.context.route("http://elsewhere.invalid/**", lambda route: route.abort())
        notebook = NotebookPage(author.open(f"lab/index.html?path={quote(quote(f'week 1/{RICH}'))}"))
        notebook.wait_until_shown(len(rich().cells))
        return download_page(notebook.page, share(notebook.page), tmp_path_factory.mktemp("page"))


def test_a_page_shows_text_code_outputs_and_widgets_with_no_script_and_no_request(
    browser: Browser, rich_page: Path
) -> None:
    assert rich_page.name.endswith(".html")
    with opened(browser, rich_page) as (page, asked_for):
        expect(page).to_have_title("A rich one")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        text = page.locator(".page-text").first
        expect(text.locator("math")).to_have_count(1)
        expect(text.get_by_alt_text("a dot")).to_have_js_property("naturalWidth", 20)
        expect(text.get_by_role("link", name="one of elsewhere")).to_have_attribute(
            "href", "http://elsewhere.invalid/picture.png"
        )
        lesson = text.get_by_role("link", name="a lesson").get_attribute("href")
        assert lesson is not None
        assert unquote(unquote(lesson)).endswith(f"/course/lab/index.html?path={LESSON}")
        part = text.get_by_role("link", name="a part of it").get_attribute("href")
        assert part == f"{lesson}#cell-id=cell-5"
        films = text.locator("video")
        expect(films).to_have_count(2)
        expect(films.nth(0)).to_have_attribute("src", re.compile("^data:video/mp4"))
        expect(films.nth(1).locator("source")).to_have_count(1)
        expect(text.get_by_role("link", name="lost.mp4")).to_have_count(1)
        expect(text.get_by_role("link", name="the end")).to_have_attribute("href", "#The-end")
        expect(page.get_by_role("heading", name="The end")).to_have_id("The-end")

        code = page.locator("lite-cell pre").first
        expect(code).to_have_text("def area(r):\n    return 'a <string>'  # said")
        expect(code.locator(".keyword").first).to_have_text("def")
        outputs = page.locator(".lite-outputs")
        expect(outputs.first.locator(".lite-ansi-red-fg")).to_have_text("red")
        expect(outputs.first).to_contain_text("<b>no tag</b>")
        assert outputs.first.inner_text().count("line\n") >= 599
        expect(outputs.first).to_contain_text("the place")
        expect(outputs.first).to_contain_text("ValueError: wrong")
        # Its code was removed.
        expect(outputs.nth(2)).to_have_text("left behind\n")

        shown = outputs.nth(1)
        expect(shown.get_by_text("styled")).to_have_css("letter-spacing", "3px")
        expect(shown).to_be_visible()
        for words in (
            "a figure in words",
            "Figure in words",
            "some Markdown",
            "Broken()",
            "This widget is there where the notebook is opened live and run.",
        ):
            expect(shown).to_contain_text(words)
        expect(shown.locator(".lite-json-key").get_by_text("149", exact=True)).to_be_visible()
        expect(shown.locator("img[alt='a red point']")).to_have_js_property("naturalWidth", 1)
        expect(shown.get_by_role("link", name="PDF")).to_have_attribute(
            "href", re.compile("^data:application/pdf")
        )
        expect(shown.get_by_role("row", name="Speed 42")).to_be_visible()
        expect(shown.locator("i")).to_have_text("said")
        expect(shown.get_by_role("row", name="First 1")).to_be_visible()
        # The figure that a widget was saved with, and the pictures of two outputs.
        expect(shown.locator("img")).to_have_count(3)
        text_of_file = rich_page.read_text(encoding="utf-8")
        for left_out in (
            "hunter2",
            "not to be seen",
            "document.title",
            "onclick",
            "<script",
            "elsewhere.invalid/2.png",
            "subtitles.vtt",
        ):
            assert left_out not in text_of_file
        assert from_hosts(asked_for) == [rich_page.as_uri()]

        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_page_can_be_read_by_everybody_in_light_and_dark_and_on_paper(
    browser: Browser, rich_page: Path, axe: str
) -> None:
    with opened(browser, rich_page, scripts=True) as (page, asked_for):
        backgrounds = set()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            backgrounds.add(page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor"))
            assert broken_rules(page, axe, "body") == []
        assert len(backgrounds) == 2
        # No script of the notebook has run where scripts may.
        expect(page).to_have_title("A rich one")
        page.emulate_media(media="print")
        expect(page.get_by_role("link", name=LIVE)).to_be_hidden()
        assert from_hosts(asked_for) == [rich_page.as_uri()]


def test_a_page_of_a_changed_notebook_opens_that_version_live(
    author: Reader, reader: Reader, browser: Browser, tmp_path: Path
) -> None:
    notebook = author.open_notebook(LESSON)
    notebook.wait_for_the_kernel()
    page = notebook.page
    dialog = share(page)
    published = download_page(page, dialog, tmp_path)
    assert published.name == "lesson #1.html"
    published = published.rename(tmp_path / "published.html")
    dialog.get_by_role("button", name="Close").click()
    notebook.rewrite_cell("value = 3", "print('by the author')")
    changed = download_page(page, share(page), tmp_path)
    assert author.take_complaints() == []

    with opened(browser, published) as (file, _):
        expect(file.locator(".lite-outputs").nth(2)).to_have_text("saved 3\n")
        address = file.get_by_role("link", name=LIVE).get_attribute("href")
        assert address is not None
        assert unquote(unquote(address)) == f"{author.address}lab/index.html?path={LESSON}"
    with opened(browser, changed) as (file, _):
        expect(file.locator("lite-cell pre").nth(2)).to_have_text("print('by the author')")
        address = file.get_by_role("link", name=LIVE).get_attribute("href")
        assert address is not None
    live = reader.open(address.removeprefix(reader.address))
    asked(live).get_by_role("button", name="Open a copy").click()
    cells = cells_in_front(live, "lesson #1 (shared).ipynb", CELLS)
    expect(cells.nth(3)).to_contain_text("by the author")
