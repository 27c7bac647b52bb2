"""Python's part in making a snapshot: what runs before, between and after the imports."""

from __future__ import annotations

import importlib
import json
import os
import sys
import types

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
        codes: name, file name and source of each code of ours that kernels run, as JSON.
    """
    del os.environ["PYTHONHASHSEED"]
    compiled = {name: compile(source, filename, "exec") for name, filename, source in json.loads(codes)}
    module = types.ModuleType(module_name)
    sys.modules[module_name] = module
    exec(compile(module_source, "<lite-build>", "exec"), vars(module))
    del sys.modules[__name__]
    module.leave(first_main, compiled)


importlib.invalidate_caches()
