"""lite-build's own documentation: made by itself, and read with nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.axe import broken_rules
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]

REPOSITORY = Path(__file__).parents[3]
DOCS = REPOSITORY / "docs"
PAGES = sorted(page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md"))
#: Those with code that runs, and how many cells each has.
LIVE_PAGES = {
    "index": 3,
    "widgets": 5,
    "tutorial": 2,
    "guides/library": 1,
    "guides/widget-author": 3,
    "guides/dashboard": 1,
    "guides/article": 1,
}
#: Each kind of page: live ones, long tables, drawings, what is made of the code.
KINDS_OF_PAGES = ("index", "widgets", "tutorial", "comparison", "concepts", "reference/python")


@pytest.fixture(scope="module")
def own_documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, as `make docs` makes it."""

    def build(output: Path) -> None:
        finished = CommandLine(user_cache()).run(
            *("-W", "--keep-going", "-q", "-d", output / "doctrees", "docs", output / "html"),
            cwd=REPOSITORY,
            command="sphinx-build",
        )
        assert finished.status == 0, finished.said

    return made_once(tmp_path_factory, "own-documentation", build) / "html"


@pytest.fixture(scope="module")
def docs_address(own_documentation: Path) -> Iterator[str]:
    with serve_site(own_documentation, prefix="/docs/", as_published=True) as address:
        yield address


@pytest.fixture(scope="module")
def docs_reader(browser: Browser, docs_address: str, elsewhere: list[str]) -> Iterator[Reader]:
    with Reader.visiting(docs_address, browser, elsewhere) as reader:
        yield reader


def run_all_cells(page: Page) -> None:
    """Run each cell of a page, and wait until it is through."""
    page.wait_for_function("document.querySelector('lite-cell:defined') !== null")
    page.evaluate(
        "(async () => { for (const cell of document.querySelectorAll('lite-cell')) { await cell.run(); } })()"
    )


def test_every_page_opens_with_nothing_from_elsewhere_and_no_error(docs_reader: Reader) -> None:
    page = docs_reader.context.new_page()
    for name in PAGES:
        page.goto(f"{docs_reader.address}{name}.html", wait_until="networkidle")
        assert page.locator("h1").count() == 1, name
        expect(page.locator("pre.mermaid:not(:has(svg))")).to_have_count(0)
        assert docs_reader.take_complaints() == [], name
    page.close()


@pytest.mark.parametrize("name", LIVE_PAGES)
def test_each_cell_of_a_page_runs(docs_reader: Reader, name: str) -> None:
    page = docs_reader.open(f"{name}.html")
    run_all_cells(page)
    expect(page.locator("lite-cell")).to_have_count(LIVE_PAGES[name])
    expect(page.locator(".lite-error")).to_have_count(0)
    expect(page.locator(".lite-outputs").first).not_to_be_empty()
    page.close()


def test_each_widget_of_the_gallery_is_alive_in_its_page(docs_reader: Reader) -> None:
    page = docs_reader.open("gallery.html")
    working = page.locator("td").get_by_text("works", exact=True).count()
    assert working > 10
    run_all_cells(page)
    expect(page.locator("lite-cell .lite-outputs .lite-widget-view")).to_have_count(working)
    expect(page.locator(".lite-error")).to_have_count(0)
    page.close()


def test_a_widget_of_the_guide_is_answered_by_python(docs_reader: Reader) -> None:
    page = docs_reader.open("widgets.html")
    run_all_cells(page)
    counter = page.get_by_role("button", name="clicked")
    counter.click()
    expect(counter).to_have_text("clicked 1 times")
    expect(page.get_by_text("3 bytes came back: 255, 155, 0")).to_be_visible()
    expect(page.get_by_text("4.5 cm")).to_be_visible()
    page.close()


def test_the_exercise_of_the_tutorial_is_checked_in_its_page(docs_reader: Reader) -> None:
    page = docs_reader.open("tutorial.html")
    exercise = page.locator("lite-exercise")
    for code, answer in (
        ("mean = sum(weights)", "That is the sum. How many birds are there?"),
        ("mean = sum(weights) / len(weights)", "That is right."),
    ):
        exercise.locator("textarea").fill(code)
        exercise.get_by_role("button", name="Check").click()
        expect(exercise.locator("[part=message]")).to_contain_text(answer)
    page.close()


def test_the_demo_is_beside_the_pages(docs_reader: Reader) -> None:
    page = docs_reader.open("index.html")
    page.get_by_role("link", name="demo", exact=True).click()
    page.wait_for_url("**/lite/lab/index.html**")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", KINDS_OF_PAGES)
def test_a_page_breaks_no_rule_of_accessibility_that_is_ours(
    docs_reader: Reader,
    axe: str,
    name: str,
    scheme: Any,  # noqa: ANN401 - Playwright's own words
) -> None:
    page = docs_reader.context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{docs_reader.address}{name}.html", wait_until="networkidle")
    if name in LIVE_PAGES:
        run_all_cells(page)
    # The navigation around it is the theme's. So is code that is static, which the keyboard cannot scroll.
    found = broken_rules(page, axe, "article")
    assert [each for each in found if not each.startswith("scrollable-region-focusable")] == []
    page.close()


def test_a_narrow_page_is_not_wider_than_the_screen(docs_reader: Reader) -> None:
    page = docs_reader.context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    for name in PAGES:
        page.goto(f"{docs_reader.address}{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    page.close()


def test_the_search_finds_words_of_the_pages(docs_reader: Reader) -> None:
    page = docs_reader.open("search.html?q=snapshot")
    expect(page.locator("#search-results li a", has_text="The boot of a kernel").first).to_be_visible()
    page.close()


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("find_links", "reference/options.html#confval-PackagesAddon.find_links"),
        ("--fail-impossible", "reference/commands.html#cmdoption-lite-build-test-fail-impossible"),
        ("only-asked", "reference/tags.html#tag-attribute-lite-cell-only-asked"),
        ("lite_build_preamble", "reference/sphinx.html#confval-lite_build_preamble"),
        ("mount_widget", "reference/python.html#litewidget.testing.plugin.mount_widget"),
    ],
)
def test_the_search_leads_to_each_kind_of_name_in_the_reference(
    docs_reader: Reader, word: str, place: str
) -> None:
    page = docs_reader.open(f"search.html?q={word}")
    found = page.locator(f"#search-results li a[href$='{place}']").first
    found.click()
    page.wait_for_url(f"**/{place}")
    expect(page.locator(":target")).to_be_visible()
    page.close()


def test_with_javascript_off_the_code_and_the_words_can_be_read(browser: Browser, docs_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{docs_address}widgets.html")
    expect(page.get_by_text("class Counter(litewidget.Widget)")).to_be_visible()
    expect(page.get_by_role("heading", name="Making widgets")).to_be_visible()
    context.close()
