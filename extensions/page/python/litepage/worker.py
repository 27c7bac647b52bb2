"""Runs the page's scripts in a worker: what the page calls there, see `WorkerHost` in `extensions/page`."""

from __future__ import annotations

import inspect
import sys
from typing import Any

import pyodide_js
import pyodide_kernel.kernel
from pyodide.ffi import create_proxy

from litepage import configuration, errors, modules, page, preparing, running
from litepage.comm_places import CommPlaces
from litepage.ffi import to_js, to_py
from litepage.running import PageStream

__tracebackhide__ = True


def begin() -> None:
    """Make a worker's Python ready for the page's scripts, once; cells of the page may use it too."""
    kernel: Any = pyodide_kernel.kernel_instance
    kernel.parents = CommPlaces(kernel.parents)
    running.share(vars(sys.modules["__main__"]))
    sys.stdout = PageStream(page.host.log, sys.stdout)
    sys.stderr = PageStream(page.host.logError, sys.stderr)
    errors.share()
    functions = {
        "configure": configuration.take,
        "run": _run,
        "has_environment": running.has_environment,
        "attach": running.attach,
        "write": preparing.write,
        "find_own_files": preparing.find_own_files,
        "missing_packages": preparing.missing_packages,
        "call": _call,
        "import_module": modules.import_here,
        "load_wheel": _load_wheel,
    }
    page.host.begin(to_js({name: create_proxy(function) for name, function in functions.items()}))


async def _run(
    code: str,
    filename: str,
    line: int,
    environment: str,
    script: Any,
    make_target: Any,
    begun: Any,
    shows_prints: bool,
) -> bool:
    return await running.run(
        code, filename, line, environment, script, make_target, begun, shows_prints=shows_prints
    )


async def _call(environment: str, name: str, values: Any) -> Any:
    """Call a function that a script exports; gives what JavaScript has for what it gives."""
    function = running.exported(environment, name)
    arguments = [to_py(value) for value in values]
    result = function(*arguments) if callable(function) else function
    return to_js(await result if inspect.isawaitable(result) else result)


async def _load_wheel(url: str) -> None:
    await pyodide_js.loadPackage(to_js([url]))
