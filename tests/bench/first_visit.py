"""What a first visit transfers, measured in a real browser that has seen nothing of the site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from lite_build.serve.server import serve_site
from tests.bench.projects import FIRST_VISIT, FIRST_VISIT_OUTPUT
from tests.browser.find_browser import find_browser

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import CDPSession

_LONGEST_VISIT = 180_000.0


def measure_first_visit(site: Path) -> int:
    """Open a notebook, run its cell, and count the bytes that came over the network until it had an output.

    The server compresses what GitHub Pages does. Bytes are those of bodies as they were sent, and of
    headers; of the page, of its workers and of the service worker.
    """
    with serve_site(site, as_published=True) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser())
        try:
            page = browser.new_context().new_page()
            traffic = _Traffic()
            traffic.watch(page.context.new_cdp_session(page))
            page.goto(f"{address}lab/index.html?path={FIRST_VISIT}", timeout=_LONGEST_VISIT)
            cell = page.locator(".jp-Notebook .jp-CodeCell").first
            cell.locator(".cm-content").click(timeout=_LONGEST_VISIT)
            page.keyboard.press("Shift+Enter")
            output = cell.locator(".jp-OutputArea-output", has_text=FIRST_VISIT_OUTPUT)
            output.wait_for(timeout=_LONGEST_VISIT)
            return traffic.bytes
        finally:
            browser.close()


class _Traffic:
    """Counts what targets of the browser receive.

    Source: <https://chromedevtools.github.io/devtools-protocol/tot/Target/>. A worker is a target of its own,
    which is held until its traffic is watched. Playwright has no session for workers, so theirs goes through
    the messages of their parent's.
    """

    def __init__(self) -> None:
        self.bytes = 0

    def watch(self, session: CDPSession) -> None:
        """Count from now on what the session's page and its workers receive."""
        session.on("Target.attachedToTarget", lambda event: self._attached(session, event))
        session.on("Target.receivedMessageFromTarget", lambda event: self._read(json.loads(event["message"])))
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")
        session.send(
            "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
        )

    def _attached(self, session: CDPSession, event: dict[str, Any]) -> None:
        for number, method in enumerate(("Network.enable", "Runtime.runIfWaitingForDebugger")):
            message = json.dumps({"id": number, "method": method})
            session.send("Target.sendMessageToTarget", {"sessionId": event["sessionId"], "message": message})

    def _read(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Network.loadingFinished":
            self._finished(message["params"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
