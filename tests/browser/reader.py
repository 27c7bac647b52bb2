"""A reader of a site, in a browser of her own, and what a reader should never meet."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import ViewportSize

from tests.browser.notebook_page import NotebookPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

#: Errors that are logged though nothing is wrong with the site, each with its reason.
STOCKS_OWN_NOISE = {
    "JupyterLab asks its server where the files are that a traceback names; a static site has no server": (
        re.compile(r"status of 404 .*/api/resolvePath\?")
    ),
    "Without that answer JupyterLab looks for those files among the contents; the kernel's are not there": (
        re.compile(r"status of 404 .*/api/contents/lib/python3[^ ]*/all\.json")
    ),
    "The tree's page begins to draw a notebook that it then gives to a tab of its own": re.compile(
        r"Cannot read properties of null \(reading '(insertWidget|updateRenderOption)'\)"
    ),
    "drawdata gives its drawing a height that browsers do not know": re.compile(
        r'<svg> attribute height: Expected length, "auto"'
    ),
    "dr-widget looks for its font at the root of the origin": re.compile(
        r"status of 404 .*/fonts/Inter-roman\.var\.woff2$"
    ),
}
WIDE = ViewportSize(width=1400, height=1000)


class Reader:
    """Somebody who reads a site: a browser profile with its own storage, and a list of complaints.

    Args:
        address: of the site's root, with a slash at its end.
        context: the browser's profile.
        elsewhere: what the whole browser asked of other hosts; grows as it asks.
    """

    def __init__(self, address: str, context: BrowserContext, elsewhere: list[str]) -> None:
        self.address = address
        self.context = context
        self._elsewhere = elsewhere
        self._complaints: list[str] = []
        context.on("request", lambda request: self._see_request(request.url))
        context.on("console", self._see_message)
        context.on("weberror", lambda error: self._hear(f"not caught: {error.error}"))

    @classmethod
    @contextmanager
    def visiting(
        cls,
        address: str,
        browser: Browser,
        elsewhere: list[str],
        *,
        service_workers: Literal["allow", "block"] = "allow",
        time_zone: str | None = None,
        language: str | None = None,
    ) -> Iterator[Reader]:
        """Let a reader with an empty profile visit a site while the block runs."""
        context = browser.new_context(
            viewport=WIDE, service_workers=service_workers, timezone_id=time_zone, locale=language
        )
        context.set_default_timeout(60_000)
        try:
            yield cls(address, context, elsewhere)
        finally:
            context.close()

    def open(self, path: str) -> Page:
        """Open a page of the site in a new tab."""
        page = self.context.new_page()
        page.goto(self.address + path)
        return page

    def open_notebook(self, path: str, app: str = "lab") -> NotebookPage:
        """Open a notebook in a new tab, and wait until its cells are there."""
        published = self.context.request.get(f"{self.address}files/{quote(path)}").json()
        notebook = NotebookPage(self.open(f"{app}/index.html?path={quote(path)}"))
        notebook.wait_until_shown(len(published["cells"]))
        return notebook

    def take_complaints(self) -> list[str]:
        """What went wrong since this was asked last: errors that were logged, requests to other origins."""
        complaints = [*self._complaints, *(f"asked elsewhere: {request}" for request in self._elsewhere)]
        self._complaints.clear()
        self._elsewhere.clear()
        return complaints

    def forget_complaints(self) -> None:
        """Forget what went wrong so far, with what the browser has said of it and nobody has heard yet."""
        browser = self.context.browser
        if browser is not None and self.context in browser.contexts:
            for page in self.context.pages:
                page.title()
        self.take_complaints()

    def photograph(self, folder: Path, name: str) -> None:
        """Keep pictures of the open tabs."""
        folder.mkdir(parents=True, exist_ok=True)
        stem = re.sub(r"[^\w.-]+", "-", name)
        for number, page in enumerate(self.context.pages):
            # One whose page has crashed has none.
            with suppress(PlaywrightError):
                page.screenshot(path=folder / f"{stem}-{number}.png")

    def _see_request(self, url: str) -> None:
        requested, own = urlsplit(url), urlsplit(self.address)
        if requested.scheme not in {"data", "blob"} and requested[:2] != own[:2]:
            self._complaints.append(f"left the origin: {url}")

    def _see_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._hear(f"logged: {message.text} {message.location.get('url', '')}")

    def _hear(self, error: str) -> None:
        if not any(noise.search(error) for noise in STOCKS_OWN_NOISE.values()):
            self._complaints.append(error)
