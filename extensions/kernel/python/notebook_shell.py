"""Gives IPython's shell what it has in other kernels of notebooks.

That is `exit`, notebooks that run notebooks, and cells that run silently: counted and kept by nobody.

`install(kernel)` is called once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.utils.syspathcontext import prepended_to_syspath

if TYPE_CHECKING:
    from collections.abc import Iterator


def install(kernel: Any) -> None:
    """Give a kernel's shell all of it. Where the kernel's `is_silent` is set, cells run silently."""
    shell = kernel.interpreter
    asked = False

    def ask_exit() -> None:
        nonlocal asked
        asked = True

    run_cell = kernel.run

    async def run(code: str) -> Any:
        results = await run_cell(code)
        # The kernel ends when the cell has.
        return {**results, "exits": True} if asked else results

    run_script = shell.safe_execfile_ipy

    def run_notebook(fname: Any, shell_futures: bool = False, raise_exceptions: bool = False) -> None:
        path = Path(fname).expanduser().resolve()
        if path.suffix.lower() != ".ipynb":
            run_script(fname, shell_futures=shell_futures, raise_exceptions=raise_exceptions)
            return
        # IPython reads it by nbformat, which few sites have.
        with prepended_to_syspath(str(path.parent)):
            for source in code_cells(path):
                result = shell.run_cell(source, silent=True, shell_futures=shell_futures)
                if raise_exceptions:
                    result.raise_error()
                elif not result.success:
                    break

    kernel.is_silent = False
    kernel.run = run
    shell.run_cell = silenced(shell.run_cell, kernel)
    shell.run_cell_async = silenced(shell.run_cell_async, kernel)
    shell.ask_exit = ask_exit
    shell.safe_execfile_ipy = run_notebook


def silenced(run_cell: Any, kernel: Any) -> Any:
    """Have IPython's shell run code silently while the kernel is silent; upstream's kernel keeps all."""

    def run(*arguments: Any, **options: Any) -> Any:
        silently = {"silent": True, "store_history": False} if kernel.is_silent else {}
        return run_cell(*arguments, **{**options, **silently})

    return run


def code_cells(path: Path) -> Iterator[str]:
    """The sources of a notebook's code cells.

    Raises:
        ValueError: it is no notebook.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        # The third version of the format has them one level deeper, and under another name.
        sheets = notebook.get("worksheets", [notebook])
        cells = [cell for sheet in sheets for cell in sheet["cells"] if cell["cell_type"] == "code"]
        sources = [cell["source"] if "source" in cell else cell["input"] for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} is no notebook") from error
    for source in sources:
        yield source if isinstance(source, str) else "".join(source)
