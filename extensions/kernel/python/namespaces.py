"""Has cells run in namespaces that have names: each sees its own, and nothing of the others.

So a page has many examples, and one Python for all of them. `install(kernel)` is called once. A cell runs in
the namespace that the kernel's `cell_namespace` names; what is completed and told of is in that of its
`asked_namespace`, for it may be asked while a cell is about to run. "" is the one that it begins with.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Frames of code of ours have this among their globals: tracebacks show readers nothing of them.
__tracebackhide__ = True
#: By which IPython knows the last results. Where they are not its own, a reader has set them, and they stay.
LAST_RESULTS = ("_", "__", "___")


class Namespaces:
    """The namespaces of one shell of IPython.

    Args:
        shell: with the one that it begins with.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._entered = ""
        self._modules = {"": shell.user_module}
        self._last_results: dict[str, tuple[Any, ...]] = {}
        self._shown = {"": shell.ast_node_interactivity}

    @contextlib.contextmanager
    def entered(self, name: str) -> Iterator[None]:
        """Have the shell be in a namespace while the block runs; it is made when it is first entered."""
        before = self._entered
        self._enter(name)
        try:
            yield
        finally:
            self._enter(before)

    def names(self, name: str) -> dict[str, Any]:
        """The names in a namespace."""
        with self.entered(name):
            names: dict[str, Any] = self._shell.user_ns
        return names

    def _enter(self, name: str) -> None:
        if name == self._entered:
            return
        shell, hook = self._shell, self._shell.displayhook
        self._last_results[self._entered] = tuple(getattr(hook, result) for result in LAST_RESULTS)
        # Which values are shown is what code of the one namespace may have set for itself.
        self._shown[self._entered] = shell.ast_node_interactivity
        shell.ast_node_interactivity = self._shown.get(name, self._shown[""])
        self._entered = name
        is_new = name not in self._modules
        if is_new:
            self._modules[name], _ = shell.prepare_user_module()
        module = self._modules[name]
        shell.user_module, shell.user_ns = module, module.__dict__
        # What is pickled, or has its annotations read, is looked up there.
        sys.modules["__main__"] = module
        shell.Completer.namespace = shell.Completer.global_namespace = module.__dict__
        last_results = self._last_results.get(name, ("",) * len(LAST_RESULTS))
        for result, value in zip(LAST_RESULTS, last_results, strict=True):
            setattr(hook, result, value)
            shell.user_ns_hidden[result] = value
        if is_new:
            shell.init_user_ns()


def install(kernel: Any) -> None:
    """Have a kernel's requests be handled in the namespaces that it names then."""
    namespaces = Namespaces(kernel.interpreter)
    run_cell, complete, inspect = kernel.run, kernel.complete, kernel.inspect

    async def run_in(namespace: str, code: str) -> Any:
        with namespaces.entered(namespace):
            return await run_cell(code)

    def run(code: str) -> Any:
        # The cell begins in its turn of the loop: until then other namespaces may be named.
        return run_in(kernel.cell_namespace, code)

    def complete_there(*arguments: Any) -> Any:
        with namespaces.entered(kernel.asked_namespace):
            return complete(*arguments)

    def inspect_there(*arguments: Any) -> Any:
        with namespaces.entered(kernel.asked_namespace):
            return inspect(*arguments)

    kernel.namespaces = namespaces
    kernel.cell_namespace = kernel.asked_namespace = ""
    kernel.run = run
    kernel.complete = complete_there
    kernel.inspect = inspect_there
