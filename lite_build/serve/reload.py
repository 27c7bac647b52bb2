"""What open pages are told of the builds: the state of the last one, told again whenever it changes."""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class BuildState:
    """How things stand after the latest build.

    A state and not an event, so that a page which was asleep or lost its connection learns what it missed.

    Args:
        build: names the last good build, unlike any other build of this or an earlier server.
        failure: what went wrong in a later build, in words, if one failed.
    """

    build: str
    failure: str | None = None

    def to_json(self) -> str:
        """Return the state as one line of JSON, as `reload.js` reads it."""
        return json.dumps({"build": self.build, "failure": self.failure})


class ReloadChannel:
    """Carries the state of the builds from the thread that builds to the pages that are open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state = BuildState(build=secrets.token_hex(8))
        self._listeners: list[Callable[[BuildState], None]] = []

    @property
    def state(self) -> BuildState:
        """The state as it is now."""
        return self._state

    def succeeded(self) -> None:
        """Tell that a build has put a new site in place: pages of an older one reload."""
        self._tell(BuildState(build=secrets.token_hex(8)))

    def unchanged(self) -> None:
        """Tell that a build found the site as it should be: what an earlier one complained of is over."""
        self._tell(BuildState(build=self._state.build))

    def failed(self, message: str) -> None:
        """Tell that a build failed, and why: pages stay as they are and show the message."""
        self._tell(BuildState(build=self._state.build, failure=message))

    @contextmanager
    def listening(self, listener: Callable[[BuildState], None]) -> Iterator[None]:
        """Call `listener` with the state as it is now, and from any thread with each later one.

        A listener returns at once, and does not use the channel.
        """
        with self._lock:
            self._listeners.append(listener)
            listener(self._state)
        try:
            yield
        finally:
            with self._lock:
                self._listeners.remove(listener)

    def _tell(self, state: BuildState) -> None:
        with self._lock:
            self._state = state
            for listener in self._listeners:
                listener(state)
