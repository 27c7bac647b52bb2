"""Widgets from the index, in a page by the same cases as in JupyterLab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.other_hosts import unpack_package
from tests.browser.pages.conftest import FOLDER, HEAD
from tests.browser.pages.widgets.cells import cell
from tests.browser.published_widgets import BESIDE_THE_NOTEBOOK, NEWEST_ANYWIDGET, REQUIREMENTS, WIDGETS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.pages.conftest import OpenPage
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: All but those that no release takes this anywidget for.
SHOWN = {
    name: widget
    for name, widget in WIDGETS.items()
    if (module := widget.source.split()[1].partition(".")[0]) in REQUIREMENTS[NEWEST_ANYWIDGET]
    or BESIDE_THE_NOTEBOOK.startswith(module.replace("_", "-"))
}


@pytest.fixture(scope="module")
def head(page_site: Path) -> str:
    """The head of a page that has the package beside it which the site does not have."""
    folder = page_site / FOLDER
    unpack_package(BESIDE_THE_NOTEBOOK, folder)
    [package] = folder.glob("dr_widget")
    files = [path.relative_to(folder).as_posix() for path in sorted(package.rglob("*")) if path.is_file()]
    return HEAD.replace("></script>", f' files="{" ".join(files)}"></script>')


@pytest.mark.parametrize("name", list(SHOWN))
def test_a_published_widget_answers_to_python(
    open_page: OpenPage, page_reader: Reader, head: str, name: str
) -> None:
    page_reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget = SHOWN[name]
    page = open_page(cell(widget.source, "autorun hidden-code id=showing") + cell("", "id=asking"), head=head)
    shown = page.locator("#showing .lite-widget-place .afm-widget").first
    expect(shown).to_be_visible()
    widget.act(shown)
    assert answer_of(page, widget.question) == widget.answer


def answer_of(page: Page, question: str) -> str:
    """What Python says of an expression, in the page's cell for that."""
    page.evaluate(f"asking.code = {json.dumps(question)}; asking.run()")
    return page.locator("#asking .lite-outputs").inner_text().strip()
