"""What a first cell makes Python do, without anything that a reader could see.

Before the snapshot is made it imports what cells need, as far as imports put off until then; in a kernel it
has the engine compile what cells call: it compiles WebAssembly function by function, each at its first call.
"""

import contextlib
import sys

FIRST_IMPORTS = (
    "IPython.core.logger",
    "pygments.formatters.html",
    "pygments.lexers.python",
    # By %pip install, and as a package is installed.
    "piplite.cli",
    "tarfile",
    "encodings.cp437",
    "importlib.metadata._adapters",
    "email.encoders",
    "email.iterators",
    "email.parser",
    # By many notebooks and widgets: one module that is not there has all of Python's own library fetched.
    "calendar",
    "csv",
    "http.server",
    "secrets",
    "statistics",
    "tomllib",
    "urllib.request",
    "webbrowser",
    "zipfile",
)


def rehearse(with_traceback: bool) -> None:
    """Do it.

    Args:
        with_traceback: whether the shell also formats one.
    """
    from pyodide.code import find_imports
    from pyodide_kernel import kernel_instance

    for module in FIRST_IMPORTS:
        # Releases of these packages differ in where they have what.
        with contextlib.suppress(ImportError):
            __import__(module)
    find_imports("import this")
    shell = kernel_instance.interpreter
    shell.run_cell("None", store_history=False, silent=True)
    if with_traceback:
        try:
            raise ValueError
        except ValueError:
            shell.InteractiveTB.structured_traceback(*sys.exc_info())
