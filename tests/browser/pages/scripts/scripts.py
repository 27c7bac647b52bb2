"""What the pages of these tests are written of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def script(code: str, attributes: str = "") -> str:
    """A script of Python, as its author writes it."""
    return f'<script type="py" {attributes}>\n{code}\n</script>'


def errors_of(page: Page) -> Locator:
    """The boxes in which a page tells what is wrong."""
    return page.get_by_role("alert")
