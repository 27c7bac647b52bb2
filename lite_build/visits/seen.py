"""What happens in a page while a browser shows it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

#: Requests that have no end of their own, or that nobody waits for.
_ENDLESS = frozenset({"EventSource", "Media", "Ping", "Prefetch", "Preflight", "WebSocket"})
_LOUD = frozenset({"error", "assert"})


@dataclass(frozen=True)
class SeenPlace:
    """Where something stands.

    Args:
        url: of the file.
        line: from 1; None where nobody knows it.
    """

    url: str
    line: int | None


@dataclass(frozen=True)
class SeenError:
    """An error that the page has told of, or that nobody has caught.

    Args:
        words: its own.
        place: of the code that told it.
    """

    words: str
    place: SeenPlace | None


@dataclass
class SeenRequest:
    """Something that the page has asked for.

    Args:
        url: its address.
        place: of the code or the tag that asked.
        failure: why it was not had, in words; None where it was, or has not come yet.
    """

    url: str
    place: SeenPlace | None
    failure: str | None = None


@dataclass
class Seen:
    """What has happened so far.

    Args:
        own: the address of the site.
    """

    own: str
    errors: list[SeenError] = field(default_factory=list)
    requests: dict[str, SeenRequest] = field(default_factory=dict)
    has_crashed: bool = False
    _open: dict[str, SeenRequest] = field(default_factory=dict)
    _last_end: float = field(default_factory=time.monotonic)

    @property
    def quiet_seconds(self) -> float:
        """For how long nothing has been under way, in seconds."""
        return 0.0 if self._open else time.monotonic() - self._last_end

    def is_own(self, url: str) -> bool:
        """Whether an address is of the site's host."""
        return urlsplit(url)[:2] == urlsplit(self.own)[:2]

    def take(self, event: str, said: dict[str, Any]) -> None:
        """Take an event of the DevTools protocol."""
        match event:
            case "Runtime.consoleAPICalled" if said["type"] in _LOUD:
                words = " ".join(map(_words_of, said["args"]))
                self.errors.append(SeenError(words, _first_frame(said.get("stackTrace"))))
            case "Runtime.exceptionThrown":
                details = said["exceptionDetails"]
                thrown = details.get("exception", {}).get("description")
                place = _place(details.get("url"), details.get("lineNumber"))
                self.errors.append(
                    SeenError(thrown or details["text"], place or _first_frame(details.get("stackTrace")))
                )
            case "Log.entryAdded":
                self._take_entry(said["entry"])
            case "Inspector.targetCrashed" | "Target.targetCrashed":
                self.has_crashed = True
            case "Network.requestWillBeSent":
                self._begin(said["requestId"], said["request"]["url"], said)
            case "Network.webSocketCreated":
                self._begin(said["requestId"], said["url"], {**said, "type": "WebSocket"})
            case "Network.responseReceived" if said["response"]["status"] >= 400:
                self._fail(said["requestId"], f"its host answered {said['response']['status']}")
                # Who is told so reads no further: it has no other end then.
                self._end(said["requestId"])
            case "Network.loadingFailed" if not said.get("canceled"):
                self._fail(said["requestId"], said.get("blockedReason") or said["errorText"])
                self._end(said["requestId"])
            case "Network.loadingFinished" | "Network.loadingFailed":
                self._end(said["requestId"])

    def _take_entry(self, entry: dict[str, Any]) -> None:
        # What the network says comes by events of its own.
        if entry["level"] == "error" and entry["source"] != "network":
            self.errors.append(SeenError(entry["text"], _place(entry.get("url"), entry.get("lineNumber"))))

    def _begin(self, identity: str, url: str, said: dict[str, Any]) -> None:
        if urlsplit(url).scheme in {"data", "blob", "about", "chrome-extension"}:
            return
        request = SeenRequest(url, _asked_by(said.get("initiator", {})))
        # One that is led on has the same identity: each of its addresses counts.
        self.requests.setdefault(url, request)
        if said.get("type") not in _ENDLESS:
            self._open[identity] = self.requests[url]

    def _fail(self, identity: str, reason: str) -> None:
        if (request := self._open.get(identity)) is not None:
            request.failure = reason

    def _end(self, identity: str) -> None:
        if self._open.pop(identity, None) is not None:
            self._last_end = time.monotonic()


def _words_of(value: dict[str, Any]) -> str:
    given = value.get("value")
    return str(value.get("description", "") if given is None else given)


def _asked_by(initiator: dict[str, Any]) -> SeenPlace | None:
    return _place(initiator.get("url"), initiator.get("lineNumber")) or _first_frame(initiator.get("stack"))


def _first_frame(stack: dict[str, Any] | None) -> SeenPlace | None:
    frames = (stack or {}).get("callFrames", ())
    return next((place for frame in frames if (place := _place(frame["url"], frame["lineNumber"]))), None)


def _place(url: str | None, line: int | None) -> SeenPlace | None:
    """A place by the protocol's own words, whose lines count from 0."""
    return None if not url else SeenPlace(url, None if line is None else int(line) + 1)
