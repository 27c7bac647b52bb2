"""Python's part in making a snapshot: what runs before, between and after the imports."""

from __future__ import annotations

import importlib
import json
import os
import sys
import types
from typing import Any

#: Pyodide's own, before the shell puts another one there.
first_main = sys.modules["__main__"]


def failure_of_import(module: str) -> str | None:
    """Import a module, and tell the error if it cannot be imported."""
    try:
        __import__(module)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return None


def finish(module_name: str, module_source: str, codes: str) -> None:
    """Get ready for the snapshot.

    Args:
        module_name: of the module that is called in a restored kernel.
        module_source: `after_restore.py`.
        codes: name, file name and source of each code of ours that kernels run, and whether it is a module
            to import here, as JSON.
    """
    del os.environ["PYTHONHASHSEED"]
    given = json.loads(codes)
    compiled = {name: compile(source, filename, "exec") for name, filename, source, _ in given}
    import_modules([name for name, _, _, is_module in given if is_module], compiled)
    module = types.ModuleType(module_name)
    sys.modules[module_name] = module
    exec(compile(module_source, "<lite-build>", "exec"), vars(module))
    del sys.modules[__name__]
    module.leave(first_main, compiled)


def import_modules(names: list[str], compiled: dict[str, types.CodeType]) -> None:
    """Import modules of ours, so that no kernel has to run their code.

    Args:
        names: of the modules; a package stands before what is in it.
        compiled: all code of ours, by name.
    """
    own: dict[str, Any] = {"__name__": "own_modules"}
    exec(compiled["own_modules"], own)
    finder = own["OwnModules"](set(names), lambda name, names: exec(compiled[name], names))
    sys.meta_path.append(finder)
    for name in names:
        importlib.import_module(name)
    sys.meta_path.remove(finder)


importlib.invalidate_caches()
