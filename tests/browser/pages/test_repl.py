"""A prompt in a page: entries, history, several lines, help, input, interruption, restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page, Route

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: What a host sends that lets Python wait for the page.
ISOLATION = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def prompt_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Python prompt")


def entries(page: Page) -> Locator:
    return page.locator("lite-repl .entry")


def open_prompt(open_page: OpenPage, attributes: str = "", content: str = "", after: str = "") -> Page:
    page = open_page(f"<lite-repl {attributes}>{content}</lite-repl>{after}")
    prompt_of(page).click()
    expect(page.locator(".prompt .pce-focus")).to_be_visible()
    return page


def enter(page: Page, code: str) -> Locator:
    """Type an entry in one line and enter it."""
    count = entries(page).count()
    prompt_of(page).focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    return entries(page).nth(count)


def outputs(page: Page) -> Locator:
    return page.locator("lite-repl .lite-outputs")


def test_entries_run_in_one_python_and_show_what_they_give(open_page: OpenPage) -> None:
    page = open_prompt(open_page, after="<lite-cell><script type='text/x-python'>x + 1</script></lite-cell>")
    # Before Python is there: both wait, and are seen to.
    first = enter(page, "x = 41")
    expect(first.locator(".lines")).to_have_text("x = 41")
    enter(page, "from IPython.display import HTML; HTML('<b id=rich>rich</b>')")
    expect(page.locator("#rich")).to_have_text("rich")
    expect(first.locator(".note")).to_have_text("")
    page.locator("lite-cell").get_by_role("button", name="Run").click()
    expect(page.locator("lite-cell .lite-outputs")).to_contain_text("42")
    enter(page, "1 / 0")
    expect(outputs(page).last).to_contain_text("ZeroDivisionError: division by zero")
    enter(page, "x")
    expect(outputs(page).last).to_contain_text("41")
    expect(page.locator("lite-repl").get_by_role("log")).to_have_text("Output: 41")


def test_what_is_entered_before_python_is_there_waits_visibly(
    open_page: OpenPage, page_reader: Reader
) -> None:
    held: list[Route] = []
    page_reader.context.route("**/static/worker*.js", lambda route: held.append(route))
    try:
        page = open_prompt(open_page, "kernel=late")
        entry = enter(page, "6 * 7")
        expect(entry.locator(".note")).to_have_text("waits")
        expect(page.locator("lite-repl .controls")).to_contain_text("Starting Python")
        expect(prompt_of(page)).to_have_value("")
        expect(prompt_of(page)).to_be_focused()
        for route in held:
            route.continue_()
        expect(outputs(page)).to_contain_text("42")
    finally:
        page_reader.context.unroute_all()


def test_the_arrows_go_through_what_was_entered(open_page: OpenPage) -> None:
    page = open_prompt(open_page)
    field = prompt_of(page)
    enter(page, "first = 1")
    enter(page, "second = 2")
    page.keyboard.type("typed")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("second = 2")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("first = 1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_value("")
    page.keyboard.type("fir")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("first = 1")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(entries(page).last.locator(".lines")).to_have_text("first = 10")


def test_an_entry_has_several_lines_whether_or_not_python_can_be_asked(open_page: OpenPage) -> None:
    page = open_prompt(open_page)
    field = prompt_of(page)
    # By the page, while Python is on its way.
    page.keyboard.type("def f(x):")
    page.keyboard.press("Enter")
    expect(field).to_have_value("def f(x):\n    ")
    page.keyboard.type("return x")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(entries(page)).to_have_count(1)
    enter(page, "f('answered')")
    expect(outputs(page).last).to_contain_text("answered")
    # By Python, with keys that do not wait for it.
    page.keyboard.type("for i in range(2):\nprint('line', i)\n\n")
    expect(outputs(page).last).to_contain_text("line 0\nline 1")
    page.keyboard.type("g = [\n1, 2,\n3]\nsum(g)\n")
    expect(outputs(page).last).to_contain_text("6")
    page.keyboard.type("1 +")
    page.keyboard.press("Shift+Enter")
    expect(field).to_have_value("1 +\n")
    page.keyboard.press("Control+Enter")
    expect(outputs(page).last).to_contain_text("SyntaxError")


def test_completion_and_help_are_at_the_prompt(open_page: OpenPage) -> None:
    page = open_prompt(open_page)
    enter(page, "'there'")
    expect(outputs(page)).to_contain_text("there")
    page.keyboard.type("a = '😀'; pri")
    page.keyboard.press("Tab")
    expect(prompt_of(page)).to_have_value("a = '😀'; print")
    page.keyboard.press("Control+c")
    expect(prompt_of(page)).to_have_value("")
    enter(page, "len?")
    expect(outputs(page).last).to_contain_text("Return the number of items in a container.")
    enter(page, "%load_ext autoreload")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_what_runs_is_interrupted_by_a_key_and_by_a_button(open_page: OpenPage) -> None:
    page = open_prompt(open_page)
    wait = "import asyncio; print('begun'); await asyncio.sleep(1000)"
    enter(page, wait)
    expect(outputs(page).last).to_contain_text("begun")
    page.keyboard.press("Control+c")
    expect(outputs(page).last).to_contain_text("KeyboardInterrupt")
    enter(page, wait)
    expect(outputs(page).last).to_contain_text("begun")
    page.get_by_role("button", name="Stop").click()
    expect(outputs(page).last).to_contain_text("KeyboardInterrupt")
    enter(page, "'alive'")
    expect(outputs(page).last).to_contain_text("alive")


@pytest.fixture
def isolated(page_reader: Reader) -> Iterator[None]:
    """Have pages be isolated from other origins: else Python can ask nobody while a line of it waits."""

    def isolate(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, **ISOLATION})

    pattern = re.compile(r"/articles/|/worker[^/]*\.js")
    page_reader.context.route(pattern, isolate)
    yield
    page_reader.context.unroute_all()


@pytest.mark.usefixtures("isolated")
def test_python_asks_in_the_entry_that_asks(open_page: OpenPage) -> None:
    page = open_prompt(open_page)
    assert page.evaluate("crossOriginIsolated")
    enter(page, "name = input('Who? ')")
    field = page.get_by_role("textbox", name="Who?")
    expect(field).to_be_focused()
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(outputs(page).last).to_contain_text("Who? Ada")
    expect(prompt_of(page)).to_be_focused()
    enter(page, "name.upper()")
    expect(outputs(page).last).to_contain_text("ADA")
    enter(page, "input('Again? ')")
    expect(page.get_by_role("textbox", name="Again?")).to_be_focused()
    page.keyboard.press("Control+c")
    expect(page.get_by_role("textbox", name="Again?")).to_have_count(0)
    expect(outputs(page).last).to_contain_text("KeyboardInterrupt")


def test_a_restart_while_entries_wait_drops_them_and_the_next_is_run(open_page: OpenPage) -> None:
    setup = "<script type='text/x-python'>base = 40</script>"
    page = open_prompt(open_page, content=setup)
    enter(page, "import time; print('begun'); time.sleep(1000)")
    expect(outputs(page).nth(1)).to_contain_text("begun")
    second = enter(page, "print('never')")
    expect(second.locator(".note")).to_have_text("waits")
    page.get_by_role("button", name="Restart Python").first.click()
    expect(second.locator(".note")).to_have_text("not run")
    expect(entries(page).nth(1).locator(".note")).to_have_text("stopped")
    expect(outputs(page).nth(1)).to_contain_text("begun")
    enter(page, "base + 2")
    expect(outputs(page).last).to_contain_text("42")
    expect(page.locator(".restarted")).to_be_visible()


def test_code_of_its_own_runs_first_and_may_be_hidden(open_page: OpenPage) -> None:
    setup = "<script type='text/x-python'>\n  import math\n  print('prepared')\n</script><p>Try math.tau</p>"
    page = open_page(f"<lite-repl autorun hidden-code banner>{setup}</lite-repl>")
    expect(outputs(page)).to_contain_text("prepared")
    expect(page.locator("lite-repl .entered")).to_be_hidden()
    expect(page.locator("lite-repl > p")).to_be_visible()
    expect(page.locator("lite-repl .banner")).to_contain_text("Python 3.")
    enter(page, "math.tau")
    expect(outputs(page).last).to_contain_text("6.28")
    page.keyboard.press("Control+l")
    expect(entries(page)).to_have_count(0)
    expect(page.locator("lite-repl > p")).to_be_hidden()
    assert (
        page.evaluate("document.querySelector('lite-repl').run('math.pi').then(({status}) => status)") == "ok"
    )
    expect(outputs(page)).to_contain_text("3.14")


def test_the_end_stays_in_sight_unless_the_reader_has_gone_up(open_page: OpenPage) -> None:
    page = open_prompt(open_page)
    terminal = page.locator(".terminal")
    enter(page, "for i in range(200): print('line', i)\n")
    expect(outputs(page).last).to_contain_text("line 199")
    page.wait_for_function(
        "() => { const t = document.querySelector('lite-repl').shadowRoot.querySelector('.terminal');"
        "return t.scrollTop > 0 && t.scrollHeight - t.clientHeight - t.scrollTop < 5 }"
    )
    assert terminal.bounding_box()["height"] < 600  # type: ignore[index]
    page.keyboard.press("PageUp")
    page.wait_for_function(
        "() => { const t = document.querySelector('lite-repl').shadowRoot.querySelector('.terminal');"
        "return t.scrollHeight - t.clientHeight - t.scrollTop > 50 }"
    )


def test_a_prompt_that_is_taken_out_and_put_in_again_is_a_new_one_with_its_history(
    open_page: OpenPage,
) -> None:
    page = open_prompt(open_page, content="<p>Hello</p>")
    enter(page, "'first'")
    expect(outputs(page)).to_contain_text("first")
    page.evaluate("() => { window.repl = document.querySelector('lite-repl'); document.body.prepend(repl) }")
    # Moved, it is the same.
    expect(outputs(page)).to_contain_text("first")
    page.evaluate("() => repl.remove()")
    page.wait_for_function("() => repl.children.length === 1 && repl.shadowRoot.childElementCount === 0")
    page.evaluate("() => document.body.append(repl)")
    prompt_of(page).click()
    page.keyboard.press("ArrowUp")
    expect(prompt_of(page)).to_have_value("'first'")
    page.keyboard.press("Enter")
    expect(outputs(page)).to_contain_text("first")


def test_a_prompt_whose_own_code_is_not_there_says_so_and_runs_the_rest(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_prompt(open_page, "src=missing.py")
    expect(page.locator("lite-repl").get_by_role("alert")).to_contain_text("missing.py cannot be had")
    enter(page, "6 * 7")
    expect(outputs(page)).to_contain_text("42")
    assert page_reader.take_complaints()


def test_code_at_a_prompt_is_left_to_right_in_a_page_that_is_not(open_page: OpenPage) -> None:
    page = open_page("<div dir=rtl><lite-repl></lite-repl></div>")
    enter(page, "x = 1")
    expect(entries(page).locator(".lines")).to_have_css("direction", "ltr")
    expect(prompt_of(page)).to_have_css("direction", "ltr")
