"""Have a script under Node.js do something with the runtime, and read its answer."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from lite_build.runtime.node import node_executable, scrubbed_environment
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from lite_build.runtime.core import Core

#: How many of the last lines that Node.js said are shown, and how much of each, in characters.
_SHOWN_LINES = 15
_SHOWN_LENGTH = 300


def ask_node(
    core: Core,
    script: Path,
    job: Mapping[str, Any],
    *,
    options: Sequence[str] = (),
    arguments: Sequence[Path] = (),
    what: str,
    seconds: float,
    remedy: str,
) -> dict[str, Any]:
    """Run a script in an environment that says nothing of this machine.

    Args:
        core: Pyodide.
        script: is run in its own folder.
        job: is given to it as JSON.
        options: of Node.js.
        arguments: of the script.
        what: it does, for the failure: goes on from "the runtime cannot".
        seconds: how long it may take.
        remedy: what a person may do where it fails.

    Returns:
        What it answers, a JSON object.

    Raises:
        BuildFailure: it gives no answer, or not in time.
    """
    try:
        finished = subprocess.run(
            [
                str(node_executable()),
                *options,
                str(script.resolve()),
                *(str(path.resolve()) for path in arguments),
            ],
            input=json.dumps(job),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=scrubbed_environment(),
            cwd=script.parent,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failure(core, f"did not {what} in {seconds:.0f} s", "", remedy=remedy) from error
    try:
        answer: dict[str, Any] = json.loads(finished.stdout)
    except ValueError as error:
        raise _failure(core, f"cannot {what}", finished.stderr, remedy=remedy) from error
    return answer


def _failure(core: Core, what: str, said: str, *, remedy: str) -> BuildFailure:
    """Make the failure that a person reads.

    Args:
        core: Pyodide.
        what: goes on from "the runtime".
        said: what Node.js put out.
        remedy: what a person may do.
    """
    last_lines = said.strip().splitlines()[-_SHOWN_LINES:]
    shown = "".join(f"\n  {line[:_SHOWN_LENGTH]}" for line in last_lines)
    return BuildFailure(
        f"the runtime {what}{shown}", where=f"Pyodide {core.version} ({core.origin})", remedy=remedy
    )
