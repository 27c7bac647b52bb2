"""Modules of both languages, by their names."""

from __future__ import annotations

import asyncio
import importlib
from types import ModuleType
from typing import Any

from litepage import page


class DeclaredModules(ModuleType):
    """The modules that the page's configuration declares, by the names that it gives them."""

    def __getattr__(self, name: str) -> Any:
        if name in _own:
            return _own[name]
        module = None if name.startswith("__") else page.host.declaredModule(name)
        if not module:
            raise AttributeError(
                f"the page's configuration declares no module {name!r} (js_modules.main)", name=name
            )
        return module


#: Those that this worker has imported itself, by their names.
_own: dict[str, Any] = {}
js_modules = DeclaredModules("litepage.js_modules", DeclaredModules.__doc__)


async def import_here(address: str, name: str) -> None:
    """Import a module of JavaScript in this worker, for the name that the configuration gives it."""
    _own[name] = await page.import_here(address)


async def js_import(*addresses: str) -> list[Any]:
    """Import modules of JavaScript.

    Args:
        addresses: of the modules, relative to the page; the results are in their order.

    Raises:
        pyodide.ffi.JsException: one cannot be had.
    """
    return list(await asyncio.gather(*(page.host.importModule(address) for address in addresses)))


async def py_import(*names: str) -> list[ModuleType]:
    """Import modules of Python whose packages are fetched only now.

    Args:
        names: of the modules; the results are in their order.

    Raises:
        ImportError: the site has no such module.
    """
    from pyodide_kernel.kernel import _load_packages_from_imports

    await _load_packages_from_imports("\n".join(f"import {name}" for name in names))
    return [importlib.import_module(name) for name in names]
