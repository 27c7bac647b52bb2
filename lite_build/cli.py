"""The entry of the lite-build command: it hears a Ctrl-C from its first moment on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the words after the command's name; None for those of this process.

    Returns:
        The exit status: 0, 1 for a failure, 2 for a user's mistake, 130 when it was stopped.
    """
    try:
        # Imported here: most of the time until the first word of output goes into imports.
        from lite_build.commands.command_line import run

        return run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        print("\nlite-build: stopped; the last good site is as it was", file=sys.stderr)
        return 130
