"""Code in a page: read as it is, highlighted, edited, completed, explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import lite_build

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

ELEMENTS = Path(lite_build.__file__).parent / "site/page_elements"
#: As a build highlights it.
HIGHLIGHTED = '<span class="k">def</span> double(x):\n    <span class="k">return</span> 2 * x\ndouble(21)'
PLAIN = "def double(x):\n    return 2 * x\ndouble(21)"


def cell(code: str, attributes: str = "") -> str:
    return f'<lite-cell {attributes}><script type="text/x-python">\n{code}\n</script></lite-cell>'


def slotted(highlighted: str, attributes: str = "") -> str:
    return f'<lite-cell {attributes}><pre slot="code"><code>{highlighted}</code></pre></lite-cell>'


def file_with(source: str) -> str:
    """The name of the built file that a module is the beginning of."""
    files = json.loads((ELEMENTS / "inputs.json").read_text(encoding="utf-8"))
    [name] = [name for name, file in files.items() if file.get("entryPoint") == source]
    return str(name.rpartition("/")[2])


def field_of(page: Page) -> Locator:
    return page.locator("lite-cell, lite-repl").first.get_by_role("textbox")


def edit(page: Page, code: str) -> Locator:
    """Have the editor be there, with some code and the caret at its end."""
    field = field_of(page)
    field.click()
    expect(page.locator(".pce-focus")).to_be_visible()
    field.fill(code)
    field.press("ControlOrMeta+End")
    return field


def caret(field: Locator) -> int:
    return int(field.evaluate("field => field.selectionEnd"))


@pytest.fixture
def answering(open_page: OpenPage) -> Page:
    """A page with a cell, and Python that has answered."""
    page = open_page(cell("print('Python', 'is there')", "autorun"))
    expect(page.locator("lite-cell")).to_contain_text("Python is there")
    return page


def test_no_editor_is_fetched_before_somebody_edits(open_page: OpenPage, page_reader: Reader) -> None:
    asked: list[str] = []
    page_reader.context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page = open_page(cell("x = 'seen'") + cell("y = 2", "readonly"))
    expect(page.locator("lite-cell .token.string").first).to_have_text("'seen'")
    assert file_with("src/editing/editor.ts") not in asked
    field_of(page).focus()
    expect(page.locator(".pce-focus")).to_be_visible()
    assert file_with("src/editing/editor.ts") in asked


def test_a_cell_to_be_read_is_highlighted_and_has_no_field(open_page: OpenPage) -> None:
    page = open_page(cell(f"{PLAIN} + {'1' * 500}", "readonly"))
    expect(page.locator(".token.keyword").first).to_have_text("def")
    expect(page.get_by_role("textbox")).to_have_count(0)
    # What does not fit is reached by the keyboard.
    page.keyboard.press("Tab")
    region = page.get_by_role("region", name="Python code")
    expect(region).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('lite-cell').shadowRoot.querySelector('[role=region]').scrollLeft > 0"
    )


def test_code_that_the_build_has_highlighted_is_shown_as_it_is_and_runs(open_page: OpenPage) -> None:
    page = open_page(
        "<style>article pre code { font-size: 30px; padding: 3em; line-height: 3 } "
        f".k {{ color: rgb(1, 2, 3) }}</style><article>{slotted(HIGHLIGHTED)}</article>"
    )
    keyword = page.locator("lite-cell .k").first
    expect(keyword).to_have_css("color", "rgb(1, 2, 3)")
    expect(keyword).to_be_visible()
    expect(field_of(page)).to_have_value(PLAIN)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("lite-cell")).to_contain_text("42")
    expect(keyword).to_be_visible()


def test_nothing_moves_when_the_editor_takes_the_place_of_code(open_page: OpenPage) -> None:
    long = "\n".join([HIGHLIGHTED, *(f"x{number} = {'1' * 300}" for number in range(60))])
    page = open_page(
        "<style>pre, code { font: 30px/3 serif; padding: 2em; margin: 2em; border: 5px solid }"
        f"lite-cell {{ --lite-code-max-height: 200px }}</style>{slotted(long)}<p id=after>After</p>"
    )
    after = page.locator("#after")
    lines = page.locator(".prism-code-editor")
    expect(page.locator("lite-cell .k").first).to_be_visible()
    places = []

    def note() -> None:
        box, code = after.bounding_box(), lines.bounding_box()
        scrolled = lines.evaluate(
            "each => [each.scrollTop, each.scrollLeft, each.scrollHeight, each.scrollWidth]"
        )
        assert box is not None
        places.append((box["y"], code, scrolled))

    lines.evaluate("each => each.scrollTo(120, 300)")
    note()
    # Where line 21 is seen, thirty characters into what is seen of it.
    lines.click(position={"x": 220, "y": 100})
    at = caret(field_of(page))
    expect(page.locator(".pce-focus")).to_be_visible()
    note()
    assert places[0] == places[1]
    assert caret(field_of(page)) == at
    assert 0 < at < len(field_of(page).input_value())


def test_what_is_typed_before_the_editor_comes_is_kept(open_page: OpenPage, page_reader: Reader) -> None:
    held: list[Route] = []
    page_reader.context.route(f"**/{file_with('src/editing/editor.ts')}", lambda route: held.append(route))
    try:
        page = open_page(cell("1"))
        field = field_of(page)
        field.click()
        field.press("End")
        page.keyboard.type("0 + 2 #typed")
        expect(page.locator(".pce-line")).to_have_text("10 + 2 #typed\n", use_inner_text=False)
        field.press("ArrowLeft")
        page.wait_for_function("() => true")
        assert held
        at = caret(field)
        held[0].continue_()
        expect(page.locator(".pce-focus")).to_be_visible()
        expect(field).to_have_value("10 + 2 #typed")
        assert caret(field) == at
        field.press("ControlOrMeta+z")
        expect(field).not_to_have_value("10 + 2 #typed")
        field.press("ControlOrMeta+Shift+z")
        field.press("Shift+Enter")
        expect(page.locator("lite-cell")).to_contain_text("12")
    finally:
        page_reader.context.unroute_all()


def test_what_is_being_put_together_is_not_cut_by_the_editor(
    open_page: OpenPage, page_reader: Reader
) -> None:
    held: list[Route] = []
    page_reader.context.route(f"**/{file_with('src/editing/editor.ts')}", lambda route: held.append(route))
    try:
        page = open_page(cell("''"))
        field = field_of(page)
        field.click()
        field.press("Home")
        field.press("ArrowRight")
        keyboard = page.context.new_cdp_session(page)
        keyboard.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
        expect(field).to_have_value("'に'")
        for route in held:
            route.continue_()
        keyboard.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
        keyboard.send("Input.insertText", {"text": "日本"})
        expect(page.locator(".pce-focus")).to_be_visible()
        expect(field).to_have_value("'日本'")
        page.keyboard.type("!")
        expect(field).to_have_value("'日本!'")
        expect(page.locator(".pce-line")).to_have_text("'日本!'\n", use_inner_text=False)
    finally:
        page_reader.context.unroute_all()


def test_without_the_editor_one_types_and_runs_all_the_same(open_page: OpenPage, page_reader: Reader) -> None:
    page_reader.context.route(f"**/{file_with('src/editing/editor.ts')}", lambda route: route.abort())
    try:
        page = open_page(cell("1"))
        field = field_of(page)
        field.click()
        field.fill("40 + 2")
        field.press("Control+Enter")
        expect(page.locator("lite-cell")).to_contain_text("42")
    finally:
        page_reader.context.unroute_all()
        assert page_reader.take_complaints()


def test_tab_passes_a_cell_and_is_its_own_only_where_one_types(open_page: OpenPage) -> None:
    page = open_page(f"{cell('if x:')}<a href='#' id=after>After</a>")
    field = field_of(page)
    expect(page.locator(".token.keyword")).to_be_visible()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    expect(page.locator(".pce-focus")).to_be_visible()
    assert "Escape, then Tab, leaves" in field.evaluate(
        "field => field.getRootNode().getElementById(field.getAttribute('aria-describedby')).textContent"
    )
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(field).to_be_focused()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.press("Enter")
    expect(field).to_have_value("if x:\n    ")
    page.keyboard.press("Tab")
    expect(field).to_have_value("if x:\n        ")
    page.keyboard.press("Shift+Tab")
    expect(field).to_have_value("if x:\n    ")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    expect(field).to_have_value("if x:\n    ")


def test_an_editor_indents_comments_closes_brackets_and_undoes(open_page: OpenPage) -> None:
    page = open_page(cell(""))
    field = edit(page, "")
    page.keyboard.type("def f(a)")
    expect(field).to_have_value("def f(a)")
    page.keyboard.type(":")
    page.keyboard.press("Enter")
    page.keyboard.type("x = [1, 2]")
    expect(field).to_have_value("def f(a):\n    x = [1, 2]")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".active-bracket")).to_have_count(2)
    page.keyboard.press("ControlOrMeta+/")
    expect(field).to_have_value("def f(a):\n    # x = [1, 2]")
    page.keyboard.press("ControlOrMeta+z")
    expect(field).to_have_value("def f(a):\n    x = [1, 2]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Tab")
    expect(field).to_have_value("    def f(a):\n        x = [1, 2]")
    page.keyboard.press("ControlOrMeta+f")
    page.get_by_role("textbox", name="Find").fill("x =")
    expect(page.locator(".pce-matches span")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


def test_a_completion_waits_visibly_for_python_that_is_being_started(
    open_page: OpenPage, page_reader: Reader
) -> None:
    held: list[Route] = []
    page_reader.context.route("**/static/worker*.js", lambda route: held.append(route))
    try:
        page = open_page(cell("", "kernel=late"))
        field = edit(page, "pri")
        field.press("Control+Space")
        expect(page.get_by_role("region", name="Help")).to_contain_text("Python is being started")
        for route in held:
            route.continue_()
        expect(field).to_have_value("print")
        expect(page.get_by_role("region", name="Help")).to_have_count(0)
    finally:
        page_reader.context.unroute_all()


def test_tab_completes_what_is_the_only_one_and_offers_several(answering: Page) -> None:
    field = edit(answering, "import keyword\nkeyword.iskeyw")
    field.press("Tab")
    expect(field).to_have_value("import keyword\nkeyword.iskeyword")
    field.fill("pri")
    field.press("ControlOrMeta+End")
    field.press("Control+Space")
    expect(field).to_have_value("print")
    field.fill("''.is")
    field.press("ControlOrMeta+End")
    field.press("Control+Space")
    options = answering.get_by_role("listbox", name="Completions").get_by_role("option")
    expect(options.filter(has_text="isalpha")).to_be_visible()
    answering.keyboard.type("d")
    expect(options.filter(has_text="isalpha")).to_have_count(0)
    expect(options).to_have_count(2)
    first = options.first.get_attribute("id")
    assert field.get_attribute("aria-activedescendant") == first
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("''.isdigit")
    expect(options).to_have_count(0)


def test_completion_and_help_count_an_emoji_as_python_does(answering: Page) -> None:
    field = edit(answering, "a = '👩‍🚀😀'; pri; 'ß😀'")
    for _ in range(len("; 'ß😀'")):
        field.press("ArrowLeft")
    field.press("Tab")
    expect(field).to_have_value("a = '👩‍🚀😀'; print; 'ß😀'")
    field.press("Shift+Tab")
    expect(answering.locator(".popup.help")).to_contain_text("Prints the values to a stream")


def test_help_shows_what_python_knows_in_its_colours(answering: Page) -> None:
    field = edit(answering, "len(x)")
    for _ in range(3):
        field.press("ArrowLeft")
    field.press("Shift+Tab")
    shown = answering.get_by_role("region", name="Help")
    expect(shown).to_contain_text("Return the number of items in a container.")
    assert "\x1b" not in shown.inner_text()
    assert "[31m" not in shown.inner_text()
    expect(shown.locator("[style*=color], [class*=ansi]").first).to_be_visible()
    field.press("Shift+Tab")
    expect(shown).to_be_focused()
    answering.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(field).to_be_focused()
    field.fill("nothing_of_this_name")
    field.press("ControlOrMeta+End")
    field.press("Shift+Tab")
    expect(shown).to_contain_text("Python knows nothing of what stands here.")


def test_code_is_left_to_right_in_a_page_that_is_not(open_page: OpenPage) -> None:
    page = open_page(f'<div dir="rtl">{cell("x = 1  # שלום")}</div>')
    field = field_of(page)
    expect(field).to_have_css("direction", "ltr")
    expect(page.locator(".pce-line")).to_have_css("direction", "ltr")
    expect(page.locator(".pce-line")).to_have_css("text-align", "left")
