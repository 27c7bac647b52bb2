"""Widgets from the index, in a page by the same cases as in JupyterLab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages.widgets.cells import cell
from tests.browser.published_widgets import BESIDE_THE_NOTEBOOK, REQUIREMENTS, WIDGETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: Those of packages that a site can be built with.
SHOWN = {
    name: widget
    for name, widget in WIDGETS.items()
    if (module := widget.source.split()[1].partition(".")[0]) in REQUIREMENTS["0.11.0"]
    and not BESIDE_THE_NOTEBOOK.startswith(module.replace("_", "-"))
}


@pytest.mark.parametrize("name", list(SHOWN))
def test_a_published_widget_answers_to_python(open_page: OpenPage, page_reader: Reader, name: str) -> None:
    page_reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget = SHOWN[name]
    page = open_page(cell(widget.source, "autorun hidden-code id=showing") + cell("", "id=asking"))
    shown = page.locator("#showing .lite-widget-place .afm-widget").first
    expect(shown).to_be_visible()
    widget.act(shown)
    assert answer_of(page, widget.question) == widget.answer


def answer_of(page: Page, question: str) -> str:
    """What Python says of an expression, in the page's cell for that."""
    page.evaluate(f"asking.code = {json.dumps(question)}; asking.run()")
    return page.locator("#asking .lite-outputs").inner_text().strip()
