"""Where a device asks for few data, a reader reads the size of Python before it is fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.conftest import FOLDER, HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

CELL = '<lite-cell id="{name}" {attributes}><script type="text/x-python">{code}</script></lite-cell>'
BODY = "".join(
    [
        CELL.format(name="asked", attributes="", code="print('as asked')"),
        CELL.format(name="automatic", attributes="autorun", code="print('by itself')"),
        CELL.format(name="bare", attributes="autorun hidden-controls hidden-code", code="print('bare')"),
        '<lite-example><lite-cell hidden-controls><script type="text/x-python">1 + 1</script></lite-cell>'
        "</lite-example>",
        '<lite-widget id="widget" boot="interaction" from="nothing"></lite-widget>',
    ]
)
SIZE = r"\((\d+) MB\)$"


@pytest.fixture
def open_sparingly(page_site: Path, page_reader: Reader) -> Iterator[Callable[[str], Page]]:
    """Open the page in a browser that saves data; a page in another language is another file."""
    pages: list[Page] = []

    def open_it(language: str) -> Page:
        path = f"{FOLDER}/sparing-{language}.html"
        head = HEAD.replace('lang="en"', f'lang="{language}"')
        (page_site / path).write_text(f"{head}<body>{BODY}</body></html>", encoding="utf-8")
        page = page_reader.context.new_page()
        pages.append(page)
        devtools = page_reader.context.new_cdp_session(page)
        devtools.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
        page.goto(page_reader.address + path)
        assert page.evaluate("navigator.connection.saveData") is True
        return page

    yield open_it
    for page in pages:
        page.close()


@pytest.fixture
def sparing_page(open_sparingly: Callable[[str], Page]) -> Page:
    return open_sparingly("en")


def test_the_buttons_say_the_size_and_nothing_starts_by_itself(sparing_page: Page) -> None:
    asked: list[str] = []
    sparing_page.on("request", lambda request: asked.append(request.url))
    for place, words in (
        ("#asked", "Run"),
        ("#automatic", "Run"),
        ("#bare", "Start Python"),
        ("#widget", "Start Python"),
        ("lite-example", "Run this example"),
    ):
        button = sparing_page.locator(place).get_by_role("button", name=re.compile(f"^{words} {SIZE}"))
        expect(button).to_have_count(1)
        assert 5 <= int(re.findall(SIZE, button.inner_text())[0]) <= 30
    sparing_page.locator("#asked").get_by_role("button").focus()
    sparing_page.keyboard.press("Tab")
    assert not [url for url in asked if "pyodide" in url or "snapshot" in url]


def test_what_waits_goes_on_once_the_reader_has_started_python(sparing_page: Page) -> None:
    sparing_page.locator("#bare").get_by_role("button").click()
    for name, text in (("automatic", "by itself"), ("bare", "bare")):
        expect(sparing_page.locator(f"#{name} .lite-outputs")).to_have_text(text)
    expect(sparing_page.get_by_role("button", name="Start Python")).to_have_count(0)
    expect(sparing_page.get_by_role("button", name=re.compile("MB"))).to_have_count(0)
    sparing_page.locator("#asked").get_by_role("button", name="Run", exact=True).click()
    expect(sparing_page.locator("#asked .lite-outputs")).to_have_text("as asked")


def test_the_size_is_in_the_page_s_language(open_sparingly: Callable[[str], Page]) -> None:
    button = open_sparingly("fr").locator("#asked").get_by_role("button")
    expect(button).to_have_text(re.compile(r" \(\d+\sMo\)$"))


def test_elsewhere_the_buttons_say_what_they_do_and_no_more(open_page: OpenPage) -> None:
    page = open_page(BODY)
    expect(page.locator("#automatic .lite-outputs")).to_have_text("by itself")
    expect(page.locator("#asked").get_by_role("button", name="Run", exact=True)).to_be_visible()
