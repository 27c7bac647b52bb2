"""Has Python import modules of ours, whose code the kernel has.

`install(names, run)` is called once.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType


#: How the names of modules begin that are no other's.
OURS = "lite_build_"


class OwnModules:
    """Finds modules of ours.

    Args:
        names: of the modules.
        run: runs one's code in a namespace.
    """

    def __init__(self, names: set[str], run: Any) -> None:
        self._names = names
        self._run = run

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Find a module; see `importlib.abc.MetaPathFinder`.

        As with Python's own library, a module beside the notebook comes first, and a mere folder does not.
        Modules of our own name nobody else has, and no folder is looked into for them.
        """
        # Ours have no folder. What has one is of another package of that name.
        if name not in self._names or path:
            return None
        if path is None and not name.startswith(OURS):
            other = PathFinder.find_spec(name)
            if other is not None and other.loader is not None:
                return other
        return ModuleSpec(name, self, is_package="." not in name)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave making the module to Python; see `importlib.abc.Loader`."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code; see `importlib.abc.Loader`."""
        self._run(module.__name__, vars(module))

    def invalidate_caches(self) -> None:
        """Nothing is kept."""


def install(names: Any, run: Any) -> None:
    """Have Python find them.

    Args:
        names: of the modules, an array of JavaScript.
        run: runs the code of one of them in a namespace.
    """
    sys.meta_path.insert(0, OwnModules(set(names.to_py()), run))
