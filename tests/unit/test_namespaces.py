"""Namespaces by name in one shell of IPython."""

from __future__ import annotations

import asyncio
import builtins
import sys
from typing import TYPE_CHECKING

import namespaces
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kernel:
    """As much of a kernel as is used, with a shell of IPython's own."""

    cell_namespace: str
    asked_namespace: str

    def __init__(self) -> None:
        self.interpreter = InteractiveShell()

    async def run(self, code: str) -> object:
        shell = self.interpreter
        transformed = shell.transform_cell(code)
        result = await shell.run_cell_async(code, store_history=True, transformed_cell=transformed)
        return result.error_in_exec or result.error_before_exec or result.result

    def complete(self, code: str, cursor: int) -> list[str]:
        with provisionalcompleter():
            return [each.text for each in self.interpreter.Completer.completions(code, cursor)]

    def inspect(self, code: str) -> bool:
        return bool(self.interpreter._ofind(code).found)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    """A kernel with namespaces."""
    # A doctest of another test leaves it there, and IPython then has no last result of its own.
    monkeypatch.delattr(builtins, "_", raising=False)
    main = sys.modules["__main__"]
    made = Kernel()
    namespaces.install(made)
    yield made
    sys.modules["__main__"] = main


def run(kernel: Kernel, code: str, namespace: str = "") -> object:
    kernel.cell_namespace = namespace
    return asyncio.run(kernel.run(code))


def test_which_values_are_shown_is_set_for_one_namespace(
    kernel: Kernel, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = "for number in (7, 8):\n    number"
    run(kernel, 'get_ipython().ast_node_interactivity = "last"', "one")
    run(kernel, loop, "two")
    assert "7" not in capsys.readouterr().out
    run(kernel, loop, "one")
    assert "7\n" in capsys.readouterr().out
    run(kernel, loop)
    assert "7" not in capsys.readouterr().out


def test_each_namespace_sees_its_own_names(kernel: Kernel) -> None:
    run(kernel, "a = 1\ndef f(): return a", "one")
    run(kernel, "a = 2", "two")
    assert run(kernel, "f()", "one") == 1
    assert run(kernel, "a", "two") == 2
    assert isinstance(run(kernel, "a"), NameError)


def test_what_python_begins_with_is_there_again_afterwards(kernel: Kernel) -> None:
    run(kernel, "a = 'main'")
    run(kernel, "a = 'one'", "one")
    assert run(kernel, "a") == "main"
    assert kernel.interpreter.user_ns["a"] == "main"


def test_a_cell_that_fails_leaves_its_namespace(kernel: Kernel) -> None:
    assert isinstance(run(kernel, "1 / 0", "one"), ZeroDivisionError)
    assert run(kernel, "__name__") == "__main__"
    assert isinstance(run(kernel, "b = 1; undefined", "one"), NameError)
    assert isinstance(run(kernel, "b"), NameError)


def test_what_a_namespace_begins_with_is_ipython_s(kernel: Kernel) -> None:
    assert run(kernel, "get_ipython() is not None and callable(exit) and __name__", "one") == "__main__"
    assert run(kernel, "len(Out) >= 0 and _dh is not None", "one") is True


def test_the_last_result_is_that_of_the_namespace(kernel: Kernel) -> None:
    run(kernel, "'of one'", "one")
    run(kernel, "'of two'", "two")
    assert run(kernel, "_", "one") == "of one"
    run(kernel, "'another'", "one")
    assert run(kernel, "_", "one") == "another"


def test_names_are_completed_and_found_where_they_are(kernel: Kernel) -> None:
    run(kernel, "harbour_of_one = 1", "one")
    kernel.asked_namespace = "one"
    assert "harbour_of_one" in kernel.complete("harbour", 7)
    assert kernel.inspect("harbour_of_one")
    kernel.asked_namespace = "two"
    assert kernel.complete("harbour", 7) == []
    assert not kernel.inspect("harbour_of_one")


def test_what_is_asked_while_a_cell_waits_leaves_the_cell_where_it_is(kernel: Kernel) -> None:
    async def both() -> None:
        kernel.cell_namespace = "one"
        running = asyncio.create_task(kernel.run("import asyncio\nawait asyncio.sleep(0.01)\nc = 3"))
        # Before the cell begins, and while it waits.
        kernel.asked_namespace = kernel.cell_namespace = "two"
        kernel.complete("c", 1)
        await asyncio.sleep(0)
        kernel.complete("c", 1)
        await running

    asyncio.run(both())
    assert run(kernel, "c", "one") == 3


def test_a_class_of_a_namespace_can_be_pickled_there(kernel: Kernel) -> None:
    code = "import pickle\nclass Boat: pass\ntype(pickle.loads(pickle.dumps(Boat()))) is Boat"
    assert run(kernel, code, "one") is True
