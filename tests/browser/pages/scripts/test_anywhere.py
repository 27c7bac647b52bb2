"""Scripts of pages that are anywhere: under a strict policy, on another origin, with a base, in a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import APP
from tests.browser.pages.hosts import SHARED, hosted, write_page
from tests.browser.pages.scripts.scripts import errors_of, script

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: The directives that docs/scripts.md names, for a site of the page's own origin.
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'"
COUNT = """
import humanize
from pyscript import document

clicks = 1000

def more(event):
    global clicks
    clicks += 1
    document.getElementById("count").textContent = humanize.intcomma(clicks)
"""
COUNTER = f'<button py-click="more">More</button> <output id="count">0</output>{script(COUNT)}'


def count(page: Page, shown: str) -> None:
    page.get_by_role("button", name="More").click()
    expect(page.locator("#count")).to_have_text(shown)


def errors_heard(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_a_strict_policy_needs_no_unsafe_eval_and_nothing_inline(
    visitor: BrowserContext, page_site: Path
) -> None:
    (page_site / "own.py").write_text("word = 'from a file'", encoding="utf-8")
    body = '<py-config>\n[files]\n"own.py" = ""\n</py-config>' + COUNTER
    body += "<py-script>import own; print(own.word)</py-script>"
    with hosted(page_site, lambda _: {"Content-Security-Policy": POLICY}) as site:
        write_page(page_site, '<script type="module" src="lite.js"></script>', body)
        page = visitor.new_page()
        heard = errors_heard(page)
        page.goto(f"{site}page.html")
        count(page, "1,001")
        expect(page.locator("py-script")).to_have_text("from a file")
        assert heard == []


def test_a_page_on_another_origin_needs_the_site_s_leave_alone(
    visitor: BrowserContext, page_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "words.txt").write_text("from the page's own host", encoding="utf-8")
    config = '<py-config>\n[files]\n"words.txt" = ""\n</py-config>'
    read = script("from pyscript import display\ndisplay(open('words.txt').read())")
    with hosted(page_site, lambda _: SHARED) as site, hosted(tmp_path) as own:
        write_page(tmp_path, f'<script type="module" src="{site}lite.js"></script>', config + COUNTER + read)
        page = visitor.new_page()
        heard = errors_heard(page)
        page.goto(f"{own}page.html")
        count(page, "1,001")
        expect(page.locator("script-py")).to_have_text("from the page's own host")
        assert heard == []


def test_addresses_are_relative_to_the_page_s_base(
    visitor: BrowserContext, page_site: Path, write_file: WriteFile
) -> None:
    write_file("based.py", "from pyscript import display\ndisplay(open('words.txt').read(), target='shown')")
    write_file("based/words.txt", "by the base")
    write_file("based/config.toml", '[files]\n"words.txt" = ""\n')
    base = '<base href="articles/today/"><script type="module" src="../../lite.js"></script>'
    body = '<p id="shown"></p><py-config src="based/config.toml"></py-config>'
    with hosted(page_site) as site:
        write_page(page_site, base, f'{body}<script type="py" src="based.py"></script>{COUNTER}')
        page = visitor.new_page()
        page.goto(f"{site}page.html")
        count(page, "1,001")
        expect(page.locator("#shown")).to_have_text("by the base")


def test_a_page_that_is_a_file_runs_what_stands_in_it_and_says_what_to_do_for_the_rest(
    visitor: BrowserContext, page_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.py").write_text("1", encoding="utf-8")
    with hosted(page_site, lambda _: SHARED) as site:
        tag = f'<script type="module" src="{site}lite.js"></script>'
        write_page(tmp_path, tag, f'{COUNTER}<script type="py" src="own.py"></script>')
        page = visitor.new_page()
        page.goto(f"file://{tmp_path}/page.html")
        expect(errors_of(page)).to_contain_text("serve the folder, as by `lite-build serve`")
        count(page, "1,001")


def test_a_site_that_is_opened_as_files_says_what_to_do(visitor: BrowserContext, course_site: Path) -> None:
    page = visitor.new_page()
    page.goto(f"{(course_site / APP).as_uri()}")
    note = page.get_by_role("note")
    expect(note).to_contain_text("Its Python cannot run")
    expect(note.locator("pre")).to_contain_text(f'python -m http.server --directory "{course_site}"')
    expect(note.locator("pre")).to_contain_text(f"http://localhost:8000/{APP}")


def test_a_page_that_is_gone_back_to_answers(open_page: OpenPage) -> None:
    page = open_page(COUNTER)
    count(page, "1,001")
    page.goto(page.url.rpartition("/")[0] + "/../../icon-120x120.png")
    page.go_back()
    page.get_by_role("button", name="More").click()
    # As it was where the browser has kept the page, or anew.
    expect(page.locator("#count")).to_have_text(re.compile("1,00[12]"))


def test_a_script_that_names_a_page_is_told_of(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(COUNTER)
    count(page, "1,001")
    page.evaluate(
        """() => {
          const made = document.createElement('script');
          made.type = 'py';
          made.src = location.href;
          document.body.append(made);
        }"""
    )
    expect(errors_of(page)).to_contain_text("is a page of HTML, and no Python. Name a file of Python in src.")
    assert len(page_reader.take_complaints()) == 1


def test_what_python_shows_and_tells_is_in_the_accessibility_tree_and_in_the_order_of_keys(
    open_page: OpenPage, page_reader: Reader
) -> None:
    body = f'<main><h1>Counting</h1><p role="status" id="told"></p>{COUNTER}</main>'
    page = open_page(body + script("1 / 0") + script("document.getElementById('told').textContent = 'Ready'"))
    expect(page.get_by_role("status").first).to_have_text("Ready")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1,001")
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_have_text("1,002")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    expect(page.get_by_role("main")).to_match_aria_snapshot(
        """
        - heading "Counting" [level=1]
        - status: Ready
        - button "More"
        - status: 1,002
        """
    )
    expect(errors_of(page)).to_contain_text("ZeroDivisionError")
    page.keyboard.press("Enter")
    expect(errors_of(page)).to_have_count(0)
    assert len(page_reader.take_complaints()) == 1
