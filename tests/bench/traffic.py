"""What comes over the network in a visit, counted by the browser."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page


@dataclass(frozen=True)
class Fetched:
    """One answer: where it came from, and its bytes as they were sent, headers included."""

    url: str
    size: int


@dataclass
class Traffic:
    """Counts what a page, its workers and the service worker receive.

    Source: <https://chromedevtools.github.io/devtools-protocol/tot/Target/>. A worker is a target of its own,
    which is held until its traffic is watched. Playwright has no session for workers, so theirs goes through
    the messages of their parent's.
    """

    fetched: list[Fetched] = field(default_factory=list)
    _urls: dict[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """All of it."""
        return sum(answer.size for answer in self.fetched)

    def watch(self, page: Page) -> None:
        """Count from now on what a page and its workers receive."""
        session = page.context.new_cdp_session(page)
        session.on("Target.attachedToTarget", lambda event: self._attached(session, event))
        session.on("Target.receivedMessageFromTarget", lambda event: self._read(json.loads(event["message"])))
        session.on("Network.responseReceived", self._answered)
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
        match message.get("method"):
            case "Network.responseReceived":
                self._answered(message["params"])
            case "Network.loadingFinished":
                self._finished(message["params"])

    def _answered(self, event: dict[str, Any]) -> None:
        self._urls[event["requestId"]] = event["response"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        url = self._urls.get(event["requestId"], "")
        self.fetched.append(Fetched(url, int(event["encodedDataLength"])))
