"""Run one notebook in a Node.js process of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from lite_build.check.deadline import guarded
from lite_build.check.protocol import (
    BootFailed,
    CellFinished,
    CellOutput,
    CellStarted,
    CommMessage,
    KernelReady,
    OutputsShown,
    RunEnded,
    parse_message,
)
from lite_build.runtime.node import node_executable, scrubbed_environment
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from lite_build.check.protocol import Job, RunnerMessage

RUNNER = Path(__file__).parent / "runner" / "run-notebook.mjs"
#: How long a kernel may take to start, in seconds. It takes about three on a machine with nothing else to do.
BOOT_SECONDS = 180.0
#: How many of the last lines that the kernel logged are shown when it dies.
_SHOWN_LINES = 15


@dataclass(frozen=True)
class CellRun:
    """How one cell ran.

    Args:
        index: its position in the notebook.
        status: "late" where the time limit ended it, "died" where the process ended in it.
        seconds: that it took, None where it did not finish.
        outputs: as nbformat has them.
    """

    index: int
    status: Literal["ok", "error", "late", "died", "not-run"]
    seconds: float | None
    outputs: tuple[CellOutput, ...]


@dataclass(frozen=True)
class NotebookRun:
    """How one notebook ran.

    Args:
        boot_seconds: what the kernel took to start, None where it did not.
        fault: what is wrong with the kernel, in words; None where at most a cell is.
        comms: what its widgets told their page.
    """

    boot_seconds: float | None
    fault: str | None
    cells: tuple[CellRun, ...]
    comms: tuple[CommMessage, ...]


def run_notebook(job: Job, *, cell_seconds: float, stop: Event) -> NotebookRun:
    """Run a notebook's cells on a fresh kernel that sees nothing but the site.

    Args:
        job: what to run.
        cell_seconds: the time limit of one cell, in seconds.
        stop: ends the run early.

    Raises:
        BuildFailure: the runner has not been built.
    """
    record = _Record(job)
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            _command(Path(job.site)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=scrubbed_environment(),
            cwd=job.site,
        ) as process,
        guarded(process, stop, BOOT_SECONDS) as deadline,
    ):
        try:
            for message in _conversation(process, job):
                record.take(message)
                if isinstance(message, KernelReady | CellStarted | CellFinished):
                    deadline.extend(cell_seconds)
        finally:
            process.kill()
            process.wait()
        return record.finish(late=deadline.passed, log=_last_lines(log))


def _command(site: Path) -> list[str]:
    if not RUNNER.is_file():
        raise BuildFailure(
            "the runner has not been built", where=RUNNER.name, remedy="run `npm ci` and `npm run build`"
        )
    return [
        str(node_executable()),
        # As browsers have it; Node.js 24 keeps it behind this.
        "--experimental-wasm-jspi",
        "--permission",
        f"--allow-fs-read={site}{os.sep}",
        f"--allow-fs-read={RUNNER.parent.resolve()}{os.sep}",
        str(RUNNER.resolve()),
    ]


def _conversation(process: subprocess.Popen[bytes], job: Job) -> Iterator[RunnerMessage]:
    assert process.stdin is not None
    assert process.stdout is not None
    # Where the process has died already, what it logged says more.
    with suppress(OSError):
        process.stdin.write(job.to_json().encode())
        process.stdin.close()
    for line in process.stdout:
        # A process that is killed may leave half a line.
        if line.endswith(b"\n"):
            yield parse_message(line.decode("utf-8"))


class _Record:
    """Puts together what the runner told."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._boot_seconds: float | None = None
        self._boot_error: str | None = None
        self._running: int | None = None
        self._finished: dict[int, CellFinished] = {}
        self._outputs: dict[int, tuple[CellOutput, ...]] = {}
        self._comms: list[CommMessage] = []
        self._ended = False

    def take(self, message: RunnerMessage) -> None:
        match message:
            case KernelReady(seconds):
                self._boot_seconds = seconds
            case BootFailed(error):
                self._boot_error = error
            case CellStarted(cell):
                self._running = cell
            case OutputsShown(cell, outputs):
                self._outputs[cell] = outputs
            case CommMessage():
                self._comms.append(message)
            case CellFinished(cell):
                self._finished[cell] = message
                self._running = None
            case RunEnded():
                self._ended = True

    def finish(self, *, late: bool, log: str) -> NotebookRun:
        return NotebookRun(
            boot_seconds=self._boot_seconds,
            fault=self._fault(late=late, log=log),
            cells=tuple(self._cell(cell.index, late=late) for cell in self._job.cells),
            comms=tuple(self._comms),
        )

    def _fault(self, *, late: bool, log: str) -> str | None:
        if self._ended or (late and self._running is not None):
            return None
        if self._boot_error is not None:
            return f"the kernel does not start: {self._boot_error}\n{log}".rstrip()
        return "the kernel does not start in time" if late else f"the kernel died:\n{log}"

    def _cell(self, index: int, *, late: bool) -> CellRun:
        outputs = self._outputs.get(index, ())
        if (finished := self._finished.get(index)) is not None:
            return CellRun(index, finished.status, finished.seconds, outputs)
        if index == self._running:
            return CellRun(index, "late" if late else "died", None, outputs)
        return CellRun(index, "not-run", None, outputs)


def _last_lines(log: IO[bytes]) -> str:
    log.seek(0)
    return "\n".join(log.read().decode("utf-8", errors="replace").splitlines()[-_SHOWN_LINES:])
