"""Python as the handler of events: before it is there, once, and where it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.scripts.scripts import errors_of, script

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

WRITE = """from litepage import document, when, Event

def write(text):
    document.getElementById('told').append(f'{text};')
"""
TOLD = '<p id="told"></p>'


def test_what_is_typed_before_python_is_there_reaches_each_of_its_handlers(open_page: OpenPage) -> None:
    page = open_page(
        '<label>Name <input py-input="heard" py-change="kept"></label>'
        + TOLD
        + script(
            WRITE
            + "def heard(event): write(f'heard {event.target.value}')\n"
            + "def kept(event): write(f'kept {event.target.value}')"
        )
    )
    name = page.get_by_label("Name")
    expect(name).to_have_attribute("aria-busy", "true")
    name.fill("Ada")
    name.blur()
    expect(page.locator("#told")).to_have_text("heard Ada;kept Ada;")
    expect(name).not_to_have_attribute("aria-busy", "true")
    name.fill("Bob")
    expect(page.locator("#told")).to_have_text("heard Ada;kept Ada;heard Bob;")


def test_a_form_that_is_sent_before_python_is_there_is_python_s(open_page: OpenPage) -> None:
    page = open_page(
        '<form py-submit="sent"><input name="word" value="here"></form>'
        + TOLD
        + script(
            WRITE
            + "def sent(event):\n    event.preventDefault()\n    write(event.target.elements.word.value)"
        )
    )
    address = page.url
    page.locator("input").press("Enter")
    expect(page.locator("#told")).to_have_text("here;")
    assert page.url == address


def test_a_handler_of_once_is_called_once_whatever_it_hears(open_page: OpenPage) -> None:
    page = open_page(
        "<button>Go</button>"
        + TOLD
        + script(
            WRITE
            + """
mine = Event()
when(mine, once=True)(lambda value: write(f'mine {value}'))
when('click', 'button', once=True)(lambda event: write('click'))
when('click', 'button', once=True, debounce=1)(lambda event: write('late'))
when('click', 'button')(lambda event: mine.trigger(1))
write('ready')
"""
        )
    )
    told = page.locator("#told")
    expect(told).to_have_text("ready;")
    page.get_by_role("button", name="Go").click()
    expect(told).to_contain_text("late;")
    page.get_by_role("button", name="Go").click()
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 50))")
    assert sorted(told.inner_text().split(";")) == ["", "click", "late", "mine 1", "ready"]


def test_errors_of_tasks_are_told_and_those_that_come_again_are_counted(
    open_page: OpenPage, page_reader: Reader
) -> None:
    page = open_page(
        '<button py-click="fail">Fail</button><button py-click=" gone ">Gone</button>'
        + script(
            "import asyncio\n"
            "async def late():\n    await asyncio.sleep(0)\n    raise ValueError('of a task')\n"
            "asyncio.create_task(late())\n"
            "def fail(event): raise KeyError('of a handler')"
        )
    )
    fail = page.get_by_role("button", name="Fail")
    for _ in range(3):
        fail.click()
    handler = errors_of(page).filter(has_text="KeyError: 'of a handler'")
    expect(handler).to_have_count(1)
    expect(handler).to_contain_text("3 times")
    expect(errors_of(page).filter(has_text="ValueError: of a task")).to_have_count(1)
    page.get_by_role("button", name="Gone").click()
    expect(errors_of(page).filter(has_text="NameError: name 'gone'")).to_contain_text(
        'File "py-click", line 1'
    )
    assert page_reader.take_complaints()


def test_a_script_that_comes_to_a_page_with_none_is_run(open_page: OpenPage) -> None:
    page = open_page(TOLD)
    page.evaluate(
        "code => { const script = document.createElement('script'); script.type = 'py'; "
        "script.textContent = code; document.body.append(script); }",
        f"{WRITE}write('came later')",
    )
    expect(page.locator("#told")).to_have_text("came later;")
