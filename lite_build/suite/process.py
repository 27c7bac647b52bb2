"""One process of a run: Node.js with a Python in it. `browser_process.py` has the other kind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from lite_build.files.built_part import require_built
from lite_build.runtime.node import node_executable, scrubbed_environment
from lite_build.suite.protocol import Ended, Message, parse_message

if TYPE_CHECKING:
    from queue import Queue

RUNNER = Path(__file__).parent / "runner" / "run-suite.mjs"
#: How many of the last lines that a process logged are shown when it dies.
_SHOWN_LINES = 15


class SuiteProcess(Protocol):
    """A process that was started with a job, and says messages: see `protocol.py`."""

    def send(self, line: str) -> None:
        """Give the process a line. Where it has died already, that is told by its messages."""

    def kill(self) -> None:
        """End it at once, if it still runs."""


#: Starts a process with a job. The queue is given all that it says, with the process itself.
StartProcess = Callable[[str, "Queue[tuple[SuiteProcess, Message]]"], SuiteProcess]


class NodeProcess:
    """Node.js that was started with a job: see `SuiteProcess`.

    Args:
        job: the line that it is started with.
        messages: is given all that the process says, with the process; when it has ended without a word,
            `Ended`.
        readable: folders that it may read.

    Raises:
        BuildFailure: the runner has not been built.
    """

    def __init__(
        self, job: str, messages: Queue[tuple[SuiteProcess, Message]], *, readable: tuple[str, ...]
    ) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115
        # A process group of its own: a Ctrl-C is for the run, which ends all in good order.
        apart: dict[str, Any]
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        else:
            apart = {"start_new_session": True}
        self._process = subprocess.Popen(
            _command(readable),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=scrubbed_environment(),
            cwd=RUNNER.parent,
            **apart,
        )
        self._reading = Thread(target=self._read, args=(messages,), daemon=True)
        self._reading.start()
        self.send(job)

    def send(self, line: str) -> None:
        """Give the process a line. Where it has died already, that is told by the queue."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it at once, if it still runs; what it has said before is in the queue then."""
        self._process.kill()
        self._process.wait()
        self._reading.join()
        with suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        self._log.close()

    def _read(self, messages: Queue[tuple[SuiteProcess, Message]]) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                # A process that is killed may leave half a line.
                if line.endswith(b"\n"):
                    try:
                        messages.put((self, parse_message(line)))
                    except ValueError as error:
                        self._process.kill()
                        messages.put((self, Ended(f"it has said what cannot be read: {error}")))
                        return
        status = self._process.wait()
        messages.put((self, Ended(f"its process has ended, with status {status}{self._last_words()}")))

    def _last_words(self) -> str:
        with suppress(ValueError):
            self._log.seek(0)
            lines = self._log.read().decode("utf-8", errors="replace").splitlines()
            return "".join(f"\n  {line}" for line in lines[-_SHOWN_LINES:])
        return ""


def _command(readable: tuple[str, ...]) -> list[str]:
    runner = require_built(RUNNER, "the runner of test suites was not built")
    return [
        str(node_executable()),
        # As browsers have it; Node.js 24 keeps it behind this.
        "--experimental-wasm-jspi",
        "--permission",
        *(f"--allow-fs-read={folder}{os.sep}" for folder in readable),
        f"--allow-fs-read={runner.parent.resolve()}{os.sep}",
        str(runner.resolve()),
    ]
