"""HTML files of the contents: a build makes pages of the site of those that run Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import APP

if TYPE_CHECKING:
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]


def test_a_page_of_the_contents_is_found_by_its_path_and_its_python_answers(page_reader: Reader) -> None:
    page = page_reader.open(f"{APP}?from=test#more")
    more = page.get_by_role("button", name="More")
    more.click()
    more.click()
    # `humanize` is a package that the site has locked.
    expect(page.locator("#count")).to_have_text("1,002")
    assert page.url.endswith(f"/files/{APP}?from=test#more")
    page.close()
