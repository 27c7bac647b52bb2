"""The package that `lite-build widget new` writes, as it is, in a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.notebook_page import SHOWN_BY_OUR_LOADER

if TYPE_CHECKING:
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_a_new_package_comes_into_a_site_from_its_folder_and_its_widget_counts_clicks(
    course_reader: Reader,
) -> None:
    notebook = course_reader.open_notebook("plain.ipynb")
    notebook.wait_for_the_kernel()
    notebook.ask("from my_counter import MyCounter\ncounter = MyCounter(value=3)\ncounter")
    button = notebook.output("import MyCounter").locator(SHOWN_BY_OUR_LOADER).get_by_role("button")
    expect(button).to_have_css("cursor", "pointer")
    button.click()
    expect(button).to_have_text("clicked 4 times")
    assert notebook.ask("counter.value") == "4"
