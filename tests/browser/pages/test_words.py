"""The elements speak the page's language, or the page's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.conftest import HEAD
from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

EXERCISE = '<lite-exercise><script type="text/x-python">1</script></lite-exercise>'


def head(language: str, more: str = "") -> str:
    return HEAD.replace('lang="en"', f'lang="{language}"') + more


@pytest.mark.parametrize(
    ("language", "run", "summary"),
    [
        ("de-AT", "Ausführen", "Ausgabe: 42"),
        ("fr", "Exécuter", "Sortie : 42"),
        ("es", "Ejecutar", "Salida: 42"),
        # None of ours.
        ("mi", "Run", "Output: 42"),
    ],
)
def test_elements_speak_the_page_s_language(
    open_page: OpenPage, language: str, run: str, summary: str
) -> None:
    page = open_page(cell("6 * 7"), head=head(language))
    page.get_by_role("button", name=run, exact=True).click()
    expect(page.get_by_role("status").filter(has_text=summary)).to_have_count(1)


def test_a_page_s_own_words_come_before_its_language_and_mistakes_in_them_are_told(
    open_page: OpenPage, page_reader: Reader
) -> None:
    own = '{"run": "Los!", "start-ovr": "?", "check": 3}'
    script = f'<script type="application/json" data-lite-words>{own}</script>'
    page = open_page(cell("1") + EXERCISE, head=head("de", script))
    expect(page.get_by_role("button", name="Los!")).to_have_count(2)
    expect(page.get_by_role("button", name="Von vorn beginnen")).to_be_visible()
    told = "\n".join(page_reader.take_complaints())
    assert 'there is no word "start-ovr". Write "start-over".' in told
    assert '"check" is no text.' in told


def test_words_that_cannot_be_read_leave_those_of_the_language(
    open_page: OpenPage, page_reader: Reader
) -> None:
    script = '<script type="application/json" data-lite-words>{"run": </script>'
    page = open_page(cell("1"), head=head("de", script))
    expect(page.get_by_role("button", name="Ausführen")).to_be_visible()
    assert "they are no JSON" in "\n".join(page_reader.take_complaints())
