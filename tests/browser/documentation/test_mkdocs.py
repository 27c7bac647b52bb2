"""A documentation of MkDocs, with Material: its blocks and notebooks run in their pages."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.axe import broken_rules
from tests.browser.documentation.conftest import DOCUMENTED
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, as MkDocs makes them, with their site."""

    def build(project: Path) -> None:
        shutil.copytree(DOCUMENTED, project)
        finished = CommandLine(user_cache()).run("build", "--quiet", cwd=project, command="mkdocs")
        assert finished.status == 0, finished.said

    return made_once(tmp_path_factory, "handbook", build) / "handbook_site"


@pytest.fixture(scope="module")
def handbook_reader(browser: Browser, handbook: Path, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who reads it, on a host that has it below a path."""
    with (
        serve_site(handbook, prefix="/docs/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        # Material goes by the addresses in it. The port is known only now.
        sitemap = handbook / "sitemap.xml"
        text = sitemap.read_text(encoding="utf-8").replace("https://shoreline.example/docs/", address)
        sitemap.write_text(text, encoding="utf-8")
        yield reader


@pytest.fixture(scope="module")
def handbook_page(handbook_reader: Reader) -> Page:
    """The page that the tests go on with, one after the other."""
    return handbook_reader.open("index.html")


def cells(page: Page) -> Locator:
    """The page's own, without those of exercises."""
    return page.locator("lite-cell[in-order]:not([hidden])")


def pythons(page: Page) -> int:
    """How many workers of the page are Pythons; Material searches in one of its own."""
    return sum("/lite/" in worker.url for worker in page.workers)


def run(cell: Locator) -> None:
    cell.get_by_role("button", name="Run", exact=True).click()


def outputs(cell: Locator) -> Locator:
    return cell.locator(".lite-outputs")


def test_a_block_of_a_note_runs_after_those_above_it_on_the_package_s_own_wheel(
    handbook_page: Page, handbook_reader: Reader
) -> None:
    page = handbook_page
    expect(cells(page)).to_have_count(2)
    expect(page.get_by_text("shoreline.launch_a_ship()")).to_be_visible()
    expect(page.get_by_text("no cell: it is shown")).to_be_visible()
    run(cells(page).nth(1))
    expect(outputs(cells(page).nth(1))).to_have_text("250")
    expect(outputs(cells(page).nth(0))).to_have_text("the tide at Brinhaven")
    assert handbook_reader.take_complaints() == []


def test_the_next_page_comes_without_leaving_this_one_and_has_the_same_python_with_names_of_its_own(
    handbook_page: Page, handbook_reader: Reader
) -> None:
    page = handbook_page
    page.evaluate("window.isTheSame = true")
    page.locator("article").get_by_role("link", name="The tides").click()
    page.wait_for_url("**/guide/tides/")
    expect(cells(page)).to_have_count(3)
    # It runs by itself, since Python is there.
    expect(outputs(cells(page).nth(1))).to_have_text("by itself: 42")
    run(cells(page).nth(2))
    expect(outputs(cells(page).nth(2))).to_contain_text("NameError: name 'tide' is not defined")
    expect(outputs(cells(page).nth(0))).to_have_text("Tide(harbour='Aldport', metres=2.5)")
    assert page.evaluate("window.isTheSame")
    assert pythons(page) == 1
    assert handbook_reader.take_complaints() == []


def test_an_exercise_in_html_is_checked(handbook_page: Page) -> None:
    exercise = handbook_page.locator("lite-exercise")
    exercise.locator("textarea").fill("depth = 7")
    exercise.get_by_role("button", name="Check").click()
    expect(exercise.locator("[part=message]")).to_contain_text("Correct.")


def test_a_notebook_is_a_page_with_its_outputs_until_its_cells_run(
    handbook_page: Page, handbook_reader: Reader
) -> None:
    page = handbook_page
    page.locator("article").get_by_role("link", name="A notebook").click()
    page.wait_for_url("**/notebooks/logbook/")
    first, picture, _ = cells(page).all()
    expect(first.locator(".lite-saved-output")).to_have_text("saved: 7")
    expect(picture.locator(".lite-saved-output img")).to_have_js_property("complete", value=True)
    run(picture)
    expect(outputs(picture).locator("b")).to_have_text("drawn in the page")
    expect(outputs(first)).to_have_text("ran: 7")
    expect(page.locator(".lite-saved-output")).to_have_count(1)
    assert handbook_reader.take_complaints() == []


def test_the_first_page_is_there_again_when_the_reader_goes_back(
    handbook_page: Page, handbook_reader: Reader
) -> None:
    page = handbook_page
    page.go_back()
    page.go_back()
    page.wait_for_url("**/docs/index.html")
    expect(cells(page)).to_have_count(2)
    run(cells(page).nth(0))
    expect(outputs(cells(page).nth(0))).to_have_text("the tide at Brinhaven")
    assert page.evaluate("window.isTheSame")
    assert pythons(page) == 1
    assert handbook_reader.take_complaints() == []


def test_a_live_page_comes_behind_one_with_nothing_to_run(handbook_reader: Reader, handbook: Path) -> None:
    plain = handbook / "guide/plain/index.html"
    assert "lite" not in plain.read_text(encoding="utf-8")
    page = handbook_reader.open("guide/plain/index.html")
    page.evaluate("window.isTheSame = true")
    page.get_by_role("navigation", name="Navigation").get_by_role("link", name="The handbook").last.click()
    page.wait_for_function("document.querySelector('lite-cell:defined') !== null")
    run(cells(page).nth(0))
    expect(outputs(cells(page).nth(0))).to_have_text("the tide at Brinhaven")
    assert page.evaluate("window.isTheSame")
    assert handbook_reader.take_complaints() == []
    page.close()


def test_the_search_finds_the_words_of_a_page_and_of_its_code(handbook_reader: Reader) -> None:
    page = handbook_reader.open("index.html")
    for word in ("plumbline", "springtide"):
        field = page.get_by_role("textbox", name="Search")
        field.fill("")
        field.press_sequentially(word)
        expect(page.locator(".md-search-result__link").first).to_contain_text("The handbook")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_breaks_no_rule_of_accessibility_that_is_ours_and_fits_a_narrow_screen(
    handbook_reader: Reader,
    axe: str,
    scheme: Any,  # noqa: ANN401 - Playwright's own words
) -> None:
    page = handbook_reader.context.new_page()
    page.set_viewport_size({"width": 320, "height": 740})
    page.emulate_media(color_scheme=scheme)
    # In which the reader's last choice is kept.
    page.add_init_script("localStorage.clear()")
    page.goto(f"{handbook_reader.address}index.html")
    run(cells(page).nth(1))
    expect(outputs(cells(page).nth(1))).to_have_text("250")
    wanted = {"light": "default", "dark": "slate"}[scheme]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", wanted)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # The colours of code are Material's.
    ours = [each for each in broken_rules(page, axe, "lite-cell") if '<span class="' not in each]
    assert ours == []
    page.close()
