"""Check a built site: run its notebooks, and look for what would break for its readers."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from typing import TYPE_CHECKING

from lite_build.check.links import find_dead_links
from lite_build.check.missing_imports import find_missing_imports
from lite_build.check.notebook_run import run_notebook
from lite_build.check.other_hosts import find_other_hosts
from lite_build.check.other_origins import find_other_origins
from lite_build.check.protocol import CellToRun, Job
from lite_build.check.report import CheckedNotebook, CheckReport, Problem
from lite_build.check.site_kernel import read_site_kernel
from lite_build.check.site_modules import read_site_modules
from lite_build.check.verdict import judge_notebook, missing_module, what_ships
from lite_build.notebooks.cell_tags import is_left_out
from lite_build.notebooks.reading import read_notebooks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lite_build.check.site_kernel import SiteKernel
    from lite_build.check.site_modules import SiteModules
    from lite_build.notebooks.reading import Notebook
    from lite_build.project.options import CheckSettings
    from lite_build.runtime.core import Interpreter

#: The folder of a site that holds its contents.
_CONTENTS = "files"
_CHECKPOINTS = ".ipynb_checkpoints"


def check_site(
    site: Path,
    settings: CheckSettings,
    report: Callable[[str], None],
    interpreter: Interpreter | None = None,
    ask_hosts: Callable[[Collection[str]], Mapping[str, bool]] = lambda urls: {},
) -> CheckReport:
    """Run every notebook of a site on the site's own kernel, and find what leads nowhere.

    Args:
        site: the built site's folder. It is only read.
        settings: the time limit of a cell, and how many notebooks run at once.
        report: is told, in one line, how each notebook fared, as soon as it has.
        interpreter: what the site's runtime says of itself; None where it was not asked.
        ask_hosts: tells of addresses whether pages of any site may read them, as far as their hosts answer.

    Raises:
        UserMistake: there is no site, or it holds files that are no notebooks.
        BuildFailure: the runner has not been built.
    """
    started = time.monotonic()
    kernel = read_site_kernel(site)
    contents = kernel.site / _CONTENTS
    notebooks = read_notebooks(
        (path.relative_to(contents).as_posix(), path)
        for path in sorted(contents.rglob("*.ipynb"))
        if _CHECKPOINTS not in path.parts
    )
    ours = [notebook for notebook in notebooks if notebook.is_for_pyodide]
    modules = read_site_modules(kernel, contents, interpreter)
    ran = run_notebooks(kernel, ours, settings, report, modules.why_missing)
    checked = {notebook.name: notebook for notebook in ran}
    results = tuple(checked.get(notebook.name) or _unchecked(notebook) for notebook in notebooks)
    return CheckReport(
        notebooks=results,
        problems=(
            *_find_problems(kernel, notebooks, results, modules),
            *find_other_hosts(ours, kernel.shipped.keys(), ask_hosts),
        ),
        seconds=round(time.monotonic() - started, 3),
    )


def run_notebooks(
    kernel: SiteKernel,
    notebooks: Sequence[Notebook],
    settings: CheckSettings,
    report: Callable[[str], None],
    why_missing: Callable[[str], str] = what_ships,
) -> Sequence[CheckedNotebook]:
    """Run notebooks, several at once, and judge how they fared.

    Args:
        kernel: of the site that has them.
        notebooks: their names are paths below the site's `files/`.
        settings: the time limit of a cell, and how many notebooks run at once.
        report: is told, in one line, how each notebook fared, as soon as it has.
        why_missing: says of a module why it cannot be imported.

    Returns:
        Each with what its cells put out and its widgets said, in the order in which they ended.

    Raises:
        BuildFailure: the runner has not been built.
    """
    stop = Event()

    def run(notebook: Notebook) -> CheckedNotebook:
        job = job_for(kernel, notebook.name, _cells_of(notebook))
        ran = run_notebook(job, cell_seconds=settings.cell_seconds, stop=stop)
        return judge_notebook(notebook, ran, cell_seconds=settings.cell_seconds, why_missing=why_missing)

    checked = []
    with ThreadPoolExecutor(settings.jobs or os.cpu_count() or 1) as pool:
        running = [pool.submit(run, notebook) for notebook in notebooks]
        try:
            for future in as_completed(running):
                checked.append(future.result())
                report(_in_one_line(checked[-1]))
        except BaseException:
            # Ctrl-C among others: nothing that was started outlives this.
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    return checked


def job_for(kernel: SiteKernel, notebook: str, cells: Iterable[CellToRun]) -> Job:
    """What the runner is told to run.

    Args:
        kernel: of the site.
        notebook: its path below the site's `files/`; cells work in its folder.
        cells: in the order in which they run.
    """
    return Job(
        site=str(kernel.site),
        notebook=notebook,
        settings=kernel.settings,
        plugin_index=kernel.plugin_index,
        plugin_piplite=kernel.plugin_piplite,
        boot=kernel.boot,
        catalogue=kernel.catalogue,
        shipped=kernel.shipped,
        cells=tuple(cells),
    )


def _cells_of(notebook: Notebook) -> Iterator[CellToRun]:
    for cell in notebook.cells:
        if cell.kind == "code" and cell.source.strip() and not is_left_out(cell):
            yield CellToRun(cell.index, cell.source)


def _unchecked(notebook: Notebook) -> CheckedNotebook:
    kernel = notebook.kernel or notebook.language or "none named"
    return CheckedNotebook(
        notebook.name,
        unchecked=f"its kernel is not the site's Python ({kernel})",
        text_name=notebook.text_name,
    )


def _in_one_line(notebook: CheckedNotebook) -> str:
    seconds = sum(cell.seconds or 0.0 for cell in notebook.cells) + (notebook.boot_seconds or 0.0)
    return f"{notebook.called}: {'failed' if notebook.failed else 'passed'} ({seconds:.1f} s)"


def _find_problems(
    kernel: SiteKernel,
    notebooks: Sequence[Notebook],
    results: Sequence[CheckedNotebook],
    modules: SiteModules,
) -> tuple[Problem, ...]:
    contents = kernel.site / _CONTENTS
    pages = frozenset(path.relative_to(kernel.site).as_posix() for path in kernel.site.rglob("*"))
    published = frozenset(
        path.removeprefix(f"{_CONTENTS}/") for path in pages if path.startswith(f"{_CONTENTS}/")
    )
    places_of = {
        notebook.name: {cell.number: notebook.place(cell) for cell in notebook.cells}
        for notebook in notebooks
    }
    # A cell that failed for an import has said so itself.
    failed = [
        (places_of[notebook.name][cell.number], missing_module(cell.error))
        for notebook in results
        for cell in notebook.cells
        if cell.outcome == "failed" and cell.error and cell.error.name == "ModuleNotFoundError"
    ]
    places = {where for where, _ in failed}
    said = {module for _, module in failed if module is not None}
    return (
        *(
            problem
            for problem in find_missing_imports(notebooks, kernel, contents, modules, said)
            if problem.where not in places
        ),
        *find_dead_links(notebooks, published, pages),
        *find_other_origins(kernel.site, kernel.wheels, results, kernel.vendored.keys()),
    )
