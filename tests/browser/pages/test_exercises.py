"""Exercises in a page: a learner writes, asks for hints, and is told whether it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

SQUARES = """
<lite-exercise id="squares">
  <p>Give the squares of <code>numbers</code> the name <code>squares</code>, and print them.</p>
  <script type="text/x-python" data-part="setup">
    numbers = [1, 2, 3]
  </script>
  <script type="text/x-python">
    squares = ...
  </script>
  <template data-part="hint"><p>A <em>list comprehension</em> helps.</p></template>
  <template data-part="hint"><p>The power is <code>**</code>.</p></template>
  <script type="text/x-python" data-part="solution">
    squares = [each ** 2 for each in numbers]
    print(squares)
  </script>
  <script type="text/x-python" data-part="check">
    assert squares == [1, 4, 9], "These are not the squares."
    assert "[1, 4, 9]" in output
    "**" in code, "By the power."
  </script>
</lite-exercise>
"""
PLAIN = '<lite-exercise><script type="text/x-python">{code}</script>{check}</lite-exercise>'


def checked_by(check: str, code: str = "x = 1") -> str:
    part = f'<script type="text/x-python" data-part="check">{check}</script>'
    return PLAIN.format(code=code, check=part)


def write(page: Page, code: str) -> None:
    page.locator("lite-exercise textarea").fill(code)


def test_a_learner_is_told_how_the_code_is_until_it_is_right(open_page: OpenPage) -> None:
    page = open_page(SQUARES)
    page.evaluate("addEventListener('lite-check', ({ detail }) => { window.told = detail; })")
    message = page.locator("lite-exercise [part=message]")
    check = page.get_by_role("button", name="Check")
    expect(page.get_by_text("Give the squares")).to_be_visible()
    for code, words in (
        ("squares = numbers", "These are not the squares."),
        ("squares = [1, 4, 9]", "This does not hold: '[1, 4, 9]' in output"),
        ("numbers.append(4)\nsquares", "The code ends in an error. NameError: name 'squares' is not defined"),
        ("squares = [each * each for each in numbers]\nprint(squares)", "By the power."),
        ("squares = [each ** 2 for each in numbers]\nprint(squares)", "By the power."),
    ):
        if "append" in code:
            code = f"del squares\n{code}"
        write(page, code)
        check.click()
        expect(message).to_have_text(words)
        expect(check).to_be_enabled()
    expect(message).to_have_attribute("data-passed", "true")
    assert page.evaluate("window.told") == {"passed": True, "message": "By the power.", "code": code}


def test_hints_come_one_after_the_other_and_all_is_kept_until_it_is_started_over(open_page: OpenPage) -> None:
    page = open_page(SQUARES)
    expect(page.get_by_text("list comprehension")).to_have_count(0)
    page.get_by_role("button", name="Hint 1 of 2").click()
    expect(page.get_by_text("list comprehension")).to_be_visible()
    page.get_by_role("button", name="Show the solution").click()
    expect(page.locator("lite-exercise pre")).to_have_text(
        "squares = [each ** 2 for each in numbers]\nprint(squares)"
    )
    write(page, "squares = [n ** 2 for n in numbers]\nprint(squares)")
    page.get_by_role("button", name="Check").click()
    message = page.locator("lite-exercise [part=message]")
    expect(message).to_have_text("By the power.")
    page.reload()
    expect(message).to_have_text("Solved before.")
    expect(page.locator("lite-exercise textarea")).to_have_value(
        "squares = [n ** 2 for n in numbers]\nprint(squares)"
    )
    expect(page.get_by_text("list comprehension")).to_be_visible()
    expect(page.locator("lite-exercise pre")).to_be_visible()
    page.get_by_role("button", name="Hint 2 of 2").click()
    expect(page.get_by_text("The power is")).to_be_visible()
    expect(page.get_by_role("button", name="Hint")).to_have_count(0)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("lite-exercise textarea")).to_have_value("squares = ...")
    expect(page.get_by_text("list comprehension")).to_have_count(0)
    page.reload()
    expect(page.locator("lite-exercise textarea")).to_have_value("squares = ...")
    expect(message).to_have_text("")


def test_a_check_answers_in_many_ways(open_page: OpenPage, page_reader: Reader) -> None:
    checks = {
        "True": ("true", "Correct."),
        "x == 2": ("false", "Not yet."),
        "'Words alone.'": ("null", "Words alone."),
        "(False, 'With words.')": ("false", "With words."),
        "{'correct': True, 'message': 'By name.'}": ("true", "By name."),
        "assert x == 2": ("false", "This does not hold: x == 2"),
        "y": ("false", "There is no y yet."),
        "[][0]": ("false", "IndexError: list index out of range"),
        "x += 1\nprint('printed', x)": ("true", "printed 2"),
        "import asyncio\nawait asyncio.sleep(0.01)\nx == 1": ("true", "Correct."),
        "def (": ("null", "Its check is no Python"),
    }
    page = open_page("".join(map(checked_by, checks)))
    messages = page.locator("lite-exercise [part=message]")
    expect(messages).to_have_count(len(checks))
    for number, (passed, words) in enumerate(checks.values()):
        page.get_by_role("button", name="Check").nth(number).click()
        expect(messages.nth(number)).to_contain_text(words)
        expect(messages.nth(number)).to_have_attribute("data-passed", passed)
    expect(page.get_by_role("alert")).to_contain_text("Its check is no Python")
    assert len(page_reader.take_complaints()) == 1
    # The check has changed nothing of the learner's.
    page.locator("lite-exercise textarea").first.fill(
        "print([x, 'y' in dir(), 'code' in dir(), 'check' in dir()])"
    )
    page.get_by_role("button", name="Run").first.click()
    expect(page.locator("lite-exercise").first).to_contain_text("[1, False, False, False]")


def test_mistakes_of_an_exercise_s_author_are_told(open_page: OpenPage, page_reader: Reader) -> None:
    setup = '<script type="text/x-python" data-part="setup">undefined_name</script>'
    page = open_page(
        PLAIN.format(code="1", check='<template data-part="hnt"></template>')
        + PLAIN.format(code="1", check='<script type="text/x-python">2</script>')
        + PLAIN.format(code="print('never')", check=setup)
        + PLAIN.format(code="print('well')", check="<p>Just words.</p>")
    )
    page.get_by_role("button", name="Run").nth(0).click()
    alerts = page.get_by_role("alert")
    expect(alerts.nth(0)).to_contain_text('data-part="hnt" is none of its parts.')
    expect(alerts.nth(1)).to_contain_text("It has more than one start.")
    expect(alerts.nth(2)).to_contain_text("Its setup has failed. NameError")
    expect(page.get_by_text("never")).to_have_count(0)
    expect(page.get_by_role("button", name="Check")).to_have_count(0)
    page.get_by_role("button", name="Run").nth(1).click()
    expect(page.locator("lite-exercise").nth(3)).to_contain_text("well")
    assert len(page_reader.take_complaints()) == 3


def test_a_browser_that_keeps_nothing_is_no_fault(open_page: OpenPage, page_reader: Reader) -> None:
    page_reader.context.add_init_script(
        "if (location.hash === '#none') Object.defineProperty(window, 'localStorage', "
        "{ get() { throw new DOMException('not allowed', 'SecurityError'); } });"
    )
    page = open_page(checked_by("x == 1"))
    page.goto(f"{page.url}#none")
    page.reload()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("lite-exercise [part=message]")).to_have_text("Correct.")
