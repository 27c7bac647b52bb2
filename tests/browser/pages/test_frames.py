"""A page with elements in a frame of another page: of its own host, of another, and shut in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.hosts import SHARED, hosted, write_page
from tests.browser.pages.test_anywhere import COUNTER
from tests.browser.pages.test_cells import cell

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.registry]

FRAMED = cell("print(1000 + 234)", "autorun") + COUNTER
SCRIPT = '<script type="module" src="lite.js"></script>'


@pytest.mark.parametrize(
    ("is_own_host", "attributes"),
    [
        pytest.param(True, "", id="of its own host"),
        pytest.param(False, "", id="of another host"),
        pytest.param(False, 'sandbox="allow-scripts allow-same-origin"', id="with its origin"),
        pytest.param(False, 'sandbox="allow-scripts"', id="with no origin"),
    ],
)
def test_a_page_in_a_frame_answers(
    visitor: BrowserContext, page_site: Path, tmp_path: Path, is_own_host: bool, attributes: str
) -> None:
    write_page(page_site, SCRIPT, FRAMED)
    with hosted(page_site, lambda _: SHARED) as site, hosted(tmp_path) as other:
        frame = f'<iframe {attributes} src="{site}page.html" width="600" height="600"></iframe>'
        folder, address = (page_site, site) if is_own_host else (tmp_path, other)
        (folder / "outer.html").write_text(f"<!doctype html>{frame}", encoding="utf-8")
        page = visitor.new_page()
        page.goto(f"{address}outer.html")
        framed = page.frame_locator("iframe")
        expect(framed.locator("lite-cell").first).to_contain_text("1234")
        button = framed.locator("lite-cell button", has_text="clicked")
        button.click()
        expect(button).to_contain_text("1")


def test_a_frame_with_no_origin_says_what_its_site_s_host_has_to_send(
    visitor: BrowserContext, page_site: Path
) -> None:
    write_page(page_site, SCRIPT, FRAMED)
    # A browser asks for the script itself with no leave to read it either, and nothing of ours runs then.
    shared = ("lite.js", "/static/page/")
    with hosted(page_site, lambda path: SHARED if any(each in path for each in shared) else {}) as site:
        frame = f'<!doctype html><iframe sandbox="allow-scripts" src="{site}page.html"></iframe>'
        (page_site / "outer.html").write_text(frame, encoding="utf-8")
        page = visitor.new_page()
        page.goto(f"{site}outer.html")
        cell_of_frame = page.frame_locator("iframe").locator("lite-cell").first
        expect(cell_of_frame).to_contain_text("Its host has to allow a page that has no origin")
        expect(cell_of_frame).to_contain_text("allow-same-origin")
