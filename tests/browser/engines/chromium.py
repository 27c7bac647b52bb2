"""Chromium's tab, by Playwright."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


class ChromiumTab:
    """A tab of Playwright's as the tests of all engines use it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._said: list[str] = []
        page.on("console", lambda message: self._said.append(message.text))

    @property
    def said(self) -> list[str]:
        # Playwright hands out what it has heard while it is asked for something.
        self._page.evaluate("null")
        return self._said

    def open(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, expression: str) -> Any:
        return self._page.evaluate(expression)

    def click(self, x: float, y: float) -> None:
        self._page.mouse.click(x, y)

    def write(self, text: str) -> None:
        self._page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        self._page.keyboard.press("+".join(keys))
