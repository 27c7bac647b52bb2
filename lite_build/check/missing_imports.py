"""Find imports that nothing in the site provides."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from lite_build.check.report import Problem
from lite_build.check.verdict import LEFT_OUT, MAY_FAIL, what_ships
from lite_build.errors import BuildFailure
from lite_build.packages.discovery import discover
from lite_build.packages.import_names import KERNEL_MODULES, ImportNames
from lite_build.packages.wheel import read_wheel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lite_build.check.site_kernel import SiteKernel
    from lite_build.notebooks import Notebook


def find_missing_imports(
    notebooks: Sequence[Notebook], kernel: SiteKernel, files: Path
) -> tuple[Problem, ...]:
    """Find what notebooks import and neither the runtime, nor a package, nor a file of the site has.

    Cells that may fail or are left out are not looked at, and imports that the code does without neither.

    Args:
        notebooks: their names are paths below `files`.
        kernel: of the site.
        files: the folder of the site's contents.
    """
    provided_by: dict[str, tuple[str, ...]] = {}
    for path in kernel.wheels:
        # A broken wheel provides nothing.
        with suppress(BuildFailure):
            wheel = read_wheel(path)
            for module in wheel.imports:
                provided_by[module] = (*provided_by.get(module, ()), wheel.name)
    top_level = {module.partition(".")[0] for module in provided_by}
    known = ImportNames(
        # The host's names stand for the modules that are compiled into the runtime.
        provided=kernel.standard_library | sys.stdlib_module_names | KERNEL_MODULES,
        evidence=(provided_by,),
    )
    found = discover(
        [_without_cells_that_may_fail(notebook) for notebook in notebooks],
        known,
        modules={path.relative_to(files).as_posix(): path for path in files.rglob("*.py") if path.is_file()},
    )
    return tuple(
        Problem("missing import", guess.where, what_ships(guess.name))
        for guess in found.guesses
        if guess.verb == "imports" and guess.name.partition(".")[0] not in top_level
    )


def _without_cells_that_may_fail(notebook: Notebook) -> Notebook:
    cells = tuple(cell for cell in notebook.cells if not cell.tags & {LEFT_OUT, MAY_FAIL})
    return replace(notebook, cells=cells)
