"""The tags of a page that hold Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.scripts.scripts import errors_of, script

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage, WriteFile
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

LISTEN = """
<script>
  window.heard = [];
  for (const name of ['py:progress', 'py:ready', 'py:done', 'py:all-done']) {
    addEventListener(name, ({ target, detail }) => heard.push([name, target.id ?? '', typeof detail]));
  }
</script>
"""


def test_scripts_run_in_their_order_and_share_their_names(
    open_page: OpenPage, write_file: WriteFile, page_reader: Reader
) -> None:
    write_file("first.py", "words = ['file']")
    page = open_page(
        '<div id="there"></div><script type="py" src="first.py"></script>'
        + script("words.append('tag')", 'env="other"')
        + script(
            "import asyncio\nwords.append('awaits')\nawait asyncio.Event().wait()\nwords.append('later')",
            "async",
        )
        + script("from pyscript import display\ndisplay(*words)", 'target="there"')
        + '<mpy-script id="own">from pyscript import current_target\nprint("printed", current_target())'
        "</mpy-script>"
    )
    expect(page.locator("#there")).to_have_text("fileawaits")
    # Its names are others.
    expect(errors_of(page)).to_contain_text("NameError: name 'words' is not defined")
    expect(page.locator("mpy-script")).to_have_text("printed own")
    assert len(page_reader.take_complaints()) == 1


def test_a_page_hears_how_far_python_is(open_page: OpenPage) -> None:
    page = open_page(LISTEN + script("x = 1", 'id="one"') + script("y = 2", 'id="two"'))
    page.wait_for_function("heard.some(([name]) => name === 'py:all-done')")
    heard = page.evaluate("heard")
    assert ["py:progress", "", "string"] in heard
    assert [name for name, *_ in heard if name != "py:progress"] == [
        "py:ready",
        "py:done",
        "py:ready",
        "py:done",
        "py:all-done",
    ]
    assert [identity for name, identity, _ in heard if name == "py:ready"] == ["one", "two"]


def test_handlers_find_the_names_of_their_environment(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(
        script("def act(event): event.target.textContent = 'first'", 'env="first"')
        + script("def act(event): event.target.textContent = 'second'", 'env="second"')
        + '<section env="first"><button py-click="act">One</button></section>'
        + '<button env="second" py-click="act">Two</button><button env="third" py-click="act">Three</button>'
    )
    page.get_by_role("button", name="One").click()
    page.get_by_role("button", name="Two").click()
    expect(page.get_by_role("button", name="first")).to_be_visible()
    expect(page.get_by_role("button", name="second")).to_be_visible()
    expect(errors_of(page)).to_contain_text(
        'no script of the page has that. Write <script type="py" env="third">'
    )
    assert len(page_reader.take_complaints()) == 1


def test_a_handler_needs_no_script(open_page: OpenPage) -> None:
    page = open_page(
        """<py-config></py-config><button py-click="event.target.append(f' {6 * 7}')">Answer</button>"""
    )
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("button", name="Answer 42")).to_be_visible()


def test_code_to_edit_becomes_a_cell(open_page: OpenPage) -> None:
    page = open_page(
        '<script type="py-editor" env="own" setup>\n  word = "set up"\n</script>'
        '<script type="py-editor" env="own" id="edited">\n  print(word, 6 * 7)\n</script>'
        "<py-repl>print('a cell')</py-repl>"
        '<py-repl auto-generate="true"></py-repl>'
    )
    cell = page.locator("lite-cell#edited")
    cell.get_by_role("button", name="Run").click()
    expect(cell.locator(".lite-outputs")).to_have_text("set up 42")
    expect(page.locator("lite-cell")).to_have_count(3)
    expect(page.locator("lite-repl")).to_have_count(1)
    expect(errors_of(page)).to_have_count(0)


def test_code_that_html_has_changed_is_told_of(open_page: OpenPage, page_reader: Reader) -> None:
    page = open_page(
        "<py-script>b = 2\nif 1 <b: print('lost')</py-script>"
        "<py-script>print('1 &lt; 2', '<b>kept</b>', 1<2)</py-script>"
    )
    expect(page.locator("py-script").nth(1)).to_have_text("1 < 2 <b>kept</b> True")
    expect(errors_of(page)).to_contain_text('Put the code into <script type="py">')
    assert len(page_reader.take_complaints()) == 1


def test_what_is_wrong_with_a_tag_is_told_beside_it_and_others_go_on(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page(
        '<script type="python">1</script><script type="py-game">1</script>'
        '<script type="py" sorce="a.py" tarjet="b">1</script>'
        '<script type="py" target="nowhere">from pyscript import display\ndisplay("behind")</script>'
        '<script type="py" src="gone.py"></script><script type="py">\n\n1 / 0</script>'
        + script("display('goes on', target='end')")
        + '<p id="end"></p>'
    )
    expect(page.locator("#end")).to_have_text("goes on")
    expect(page.locator("script-py")).to_have_text("behind")
    for words in (
        '<script> has no type "python". Write type="py".',
        'type="py-game" is left out',
        "<script> has no attribute sorce.",
        "<script> has no attribute tarjet. Write target.",
        'The page has no element "nowhere", which target names',
        "gone.py cannot be had: its host answered 404",
        "ZeroDivisionError",
    ):
        expect(errors_of(page).filter(has_text=words)).to_have_count(1)
    error = errors_of(page).first
    error.get_by_role("button", name="Close").click()
    expect(errors_of(page)).to_have_count(6)
    assert page_reader.take_complaints() != []
