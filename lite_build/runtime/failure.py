"""What to say where the runtime, under Node.js, does not do what it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from lite_build.runtime.core import Core

#: How many of the last lines that Node.js said are shown, and how much of each, in characters.
_SHOWN_LINES = 15
_SHOWN_LENGTH = 300


def runtime_failure(core: Core, what: str, said: str, *, remedy: str) -> BuildFailure:
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
