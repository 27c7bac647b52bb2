"""The check of a documentation: every example runs on the kernel that readers have, and is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from lite_build.check.site_kernel import read_site_kernel
from lite_build.sphinx.check.comparison import difference
from lite_build.sphinx.check.example_runs import run_examples
from lite_build.sphinx.lacking import static_parts, without_static
from lite_build.sphinx.site import build_documentation_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx

    from lite_build.check.notebook_run import CellRun
    from lite_build.sphinx.check.example_runs import ExampleRun
    from lite_build.sphinx.collected import CollectedCell, CollectedExample

logger = logging.getLogger(__name__)


def check_examples(app: Sphinx, examples: tuple[CollectedExample, ...], site: Path) -> bool:
    """Build the site, run the examples, and tell what differs.

    Args:
        app: of the documentation.
        examples: of it.
        site: the folder for the site.

    Returns:
        Whether all are as they are written.

    Raises:
        LiteBuildError: whatever stands in the way.
    """
    result, project = build_documentation_site(app, examples, site)
    static = static_parts(frozenset(), examples, result.report.unmet, {})
    every, examples = examples, without_static(examples, static)
    if lacking := len(every) - len(examples):
        logger.info("lite-build: %d examples are not run: the site has not the packages", lacking)
    if not examples:
        logger.info("There is no example to run.")
        return True
    kernel = read_site_kernel(result.output)

    def report(count: int) -> None:
        logger.info("lite-build: %d of %d examples have run", count, len(examples))

    flags = int(getattr(app.config, "doctest_default_flags", 0) or 0)
    runs = run_examples(examples, kernel, project.session.check, report)
    wrong = 0
    for run in runs:
        problems = list(_problems(run, flags, project.session.check.cell_seconds))
        wrong += bool(problems)
        for place, what in problems:
            logger.error("%s", what, location=place, type="lite_build", subtype="check")
    logger.info("%d of %d examples are as they are written", len(examples) - wrong, len(examples))
    return wrong == 0


def _problems(run: ExampleRun, flags: int, seconds: float) -> Iterator[tuple[str, str]]:
    """What is wrong with the run of an example: where, and what."""
    first = run.example.places[0]
    if run.fault is not None:
        yield first, run.fault
        return
    if run.setup is not None and (what := _failed(run.setup, seconds)) is not None:
        yield first, f"what runs before this example fails: {what}"
        return
    for collected, cell in zip(run.example.cells, run.cells, strict=True):
        what = _wrong(collected, cell, flags, seconds)
        if what is not None:
            yield collected.place, what


def _wrong(collected: CollectedCell, run: CellRun, flags: int, seconds: float) -> str | None:
    if run.status in {"late", "died"}:
        return _failed(run, seconds)
    # What stopped it was told.
    return None if run.status == "not-run" else difference(collected.cell, run.outputs, flags)


def _failed(run: CellRun, seconds: float) -> str | None:
    if run.status == "late":
        return f"it takes longer than {seconds:g} s"
    if run.status == "died":
        return "Python has ended in it"
    error = next((output for output in run.outputs if output["output_type"] == "error"), None)
    return None if error is None else f"{error.get('ename')}: {error.get('evalue')}"
