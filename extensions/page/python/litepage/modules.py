"""Modules of JavaScript, for Python."""

from __future__ import annotations

import asyncio
from typing import Any

from litepage import page


class DeclaredModules:
    """The modules that the page's configuration declares, by the names that it gives them."""

    def __getattr__(self, name: str) -> Any:
        module = page.host.declaredModule(name)
        if module is None:
            raise AttributeError(
                f"the page's configuration declares no module {name!r} (js_modules)", name=name
            )
        return module


js_modules = DeclaredModules()


async def js_import(*addresses: str) -> list[Any]:
    """Import modules of JavaScript.

    Args:
        addresses: of the modules, relative to the page; the results are in their order.

    Raises:
        pyodide.ffi.JsException: one cannot be had.
    """
    return list(await asyncio.gather(*(page.host.importModule(address) for address in addresses)))
