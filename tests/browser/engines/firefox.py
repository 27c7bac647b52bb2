"""Firefox as people have it, by WebDriver BiDi: it speaks that itself, no driver's program is needed."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import websocket
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Where Firefox goes by itself, whatever page is open: for settings, experiments and updates.
ERRANDS = ("firefox.com", "mozilla.com", "mozilla.net", "mozilla.org", "update.googleapis.com")
PATIENCE = 60


class FirefoxTab:
    """A tab of a Firefox that listens to a connection of WebDriver BiDi."""

    def __init__(self, connection: websocket.WebSocket, proxy: str) -> None:
        self._connection = connection
        self._last = 0
        self._said: list[str] = []
        way = proxy.removeprefix("http://")
        capabilities = {"proxy": {"proxyType": "manual", "httpProxy": way, "sslProxy": way}}
        self._ask("session.new", capabilities={"alwaysMatch": capabilities})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._context = self._ask("browsingContext.create", type="tab")["context"]
        viewport = {"width": 1400, "height": 1000}
        self._ask("browsingContext.setViewport", context=self._context, viewport=viewport)

    @property
    def said(self) -> list[str]:
        self._ask("session.status")
        return self._said

    def open(self, address: str) -> None:
        self._ask("browsingContext.navigate", context=self._context, url=address, wait="none")

    def evaluate(self, expression: str) -> Any:
        answer = self._ask(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._context},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def click(self, x: float, y: float) -> None:
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press, release = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self._act({"type": "pointer", "id": "mouse", "actions": [move, press, release]})

    def write(self, text: str) -> None:
        strokes = ({"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp"))
        self._act({"type": "key", "id": "keyboard", "actions": list(strokes)})

    def press(self, *keys: str) -> None:
        values = [getattr(Keys, key.upper()) for key in keys]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._act({"type": "key", "id": "keyboard", "actions": [*down, *up]})

    def _act(self, source: Mapping[str, object]) -> None:
        self._ask("input.performActions", context=self._context, actions=[source])

    def _ask(self, method: str, **parameters: object) -> Any:
        self._last += 1
        self._connection.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv())
            if message.get("method") == "log.entryAdded":
                self._said.append(message["params"]["text"] or "")
            elif message.get("id") == self._last:
                if message["type"] == "error":
                    raise AssertionError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]


@contextmanager
def open_firefox(program: str, profile: Path, proxy: str) -> Iterator[FirefoxTab]:
    """Have Firefox show a tab while the block runs.

    Args:
        program: Firefox's path.
        profile: an empty folder, for what it keeps.
        proxy: the address of a proxy for all but loopback.
    """
    words = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
    log = profile / "firefox.log"
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as firefox,
    ):
        try:
            port = _wait_for_port(firefox, profile)
            with closing(_connect(port)) as connection:
                yield FirefoxTab(connection, proxy)
        except OSError as error:
            error.add_note(log.read_text(encoding="utf-8"))
            raise
        finally:
            firefox.terminate()


def _connect(port: int) -> websocket.WebSocket:
    # Firefox takes nobody who says that a page sent them.
    return websocket.create_connection(f"ws://127.0.0.1:{port}/session", PATIENCE, suppress_origin=True)


def _wait_for_port(firefox: subprocess.Popen[bytes], profile: Path) -> int:
    told = profile / "WebDriverBiDiServer.json"
    deadline = time.monotonic() + PATIENCE
    while firefox.poll() is None and time.monotonic() < deadline:
        if told.exists() and (text := told.read_text(encoding="utf-8")):
            return int(json.loads(text)["ws_port"])
        time.sleep(0.05)
    raise OSError("Firefox does not listen")
