"""Imports of the site's packages: each is there, and its files come when it is first imported."""

from __future__ import annotations

import site
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

import pyodide_kernel.kernel
from pyodide.code import find_imports
from pyodide.ffi import to_js


class UnusableModule(Loader):
    """Loads a module whose files cannot be had: says so.

    Args:
        reason: in words.
    """

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: Any) -> None:
        """Say it.

        Raises:
            ImportError: always.
        """
        __tracebackhide__ = True
        raise ImportError(self._reason, name=module.__name__)


class SitePackages:
    """Has the files of a package be there before it is imported, or says why they are not.

    It stands before the finders that look into folders, and leaves to them what they find.

    Args:
        modules: dotted names of what was not looked at yet.
        bring: gets the files of one of them, and returns what is wrong, or None.
    """

    def __init__(self, modules: set[str], bring: Any) -> None:
        self._waiting = modules
        self._tops = {module.partition(".")[0] for module in modules}
        self._bring = bring
        self._folder = site.getsitepackages()[0]

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Look after a module that is about to be found; see `importlib.abc.MetaPathFinder`.

        Returns:
            what says, when it is imported, that its files cannot be had; None where others find it.
        """
        if name.partition(".")[0] not in self._tops or self._is_elsewhere(name, path):
            return None
        end = 0
        while end >= 0:
            end = name.find(".", end + 1)
            module = name if end < 0 else name[:end]
            if module in self._waiting:
                reason = self._bring(module)
                if reason is not None:
                    return ModuleSpec(name, UnusableModule(reason))
                self._waiting.discard(module)
        return None

    def _is_elsewhere(self, name: str, path: Any) -> bool:
        """Whether a module is found before the packages: beside the notebook."""
        if path is not None:
            return not any(str(folder).startswith(self._folder) for folder in path)
        earlier = sys.path[: sys.path.index(self._folder)] if self._folder in sys.path else sys.path
        return name in self._waiting and PathFinder.find_spec(name, earlier) is not None

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
