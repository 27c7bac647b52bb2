"""Talks with a server for as long as the page is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import js
from pyodide.ffi import JsProxy, create_proxy

from litepage import page
from litepage.events import handle
from litepage.ffi import to_js

if TYPE_CHECKING:
    from collections.abc import Callable

_EVENTS = ("onopen", "onmessage", "onerror", "onclose")


class WebSocketEvent:
    """What has happened; its attributes are those of JavaScript's event.

    Args:
        event: JavaScript's.
    """

    def __init__(self, event: Any) -> None:
        self._event = event

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._event, name)
        # Bytes are Python's own.
        return value.to_memoryview() if name == "data" and isinstance(value, JsProxy) else value


class WebSocket:
    """A line to a server; its attributes are those of JavaScript's `WebSocket`.

    Args:
        url: of the server.
        protocols: one name, or several in a list.
        handlers: functions to be called: `onopen`, `onmessage`, `onerror`, `onclose`. They can be set later.

    Raises:
        TypeError: another event is named.
    """

    CONNECTING = 0
    OPEN = 1
    CLOSING = 2
    CLOSED = 3

    def __init__(self, url: str, protocols: Any = None, **handlers: Callable[..., Any]) -> None:
        unknown = sorted(set(handlers) - set(_EVENTS))
        if unknown:
            raise TypeError(f"a WebSocket has no {unknown[0]}: name {', '.join(_EVENTS)}")
        whole = page.absolute(url) if page.IN_WORKER else url
        made = js.WebSocket.new(whole) if protocols is None else js.WebSocket.new(whole, to_js(protocols))
        made.binaryType = "arraybuffer"
        object.__setattr__(self, "_socket", made)
        object.__setattr__(self, "_proxies", {})
        for name, handler in handlers.items():
            setattr(self, name, handler)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _EVENTS:
            setattr(self._socket, name, self._proxy_for(name, value))
        else:
            setattr(self._socket, name, value)

    def send(self, data: Any) -> None:
        """Send a text, or bytes."""
        self._socket.send(data if isinstance(data, str | JsProxy) else to_js(bytes(data)))

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """End the line."""
        self._socket.close(*(each for each in (code, reason) if each is not None))

    def _proxy_for(self, name: str, handler: Callable[..., Any] | None) -> Any:
        earlier = self._proxies.pop(name, None)
        if earlier is not None:
            earlier.destroy()
        if handler is None:
            return None
        called = handle(handler)
        proxy = create_proxy(lambda event: called(WebSocketEvent(event)))
        self._proxies[name] = proxy
        return proxy
