"""Lines that the reader types, for a page that has no way to keep Python's thread until it answers.

Python's stack is suspended meanwhile, where the engine can do that. `install(shell, ask)` is called once.
"""

from __future__ import annotations

import builtins
import getpass
from typing import TYPE_CHECKING, Any

import pyodide.ffi
from IPython.core.error import StdinNotImplementedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    #: Takes a prompt, and whether the answer is for nobody to read.
    Ask = Callable[[str, bool], Awaitable[str]]

NO_WAY = (
    "Python cannot wait for the reader here. It can in a cell's own code, in engines that suspend Python "
    "(Chromium, Firefox); everywhere in JupyterLab, and in a page whose host sends "
    "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp."
)


def install(shell: Any, ask: Ask) -> None:
    """Have `input` and `getpass` ask the page.

    Args:
        shell: IPython's.
        ask: of JavaScript.
    """

    def wait_for(prompt: object, is_password: bool) -> str:
        if not pyodide.ffi.can_run_sync():
            raise StdinNotImplementedError(NO_WAY)
        line: str = pyodide.ffi.run_sync(ask(str(prompt), is_password))
        return line

    def read_line(prompt: object = "", /) -> str:
        """Read a line that the reader types."""
        return wait_for(prompt, False)

    def read_password(prompt: object = "Password: ", stream: object = None) -> str:
        """Read a line that nobody else sees."""
        return wait_for(prompt, True)

    # Upstream's kernel sets both anew for each cell, to functions that cannot wait here.
    kind = type(shell)
    kind.input = property(lambda _: read_line, lambda *_: setattr(builtins, "input", read_line))
    kind.getpass = property(lambda _: read_password, lambda *_: setattr(getpass, "getpass", read_password))
