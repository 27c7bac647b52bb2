"""Somebody who has never seen a site visits it, in a browser that was just started."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.find_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

#: In milliseconds. Stock's kernel takes 100 s over a slow connection.
LONGEST_VISIT = 600_000.0
_PROBE = Path(__file__).parent / "page" / "probe.js"


class ColdVisit:
    """A visit in its course.

    Args:
        address: of the site's root, with a slash at its end.
        page: the only tab, which has seen nothing yet.
    """

    def __init__(self, address: str, page: Page) -> None:
        self.address = address
        self.page = page
        self.start = 0.0

    def open(self, path: str) -> None:
        """Go to a page of the site; what it takes counts from now."""
        self.start = time()
        self.page.goto(f"{self.address}{path}", wait_until="commit")

    def run_notebook(self, name: str, expected: str, app: str = "notebooks") -> None:
        """Open a notebook, run all as soon as that has an effect, and wait for a text in its first output."""
        self.page.add_init_script(f"benchmark.runOpenNotebook({expected!r})")
        self.open(f"{app}/index.html?path={name}")
        # The page may be loaded again in the meantime, by the service worker: polling outlives it.
        self.page.wait_for_function("globalThis.benchmark?.marks.output !== undefined", polling=200)

    def wait_for_session(self) -> None:
        """Wait until the open notebook has a kernel, so that running it has an effect."""
        session = "globalThis.jupyterapp?.shell?.currentWidget?.sessionContext?.session"
        self.page.wait_for_function(f"{session}?.kernel", polling=200)

    def seconds_to(self, mark: str) -> float:
        """From the navigation to what the page has noted."""
        at = self.page.evaluate("name => benchmark.marks[name]", mark)
        return float(at) / 1000 - self.start


@contextmanager
def cold_visit(address: str, *, proxy: str | None = None) -> Iterator[ColdVisit]:
    """Start a browser with an empty profile, for as long as the block runs.

    Args:
        address: of the site's root, with a slash at its end.
        proxy: where it asks for all that is not on this machine, if it is to do so.
    """
    words = [] if proxy is None else [f"--proxy-server={proxy}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(whole=True), args=words)
        try:
            page = browser.new_context().new_page()
            page.set_default_timeout(LONGEST_VISIT)
            page.add_init_script(path=_PROBE)
            yield ColdVisit(address, page)
        finally:
            browser.close()
