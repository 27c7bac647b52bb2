"""Changes modules as they are imported, so that a kernel that never imports them has nothing to do."""

from __future__ import annotations

import importlib.abc
import sys
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    Patch = Callable[[Any], None]

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True


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


class AbsentLoader(importlib.abc.Loader):
    """Says why there is no such module where one is imported; to look for it is no error."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def create_module(self, spec: ModuleSpec) -> NoReturn:
        """Raise `ModuleNotFoundError`."""
        raise ModuleNotFoundError(f"No module named {spec.name!r}: {self._reason}", name=spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Is never called; without it importlib takes this for a loader of another kind."""


class PatchingFinder(importlib.abc.MetaPathFinder):
    """Finds the modules that are to be changed, by the finders behind it."""

    def __init__(self) -> None:
        self._patches: dict[str, Patch] = {}
        self._absent: dict[str, str] = {}
        #: What the finders behind this one are being asked for.
        self._sought: set[str] = set()

    def patch(self, name: str, patch: Patch) -> None:
        """Change a module now if it is imported, and whenever it is: also reloaded, or installed anew."""
        self._patches[name] = patch
        if name in sys.modules:
            patch(sys.modules[name])

    def explain_absence(self, name: str, reason: str) -> None:
        """Say why there is no such module wherever one is imported."""
        self._absent[name] = reason

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find one of them."""
        if (reason := self._absent.get(fullname)) is not None:
            return ModuleSpec(fullname, AbsentLoader(reason))
        patch = self._patches.get(fullname)
        if patch is None or fullname in self._sought:
            return None
        self._sought.add(fullname)
        try:
            for finder in list(sys.meta_path):
                spec = None if finder is self else finder.find_spec(fullname, path, target)
                if spec is not None:
                    if spec.loader is not None:
                        spec.loader = PatchingLoader(spec.loader, patch)
                    return spec
        finally:
            self._sought.discard(fullname)
        return None


finder = PatchingFinder()
sys.meta_path.insert(0, finder)
