"""What is wrong with the run of an example, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.documentation.comparison import difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lite_build.check.notebook_run import CellRun
    from lite_build.documentation.example_runs import ExampleRun
    from lite_build.documentation.examples import CollectedCell


def problems_of(run: ExampleRun, flags: int, seconds: float) -> Iterator[tuple[str, str]]:
    """Tell what is wrong with the run of an example: where, and what.

    Args:
        run: of the example.
        flags: of doctest, where a cell says nothing else.
        seconds: that a cell may take.
    """
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
