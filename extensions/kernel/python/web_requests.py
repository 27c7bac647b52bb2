"""Has Python's HTTP clients ask by the browser, as they are imported: `lite_build_web` has a module for each.

`install(finder)` is called once.
"""

from __future__ import annotations

import importlib
from typing import Any

#: Our module that changes a client's, by the name of that.
CLIENTS = {
    "http.client": "http_client",
    "httpx._transports.default": "httpx_transports",
    "pyodide.http.pyxhr": "pyodide_xhr",
    "requests.adapters": "requests_adapters",
    "urllib3.contrib.emscripten.connection": "urllib3_connections",
}


def install(finder: Any) -> None:
    """Have Python ask by the browser.

    Args:
        finder: changes modules as they are imported.
    """
    for client, ours in CLIENTS.items():
        finder.patch(client, _patching(ours))


def _patching(ours: str) -> Any:
    def patch(module: Any) -> None:
        importlib.import_module(f"lite_build_web.{ours}").patch(module)

    return patch
