"""Pages are for everybody: the rules of axe-core hold on the demo's pages and on elements of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import broken_rules
from tests.browser.pages.notebook_files import code, printed, text, write_notebook
from tests.browser.pages.test_cells import cell
from tests.browser.pages.test_exercises import SQUARES

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

SCHEMES = ("light", "dark")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["pages/article", "pages/dashboard", "index"])
def test_the_demo_s_pages_break_no_rule(
    demo_visitor: Reader,
    axe: str,
    name: str,
    scheme: Any,  # noqa: ANN401 - Playwright's own words
) -> None:
    page = demo_visitor.context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{demo_visitor.address}pages/{name}.html")
    if name != "index":
        page.wait_for_function("document.querySelector('lite-cell:defined') !== null")
    assert broken_rules(page, axe) == []
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_elements_of_each_kind_break_no_rule_before_and_after_they_have_run(
    open_page: OpenPage,
    write_file: WriteFile,
    axe: str,
    scheme: Any,  # noqa: ANN401 - Playwright's own words
) -> None:
    write_notebook(
        write_file,
        "rules.ipynb",
        text("## A notebook\n\nWords, $x^2$."),
        code("print('run')", outputs=[printed("saved")]),
        code("1 / 0", "raises-exception", "hide-input"),
    )
    page = open_page(
        # The rules take a page that names no colours for a light one.
        "<style>html { color-scheme: light dark; background: Canvas; color: CanvasText }</style>"
        "<main><h1>A page</h1>"
        + cell("# a comment\nfor each in range(3):\n    print('text', each)", "id=first")
        + cell("from my_counter import MyCounter\nMyCounter()", "readonly id=second")
        + '<lite-notebook id="notebook" src="rules.ipynb"></lite-notebook>'
        + SQUARES
        + '<lite-repl id="repl"></lite-repl>'
        + '<lite-widget id="widget" src="my_counter:MyCounter">Soon.</lite-widget></main>'
    )
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("#notebook lite-cell")).to_have_count(2)
    expect(page.locator("#widget").get_by_role("button", name="clicked")).to_be_visible()
    assert broken_rules(page, axe) == []
    page.evaluate("first.run().then(() => second.run()).then(() => notebook.run())")
    page.evaluate("repl.run('1 / 0')")
    page.evaluate("squares.check()")
    expect(page.locator("#repl")).to_contain_text("ZeroDivisionError")
    expect(page.locator("#squares [part=message]")).not_to_have_text("")
    assert broken_rules(page, axe) == []
