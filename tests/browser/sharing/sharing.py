"""What people do to share documents and to open them, on JupyterLab's pages."""

from __future__ import annotations

import gzip
import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.notebook_page import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PUBLISHED, MINE = "Address of the published document", "Address with your version"


def share(page: Page) -> Locator:
    """Ask for the ways to share the document in front."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Share…", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog).to_be_visible()
    return dialog


def address_in(dialog: Locator, label: str) -> str:
    """An address that a dialog offers."""
    field = dialog.get_by_label(label, exact=True)
    expect(field).not_to_have_value("")
    return field.input_value()


def fragment(path: str, text: str, form: str = "1") -> str:
    """The end of an address that brings a document, made by nobody's page."""
    packed = gzip.compress(json.dumps([path, text]).encode())
    return f"#lite-shared={form}.{urlsafe_b64encode(packed).decode().rstrip('=')}"


def asked(page: Page) -> Locator:
    """The question whether to open what an address brings."""
    card = page.get_by_role("dialog", name="which came by this address")
    expect(card).to_be_visible(timeout=PATIENCE)
    return card


def cells_in_front(page: Page, name: str, count: int) -> Locator:
    """The cells of the notebook in front, once it is the one of a name."""
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel")
    expect(tab).to_have_text(name, timeout=PATIENCE)
    cells = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
    expect(cells).to_have_count(count, timeout=PATIENCE)
    return cells
