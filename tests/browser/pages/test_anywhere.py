"""Pages that are anywhere: with a base, at a host's root, on another origin, under a strict policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.hosts import SHARED, hosted, write_page
from tests.browser.pages.notebook_files import code, notebook, shown, text
from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

COUNTER = cell("from my_counter import MyCounter\nimport humanize\nMyCounter()", "autorun")
#: The directives that docs/pages.md names, for a site of the page's own origin.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)


def test_a_page_on_another_origin_adds_the_script_and_two_tags(
    visitor: BrowserContext, page_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "data.txt").write_text("from the page's own host", encoding="utf-8")
    with hosted(page_site, lambda _: SHARED) as site, hosted(tmp_path) as own:
        script = f'<script type="module" src="{site}lite.js" files="data.txt"></script>'
        write_page(
            tmp_path, script, COUNTER + cell("import msgspec\nprint(open('data.txt').read())", "autorun")
        )
        page = visitor.new_page()
        page.goto(f"{own}page.html")
        button = page.locator("lite-cell button", has_text="clicked")
        button.click()
        expect(button).to_contain_text("1")
        expect(page.locator("lite-cell").nth(1)).to_contain_text("from the page's own host")


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (r"worker\.[^/]*\.js$", "could not be loaded. Its host has to allow"),
        (r"\.wasm$", "the site's host does not allow"),
    ],
)
def test_a_file_that_the_site_s_host_does_not_share_is_named(
    visitor: BrowserContext, page_site: Path, tmp_path: Path, refused: str, words: str
) -> None:
    with (
        hosted(page_site, lambda path: {} if re.search(refused, path) else SHARED) as site,
        hosted(tmp_path) as own,
    ):
        write_page(tmp_path, f'<script type="module" src="{site}lite.js"></script>', COUNTER)
        page = visitor.new_page()
        page.goto(f"{own}page.html")
        shown = page.locator("lite-cell")
        expect(shown).to_contain_text(words)
        expect(shown).to_contain_text(re.compile(refused.removesuffix("$")))
        expect(shown).to_contain_text(own.removesuffix("/"))
        expect(shown).to_contain_text("Access-Control-Allow-Origin")


def test_a_strict_policy_needs_no_unsafe_eval(visitor: BrowserContext, page_site: Path) -> None:
    with hosted(page_site, lambda _: {"Content-Security-Policy": POLICY}) as site:
        write_page(page_site, '<script type="module" src="lite.js"></script>', COUNTER)
        page = visitor.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(f"{site}page.html")
        button = page.locator("lite-cell button", has_text="clicked")
        button.click()
        expect(button).to_contain_text("1")
        assert said == []


def test_a_page_with_a_base_and_one_at_the_host_s_root(
    visitor: BrowserContext, page_site: Path, write_file: WriteFile
) -> None:
    write_file("code.py", "print('by the base:', open('data/words.txt').read())")
    write_file("data/words.txt", "words")
    write_file("based.ipynb", notebook(text("# Part\n\n[to it](#Part)"), code("1")))
    base = '<base href="articles/today/">'
    base += '<script type="module" src="../../lite.js" files="data/words.txt"></script>'
    body = '<lite-cell src="code.py" autorun></lite-cell><lite-notebook src="based.ipynb"></lite-notebook>'
    with hosted(page_site) as site:
        write_page(page_site, base, body + COUNTER)
        page = visitor.new_page()
        page.goto(f"{site}page.html")
        expect(page.locator("lite-cell").first).to_contain_text("by the base: words")
        expect(page.locator("lite-cell button", has_text="clicked")).to_be_visible()
        page.get_by_role("link", name="to it").click()
        assert page.url == f"{site}page.html#Part"


def test_a_second_copy_joins_the_first_and_a_second_site_is_refused_in_words(
    visitor: BrowserContext, page_site: Path, tmp_path: Path
) -> None:
    with hosted(page_site, lambda _: SHARED) as site, hosted(page_site, lambda _: SHARED) as other:
        scripts = "".join(
            f'<script type="module" src="{address}"></script>'
            for address in (f"{site}lite.js", f"{site}lite.js?v=2", f"{other}lite.js")
        )
        write_page(tmp_path, scripts, cell("import os\nprint(1000 + 234)", "autorun"))
        with hosted(tmp_path) as own:
            page = visitor.new_page()
            said: list[str] = []
            page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
            page.goto(f"{own}page.html")
            expect(page.locator("lite-cell")).to_contain_text("1234")
            assert len(said) == 1
            assert f"this page has elements of {site} already, and uses those of {other} not" in said[0]


def test_an_element_that_is_removed_ends_what_it_started_and_one_that_is_moved_goes_on(
    open_page: OpenPage,
) -> None:
    wait = "import asyncio\nprint('beg' 'un')\nawait asyncio.sleep(1000)"
    page = open_page(
        cell(wait)
        + cell("for _ in range(5):\n    await asyncio.sleep(0.1)\nprint('thr' 'ough')")
        + "<section></section>"
    )
    cells = page.locator("lite-cell")
    cells.nth(0).get_by_role("button").click()
    expect(cells.nth(0)).to_contain_text("begun")
    cells.nth(1).get_by_role("button").click()
    page.evaluate("document.querySelector('section').append(document.querySelectorAll('lite-cell')[1])")
    page.evaluate("document.querySelector('lite-cell').remove()")
    expect(page.locator("section > lite-cell")).to_contain_text("through")


def test_a_worker_that_is_gone_is_told_and_replaced(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(
        cell("print('ke' 'pt')") + cell("import asyncio\nprint('beg' 'un')\nawait asyncio.sleep(1000)")
    )
    cells = page.locator("lite-cell")
    cells.nth(0).get_by_role("button").click()
    expect(cells.nth(0)).to_contain_text("kept")
    cells.nth(1).get_by_role("button").click()
    expect(cells.nth(1)).to_contain_text("begun")
    [worker] = page.workers
    worker.evaluate("self.close()")
    expect(cells.nth(0)).to_contain_text("Python has ended")
    expect(cells.nth(1)).to_contain_text("PythonEnded")
    cells.nth(0).get_by_role("button", name="Restart Python").click()
    expect(cells.nth(0)).not_to_contain_text("Python has ended")
    cells.nth(0).get_by_role("button", name="Run").click()
    expect(cells.nth(0)).to_contain_text("kept")


def test_a_tag_that_is_nearly_ours_is_told_and_others_are_left_alone(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page(
        "<lite-cel>code</lite-cel><lite-youtube>film</lite-youtube><lite-note-book></lite-note-book>"
    )
    expect(page.get_by_role("alert")).to_have_count(2)
    expect(page.locator("lite-cel")).to_contain_text("There is no tag <lite-cel>. Write <lite-cell>;")
    expect(page.locator("lite-note-book")).to_contain_text("Write <lite-notebook>;")
    expect(page.locator("lite-youtube")).to_have_text("film")
    assert len(page_reader.take_complaints()) == 2


def test_an_unknown_value_of_an_attribute_is_said_in_its_element_alone(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page(cell("1", 'boot="sometimes"') + cell("print(1000 + 234)", "autorun"))
    expect(page.get_by_role("alert")).to_contain_text(
        'boot="sometimes" is none of its values. Write one of "eager", "visible", "interaction", "idle".'
    )
    expect(page.locator("lite-cell").nth(1)).to_contain_text("1234")
    assert len(page_reader.take_complaints()) == 1


def test_a_page_that_a_reader_comes_back_to_goes_on(open_page: OpenPage) -> None:
    page = open_page(cell("kept = 1234", "autorun") + cell("print('still', kept)"))
    cells = page.locator("lite-cell")
    expect(page.get_by_text("No output.")).to_be_attached()
    developer = page.context.new_cdp_session(page)
    # Browsers that keep the page freeze it; those that do not load it once more.
    for state in ("frozen", "active"):
        developer.send("Page.setWebLifecycleState", {"state": state})
    cells.nth(1).get_by_role("button").click()
    expect(cells.nth(1)).to_contain_text("still 1234")
    page.goto(page.url.rpartition("/")[0] + "/../../icon-120x120.png")
    page.go_back()
    expect(cells.nth(1)).not_to_contain_text("still 1234")
    cells.nth(1).get_by_role("button").click()
    expect(cells.nth(1)).to_contain_text("still 1234")


def test_a_page_of_a_file_says_what_to_do(visitor: BrowserContext, page_site: Path, tmp_path: Path) -> None:
    (tmp_path / "own.ipynb").write_text(notebook(code("1")), encoding="utf-8")
    with hosted(page_site, lambda _: SHARED) as site:
        script = f'<script type="module" src="{site}lite.js"></script>'
        write_page(tmp_path, script, '<lite-notebook src="own.ipynb"></lite-notebook>' + COUNTER)
        page = visitor.new_page()
        page.goto(f"file://{tmp_path}/page.html")
        expect(page.get_by_role("alert")).to_contain_text("serve the folder")
        button = page.locator("lite-cell button", has_text="clicked")
        button.click()
        expect(button).to_contain_text("1")


def test_a_policy_of_a_page_on_another_origin(
    visitor: BrowserContext, page_site: Path, tmp_path: Path
) -> None:
    with hosted(page_site, lambda _: SHARED) as site:
        here = site.removesuffix("/")
        policy = (
            f"default-src 'none'; script-src {here} 'wasm-unsafe-eval' blob:; worker-src {here} blob:; "
            f"connect-src {here}; style-src 'unsafe-inline'; img-src data:"
        )
        with hosted(tmp_path, lambda _: {"Content-Security-Policy": policy}) as own:
            write_page(tmp_path, f'<script type="module" src="{site}lite.js"></script>', COUNTER)
            page = visitor.new_page()
            page.goto(f"{own}page.html")
            button = page.locator("lite-cell button", has_text="clicked")
            button.click()
            expect(button).to_contain_text("1")


def test_a_notebook_from_elsewhere_may_not_act_before_the_reader_runs_it(
    visitor: BrowserContext, page_site: Path, tmp_path: Path
) -> None:
    act = "<b>shown</b><img src='data:,' onerror='document.title += 1'><script>document.title += 1</script>"
    outputs = [shown({"text/html": act}), shown({"text/javascript": "document.title += 1"})]
    cells = (text(f"Words {act}"), code("print('run', 1234)", outputs=outputs))
    (tmp_path / "foreign.ipynb").write_text(notebook(*cells), encoding="utf-8")
    with hosted(page_site) as site, hosted(tmp_path, lambda _: SHARED) as other:
        body = f'<lite-notebook src="{other}foreign.ipynb"></lite-notebook>'
        write_page(page_site, '<script type="module" src="lite.js"></script>', body)
        page = visitor.new_page()
        page.goto(f"{site}page.html")
        expect(page.locator("lite-cell b")).to_have_text("shown")
        expect(page.locator("lite-notebook script:not([type])")).to_have_count(0)
        page.get_by_role("button", name="Run all").click()
        expect(page.locator("lite-cell")).to_contain_text("run 1234")
        expect(page).to_have_title("A page")
