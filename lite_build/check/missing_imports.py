"""Find imports that nothing in the site provides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lite_build.check.report import Problem
from lite_build.check.site_modules import SiteModules, read_site_modules
from lite_build.notebooks.cell_tags import is_left_out, may_fail
from lite_build.packages.discovered.discovery import discover
from lite_build.packages.discovered.guesses import Guess, Unavailable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from lite_build.check.site_kernel import SiteKernel
    from lite_build.notebooks.reading import Notebook


def find_missing_imports(
    notebooks: Sequence[Notebook],
    kernel: SiteKernel,
    files: Path,
    modules: SiteModules | None = None,
    said: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Find what notebooks import and neither the runtime, nor a package, nor a file of the site has.

    Cells that may fail or are left out are not looked at, and imports that the code does without neither.

    Args:
        notebooks: their names are paths below `files`.
        kernel: of the site.
        files: the folder of the site's contents.
        modules: of the site, where they were read already.
        said: modules that a failing cell has told of already.
    """
    modules = modules or read_site_modules(kernel, files, None)
    top_level = {name.partition(".")[0] for wheel in modules.wheels for name in wheel.imports}
    found = discover(
        [_without_cells_that_may_fail(notebook) for notebook in notebooks],
        modules.known,
        modules=modules.files,
    )
    return tuple(
        Problem("missing import", guess.where, modules.why_missing(guess.name))
        for guess in found.guesses
        if guess.name not in said and not _is_provided(guess, top_level)
    )


def _is_provided(guess: Guess | Unavailable, top_level: Collection[str]) -> bool:
    """Whether a package of the site has at least the package that a module is in."""
    if not isinstance(guess, Guess):
        return False
    return guess.verb != "imports" or guess.name.partition(".")[0] in top_level


def _without_cells_that_may_fail(notebook: Notebook) -> Notebook:
    cells = tuple(cell for cell in notebook.cells if not (is_left_out(cell) or may_fail(cell)))
    return replace(notebook, cells=cells)
