"""What the pages write on the browser's console: nothing that a reader could take for a fault of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: For each app, a page of it, and by which it is seen to be there.
PAGES = {
    "lab": ("lab/index.html?path=plain.ipynb", ".jp-Notebook .jp-Cell"),
    "notebooks": ("notebooks/index.html?path=plain.ipynb", ".jp-Notebook .jp-Cell"),
    "tree": ("tree/index.html", ".jp-DirListing-item"),
    "edit": ("edit/index.html?path=plain.ipynb", ".jp-FileEditor, .jp-Notebook"),
    "consoles": ("consoles/index.html", "#main"),
    "repl": ("repl/index.html?kernel=python&code=6*7", ".jp-CodeConsole .jp-OutputArea-output"),
}
#: JupyterLab's and JupyterLite's own bundles, whose warnings are theirs.
STOCKS_BUNDLES = "/build/"


@pytest.mark.parametrize("app", PAGES)
def test_a_page_warns_of_nothing_but_what_stock_jupyterlite_warns_of(
    course_visitor: Reader, app: str
) -> None:
    path, shown = PAGES[app]
    page = course_visitor.context.new_page()
    warnings: list[str] = []
    page.on(
        "console",
        lambda message: (
            warnings.append(f"{message.text} ({message.location.get('url', '')})")
            if message.type in {"warning", "error"}
            else None
        ),
    )
    page.goto(course_visitor.address + path)
    expect(page.locator(shown).first).to_be_visible()
    # All extensions have been loaded by then, each with what it says of versions.
    page.wait_for_function("() => Object.keys(globalThis._JUPYTERLAB ?? {}).length > 2")
    assert [warning for warning in warnings if "ersion" in warning or STOCKS_BUNDLES not in warning] == []
    page.close()
