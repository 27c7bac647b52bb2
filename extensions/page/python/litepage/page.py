"""The page: its own objects, and what its script does for Python.

On the page's own thread they are the objects themselves. In a worker they stand for them: see
`lite_build_page`, which the page's script registers, and its `PageHost`.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
from typing import TYPE_CHECKING, Any

import js
from pyodide.ffi import JsProxy, create_proxy, to_js

if TYPE_CHECKING:
    from collections.abc import Callable

_given: Any = importlib.import_module("lite_build_page")

#: What the page's script does for Python.
host: Any = _given.host
window: Any = _given.window
document: Any = _given.document
#: Whether Python is on another thread than the page.
IN_WORKER: bool = _given.isInWorker
#: Whether what the page has is at hand at once; else it is awaited.
AT_ONCE: bool = _given.isAtOnce


async def import_here(address: str) -> Any:
    """Import a module of JavaScript in this worker."""
    return await _given.importHere(address)


def absolute(address: Any) -> Any:
    """The whole of an address that is relative to the page; all that is no text stays as it is."""
    return js.URL.new(address, _given.base).href if isinstance(address, str) else address


async def awaited(value: Any) -> Any:
    """What the page has: at once where it is at hand, else when it has come."""
    return await value if inspect.isawaitable(value) else value


def items(several: Any) -> list[Any]:
    """What is in a list of the page's, of JavaScript or of Python: in a worker all of it at once."""
    if not IN_WORKER or not isinstance(several, JsProxy):
        return list(several)
    return list(_given.gather(several, to_js([str(index) for index in range(several.length)])))


def listen(
    target: Any, name: str, listener: Callable[[Any], None], *, prevent: bool, stop: bool, options: Any
) -> Callable[[], None] | None:
    """Have a function be called at an event.

    Args:
        target: the elements to listen to: a selector, one of them, or several in a list of JavaScript.
        name: of the event.
        listener: is called with the event.
        prevent: whether what the browser would do by itself is left out.
        stop: whether the elements around hear nothing of it.
        options: of JavaScript's `addEventListener`.

    Returns:
        what ends that; None where a selector finds nothing.
    """
    proxy = create_proxy(listener)
    # In the handler it would be too late to prevent anything: in a worker it runs after the browser's own.
    end = host.listen(target, name, proxy, prevent, stop, options, not AT_ONCE)
    if AT_ONCE and not end:
        proxy.destroy()
        return None

    def detach() -> None:
        end()
        # It may be this very listener that has ended it.
        asyncio.get_event_loop().call_soon(proxy.destroy)

    return detach
