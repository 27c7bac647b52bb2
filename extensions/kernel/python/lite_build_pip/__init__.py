"""What `%pip` does in a page: it answers as pip does, about the packages that this kernel has.

Nothing of it is imported before it is asked: `pip_magic.py` knows when that is.
"""

from __future__ import annotations

import errno

from lite_build_pip.answers import PipFailure, warn
from lite_build_pip.command_line import read_line
from lite_build_pip.commands import find_command
from lite_build_pip.redirection import redirected


async def run(line: str) -> None:
    """Do what a line says, behind `%pip`.

    Raises:
        PipFailure: something could not be installed, or there is no such command or option, or a file cannot
            be read or written.
    """
    read = read_line(line)
    if read.piped_to is not None:
        warn(f"nothing is piped in a page: `{read.piped_to}` is left out.")
    with redirected(read.redirections):
        command, words = find_command(read.words)
        try:
            waiting = command(words)
            if waiting is not None:
                await waiting
        except OSError as error:
            raise PipFailure(_explain(error)) from error


def _explain(error: OSError) -> str:
    path = error.filename or "a file"
    if error.errno != errno.EIO:
        return f"{path}: {error.strerror or error}."
    # Files of packages come when they are first read.
    return (
        f"{path} cannot be read: a file of the site is missing or damaged. Load the page once more; "
        "if that does not help, tell whoever publishes the site."
    )


def run_at_once(line: str) -> None:
    """Do what a line says, where Python cannot await.

    Raises:
        PipFailure: as `run`, and where the line has to wait for a file and this browser cannot.
    """
    from pyodide.ffi import can_run_sync, run_sync

    if can_run_sync():
        run_sync(run(line))
        return
    running = run(line)
    try:
        running.send(None)
    except StopIteration:
        return
    running.close()
    raise PipFailure("this browser can wait for packages in a cell's own line alone: write %pip there.")


__all__ = ["PipFailure", "run", "run_at_once"]
