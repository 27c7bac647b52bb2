"""Runs of many examples: several in one process, each in a namespace of its own."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from lite_build.check.notebook_run import CellRun, run_notebook
from lite_build.check.protocol import CellToRun
from lite_build.check.site_check import job_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lite_build.check.site_kernel import SiteKernel
    from lite_build.documentation.examples import CollectedExample
    from lite_build.project.options import CheckSettings

#: How many examples one process runs at most: a Python that has run many others is less like a reader's.
_MOST_AT_ONCE = 50
#: Doctests show values by `repr`, and Jupyter by something that is easier to read.
_AS_DOCTEST = 'get_ipython().display_formatter.formatters["text/plain"].pprint = False'


@dataclass(frozen=True)
class ExampleRun:
    """How an example ran.

    Args:
        setup: how its setup did; None where it has none.
        cells: how each of its cells did, in their order.
        fault: why the kernel has not run it, in words.
    """

    example: CollectedExample
    setup: CellRun | None
    cells: tuple[CellRun, ...]
    fault: str | None = None


def run_examples(
    examples: Sequence[CollectedExample],
    kernel: SiteKernel,
    settings: CheckSettings,
    report: Callable[[int], None],
) -> tuple[ExampleRun, ...]:
    """Run examples on the kernel of a site, several processes side by side.

    Args:
        examples: of which each is run once. One in which Python ends, or whose time is up, ends its process:
            those behind it are run in another.
        kernel: of the site.
        settings: the time limit of a cell, and how many processes run at once.
        report: is told how many examples have run, as more have.

    Returns:
        The runs, in the order of the examples.

    Raises:
        BuildFailure: the runner has not been built.
    """
    jobs = settings.jobs or os.cpu_count() or 1
    pages = {example.document: example.sources for example in examples if example.is_page}
    size = max(1, min(_MOST_AT_ONCE, -(-len(examples) // jobs)))
    waiting = [examples[start : start + size] for start in range(0, len(examples), size)]
    found: dict[str, ExampleRun] = {}
    stop = Event()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            while waiting:
                ran = pool.map(lambda batch: _run_batch(batch, pages, kernel, settings, stop), waiting)
                waiting = []
                for runs, rest in ran:
                    found.update((run.example.path, run) for run in runs)
                    waiting += [rest] if rest else []
                    report(len(found))
        except BaseException:
            # Ctrl-C among others: nothing that was started outlives this.
            stop.set()
            raise
    return tuple(found[example.path] for example in examples)


def _run_batch(
    batch: Sequence[CollectedExample],
    pages: Mapping[str, Sequence[str]],
    kernel: SiteKernel,
    settings: CheckSettings,
    stop: Event,
) -> tuple[list[ExampleRun], Sequence[CollectedExample]]:
    """Run some examples in one process; gives those that have run, and those that have not had their turn."""
    cells = [CellToRun(0, _AS_DOCTEST)]
    places: list[tuple[int, int]] = []
    for example in batch:
        # An exercise has the names of its page, whose cells are judged in their own turn.
        before = pages.get(example.document, ()) if example.shares_page else ()
        start = len(cells) + len(before)
        cells += [
            CellToRun(at, source, namespace=example.path)
            for at, source in enumerate((*before, *example.sources), len(cells))
        ]
        places.append((start, len(cells)))
    ran = run_notebook(job_for(kernel, batch[0].path, cells), cell_seconds=settings.cell_seconds, stop=stop)
    # Where not even our own cell runs, no other process would do better.
    works = ran.cells[0].status == "ok"
    runs: list[ExampleRun] = []
    for at, (example, (start, end)) in enumerate(zip(batch, places, strict=True)):
        parts = ran.cells[start:end]
        if works and runs and parts[0].status == "not-run":
            return runs, batch[at:]
        has_died = any(part.status == "died" for part in parts)
        fault = None if works and not has_died else ran.fault or "the kernel does not run"
        setup, own = (parts[0], parts[1:]) if example.setup else (None, parts)
        runs.append(ExampleRun(example, setup, own, fault))
    return runs, []
