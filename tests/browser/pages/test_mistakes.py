"""Mistakes of a page's author: each is told where it is, and on the console, and all else goes on."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.hosts import hosted, write_page
from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

WELL = cell("print('we', 'll')", "id=well autorun")
SCRIPT = '<script type="module" src="lite.js"></script>'


def errors_of(page: Page) -> list[str]:
    """What the page's console holds of errors, which grows as it is told."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    return told


@pytest.mark.parametrize(
    ("html", "words"),
    [
        pytest.param("<lite-cell>", "It has no code. Put the code into a <script", id="no code"),
        pytest.param(
            '<lite-cell src="gone.py">', "gone.py cannot be had: its host answered 404", id="no file"
        ),
        pytest.param('<lite-cell src="http://[">', "is no address", id="no address"),
        pytest.param('<lite-repl boot="soon">', 'boot="soon" is none of its values', id="no such value"),
        pytest.param('<lite-notebook src="gone.ipynb">', "its host answered 404", id="no notebook"),
        pytest.param("<lite-notebook>", "It names no notebook. Name one", id="no name"),
        pytest.param('<lite-repl src="gone.py">', "its host answered 404", id="no file of a prompt"),
        pytest.param("<lite-widget>", "It names no widget", id="no class"),
    ],
)
def test_what_an_element_cannot_be_is_told_in_it_and_on_the_console(
    open_page: OpenPage, page_reader: Reader, html: str, words: str
) -> None:
    tag = re.match(r"<([\w-]+)", html)[1]  # type: ignore[index]
    page = open_page(html.replace(tag, f"{tag} id=wrong") + f"</{tag}>" + WELL)
    wrong = page.locator("#wrong")
    expect(wrong.get_by_role("alert")).to_contain_text(f"<{tag}#wrong>")
    expect(wrong.get_by_role("alert")).to_contain_text(words)
    expect(page.locator("#well .lite-outputs")).to_have_text("we ll")
    assert any(f"<{tag}#wrong>" in complaint for complaint in page_reader.take_complaints())


def test_an_unknown_value_on_the_script_is_told_in_each_element_that_it_is_for(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page('<div boot="eager">' + WELL + "</div>" + cell("1"), head=HEAD_OF_NEVER)
    expect(page.locator("lite-cell").nth(1).get_by_role("alert")).to_contain_text('boot="never" is none')
    expect(page.locator("#well .lite-outputs")).to_have_text("we ll")
    assert page_reader.take_complaints()


HEAD_OF_NEVER = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
    '<script type="module" src="../../lite.js" boot="never"></script>'
)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param("import polars", "No module named 'polars'", id="a package"),
        pytest.param("from humanize import nothing", "cannot import name 'nothing'", id="a name"),
        pytest.param("import turtle", "turtle", id="a module that no page has"),
        pytest.param("%pip install polars", "polars", id="an installation"),
    ],
)
def test_what_the_site_does_not_have_is_told_where_python_wants_it(
    open_page: OpenPage, code: str, words: str
) -> None:
    page = open_page(WELL + cell(code, "id=wrong"))
    expect(page.locator("#well .lite-outputs")).to_have_text("we ll")
    page.evaluate("wrong.run()")
    wrong = page.locator("#wrong .lite-outputs")
    expect(wrong).to_contain_text(words)
    page.evaluate("well.run()")
    expect(page.locator("#well .lite-outputs")).to_have_text("we ll")


@pytest.fixture
def damaged(page_site: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A copy of the site without the files that a pattern matches."""
    site = tmp_path / "site"
    shutil.copytree(page_site, site, copy_function=os.link)
    paths = list(site.glob(request.param))
    assert paths
    for path in paths:
        path.unlink()
    yield site
    shutil.rmtree(site)


@pytest.mark.parametrize(
    ("damaged", "words"),
    [
        pytest.param(
            "extensions/@lite-build/jupyterlite/static/worker.*.js",
            "could not be loaded. Look whether the whole site is at its host",
            id="worker",
        ),
        pytest.param(
            "static/pyodide/*/*", r"static/pyodide/.*\. Look whether its host has the whole site", id="Python"
        ),
        pytest.param(
            "static/pyodide/*/*.wasm",
            r"\.wasm .* answered 404\. Look whether its host has the whole site",
            id="WebAssembly",
        ),
    ],
    indirect=["damaged"],
)
def test_a_site_that_was_copied_in_part_says_what_is_missing(
    visitor: BrowserContext, damaged: Path, words: str
) -> None:
    code = "import msgspec\nprint(msgspec.json.encode([1]))"
    write_page(damaged, SCRIPT, "<h1>A page</h1>" + cell(code, "autorun", saved="<p>saved</p>"))
    with hosted(damaged) as address:
        page = visitor.new_page()
        told = errors_of(page)
        page.goto(f"{address}page.html")
        expect(page.locator("lite-cell")).to_contain_text(re.compile(words))
        expect(page.get_by_role("heading", name="A page")).to_be_visible()
        assert told


@pytest.mark.parametrize("damaged", ["static/boot/part.*"], indirect=True)
def test_a_package_that_was_not_copied_is_an_error_of_the_cell_that_imports_it(
    visitor: BrowserContext, damaged: Path
) -> None:
    write_page(
        damaged, SCRIPT, cell("print('we', 'll')", "id=well autorun") + cell("import msgspec", "autorun")
    )
    with hosted(damaged) as address:
        page = visitor.new_page()
        page.goto(f"{address}page.html")
        expect(page.locator("lite-cell").nth(1)).to_contain_text(
            re.compile(r"static/boot/part.* answered 404")
        )
        expect(page.locator("#well .lite-outputs")).to_have_text("we ll")


@pytest.mark.parametrize("damaged", ["static/boot/*"], indirect=True)
def test_a_site_without_its_snapshot_starts_python_all_the_same(
    visitor: BrowserContext, damaged: Path
) -> None:
    write_page(damaged, SCRIPT, cell("print('we', 'll')", "autorun"))
    with hosted(damaged) as address:
        page = visitor.new_page()
        warned: list[str] = []
        page.on("console", lambda message: warned.append(message.text))
        page.goto(f"{address}page.html")
        expect(page.locator("lite-cell .lite-outputs")).to_have_text("we ll")
        assert any("Python starts without the site's snapshot" in each for each in warned)


def test_a_site_that_was_moved_is_found_where_it_is_now(
    visitor: BrowserContext, page_site: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "a/new place"
    shutil.copytree(page_site, moved, copy_function=os.link)
    code = "import msgspec\nfrom my_counter import MyCounter\nMyCounter(value=msgspec.json.decode('7'))"
    write_page(moved, SCRIPT, cell(code, "autorun"))
    with hosted(tmp_path) as address:
        page = visitor.new_page()
        page.goto(f"{address}a/new%20place/page.html")
        expect(page.get_by_role("button", name="clicked 7 times")).to_be_visible()


def test_what_a_handler_raises_is_told_where_its_widget_is_and_the_widget_goes_on(
    open_page: OpenPage,
) -> None:
    page = open_page(
        cell(
            "from my_counter import MyCounter\ncounter = MyCounter()\n"
            "counter.observe(lambda change: 1 / (change['new'] - 1), 'value')\ncounter",
            "id=wrong autorun",
        )
        + WELL
    )
    button = page.locator("#wrong").get_by_role("button", name="clicked")
    button.click()
    expect(page.locator("#wrong")).to_contain_text("ZeroDivisionError: division by zero")
    button.click()
    expect(button).to_have_text("clicked 2 times")
    page.evaluate("well.code = 'counter.value'; well.run()")
    expect(page.locator("#well .lite-outputs")).to_have_text("2")
