"""Changes modules as they are imported, so that a kernel that never imports them has nothing to do."""

from __future__ import annotations

import importlib.abc
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    Patch = Callable[[Any], None]


class PatchingLoader(importlib.abc.Loader):
    """Loads a module as its own loader does, and changes it."""

    def __init__(self, loader: Any, patch: Patch) -> None:
        self._loader = loader
        self._patch = patch

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create it."""
        created: ModuleType | None = self._loader.create_module(spec)
        return created

    def exec_module(self, module: ModuleType) -> None:
        """Run it, and change it."""
        self._loader.exec_module(module)
        self._patch(module)

    def __getattr__(self, name: str) -> Any:
        # Its source, its resources and the like.
        return getattr(self._loader, name)


class PatchingFinder(importlib.abc.MetaPathFinder):
    """Finds the modules that are to be changed, by the finders behind it."""

    def __init__(self) -> None:
        self._patches: dict[str, Patch] = {}
        self._absent: dict[str, str] = {}

    def patch(self, name: str, patch: Patch) -> None:
        """Change a module now if it is imported, else when it is."""
        if name in sys.modules:
            patch(sys.modules[name])
        else:
            self._patches[name] = patch

    def explain_absence(self, name: str, reason: str) -> None:
        """Say why there is no such module wherever one is imported."""
        self._absent[name] = reason

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find one of them."""
        if fullname in self._absent:
            raise ModuleNotFoundError(
                f"No module named {fullname!r}: {self._absent[fullname]}", name=fullname
            )
        patch = self._patches.pop(fullname, None)
        if patch is None:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(fullname, path, target)
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = PatchingLoader(spec.loader, patch)
                return spec
        self._patches[fullname] = patch
        return None


finder = PatchingFinder()
sys.meta_path.insert(0, finder)
