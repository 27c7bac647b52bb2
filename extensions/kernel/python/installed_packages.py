"""Imports of the site's packages: each is there, and its files come when it is first imported."""

from __future__ import annotations

import sys
from typing import Any

import pyodide_kernel.kernel
from pyodide.code import find_imports
from pyodide.ffi import to_js


class SitePackages:
    """Has the files of a package be there before it is imported, or says why they are not.

    It finds no module itself: it stands before the finders that look into folders.

    Args:
        modules: dotted names of what was not looked at yet.
        bring: gets the files of one of them, and returns what is wrong, or None.
    """

    def __init__(self, modules: set[str], bring: Any) -> None:
        self._waiting = modules
        self._tops = {module.partition(".")[0] for module in modules}
        self._bring = bring

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Look after a module that is about to be found; see `importlib.abc.MetaPathFinder`.

        Raises:
            ImportError: it is one of the site's, and its files cannot be had.
        """
        if name.partition(".")[0] not in self._tops:
            return
        end = 0
        while end >= 0:
            end = name.find(".", end + 1)
            module = name if end < 0 else name[:end]
            if module in self._waiting:
                reason = self._bring(module)
                if reason is not None:
                    raise ImportError(reason, name=name)
                self._waiting.discard(module)

    def invalidate_caches(self) -> None:
        """Nothing is kept."""


def install(modules: Any, bring: Any, fetch_ahead: Any) -> None:
    """Have imports find the site's packages.

    Args:
        modules: dotted names that can be imported, an array of JavaScript.
        bring: gets the files of one of them, while Python waits.
        fetch_ahead: fetches what imports of names will read, side by side; None where nothing is fetched.
    """
    sys.meta_path.insert(0, SitePackages(set(modules.to_py()), bring))
    if fetch_ahead is None:
        return
    load_packages = pyodide_kernel.kernel._load_packages_from_imports

    async def load_packages_from_imports(code: str) -> None:
        try:
            names = find_imports(code)
        except SyntaxError:
            names = []
        if names:
            await fetch_ahead(to_js(names))
        await load_packages(code)

    pyodide_kernel.kernel._load_packages_from_imports = load_packages_from_imports
