"""A site with all packages of the gallery that can be had together."""

from __future__ import annotations

import re
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

from tests.build.conftest import configure_project
from tests.build.test_check import write_notebook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine
    from tests.gallery.entries import Entry

#: Before a failure.
_OWN_NAME = re.compile(r"\blite-build:\s")
#: Before what is said of it.
_ADDRESS = re.compile(r"https?://\S+: ")


def groups_of(
    command_line: CommandLine, project: Path, entries: tuple[Entry, ...]
) -> tuple[list[tuple[Entry, ...]], dict[str, str]]:
    """Put packages into as few sites as can be: where some cannot be locked together, halves are tried.

    Args:
        command_line: runs lite-build.
        project: is written.
        entries: that are wanted.

    Returns:
        The packages of each site, and of each that cannot be had, by its name, what lite-build says.
    """
    left_out: dict[str, str] = {}

    def grouped(wanted: tuple[Entry, ...]) -> list[tuple[Entry, ...]]:
        problem = problem_of(command_line, project, wanted, vendors=False)
        if problem is None:
            return [wanted]
        if len(wanted) == 1:
            left_out[wanted[0].package] = problem
            return []
        middle = len(wanted) // 2
        found = [*grouped(wanted[:middle]), *grouped(wanted[middle:])]
        together = tuple(entry for group in found for entry in group)
        if len(found) > 1 and problem_of(command_line, project, together, vendors=False) is None:
            return [together]
        return found

    return grouped(entries), left_out


def problem_of(
    command_line: CommandLine, project: Path, entries: tuple[Entry, ...], *, vendors: bool
) -> str | None:
    """Lock a project with these packages and fetch them. Tell why that cannot be, None where it can.

    Args:
        command_line: runs lite-build.
        project: is written, with its lock.
        entries: its packages.
        vendors: whether what the widgets import from other hosts is shipped.
    """
    write_notebook(project / "notebooks" / "empty.ipynb", ["'begun'"])
    options = {"requirements": [entry.package for entry in entries], "vendor_imports": vendors}
    configure_project(project, {"PackagesAddon": options, "BootAddon": {"snapshot": True}})
    (project / "pylock.pyodide.toml").unlink(missing_ok=True)
    for words in (("lock", project), ("fetch", "--output", project / "collected", project)):
        try:
            finished = command_line.run(*words)
        except TimeoutExpired as late:
            return f"lite-build {words[0]} found no answer in {late.timeout:.0f} s"
        if finished.status != 0:
            return _reason(finished.said)
    return None


def _reason(said: str) -> str:
    """What is wrong, of all that lite-build says: not its progress, addresses of files, and what to do."""
    reason = _OWN_NAME.split(said)[-1].partition("\n→")[0]
    return "; ".join(line.strip() for line in _ADDRESS.sub("", reason).splitlines() if line.strip())
