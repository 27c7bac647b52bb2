"""Python in a page: its document, its events, and places for what Python shows.

Pages that were written for PyScript import the same as `pyscript`.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from lite_build_tags import dispatch, element

from litepage import displays, events, fetching, page, stores, websockets
from litepage import workers as _workers
from litepage.configuration import config
from litepage.displays import HTML, display
from litepage.events import Event, when
from litepage.fetching import fetch
from litepage.modules import js_import, js_modules, py_import
from litepage.page import awaited
from litepage.places import current_target
from litepage.stores import Storage, storage
from litepage.util import NotSupported
from litepage.websockets import WebSocket
from litepage.workers import PyWorker, Sync, create_named_worker, workers

__all__ = [
    "HTML",
    "RUNNING_IN_WORKER",
    "Event",
    "PyWorker",
    "Storage",
    "WebSocket",
    "awaited",
    "config",
    "create_named_worker",
    "current_target",
    "dispatch",
    "display",
    "document",
    "element",
    "fetch",
    "js_import",
    "js_modules",
    "py_import",
    "storage",
    "sync",
    "when",
    "window",
    "workers",
]

#: The page's own objects.
window = page.window
document = page.document
#: Whether Python is on another thread than the page.
RUNNING_IN_WORKER = page.IN_WORKER
#: What a worker and the page have said that the other may call.
sync: Any = (
    Sync()
    if page.IN_WORKER
    else NotSupported(
        "sync", "pyscript.sync is for code in a worker: this code runs on the page's own thread"
    )
)

#: Modules that are imported when they are first asked for.
_LATE = {"ffi", "fs", "media", "util", "web"}
#: Modules by the names that pages import them by. Some are names of functions too: a module that Python
#: itself found under such a name would take the function's place.
_NAMES = {
    "context": sys.modules[__name__],
    "display": displays,
    "events": events,
    "fetch": fetching,
    "js_modules": js_modules,
    "storage": stores,
    "websocket": websockets,
    "workers": _workers,
}
sys.modules["pyscript"] = sys.modules[__name__]
for _name, _module in _NAMES.items():
    for _package in ("litepage", "pyscript"):
        sys.modules[f"{_package}.{_name}"] = _module


def __getattr__(name: str) -> Any:
    if name in _LATE:
        return importlib.import_module(f"litepage.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
