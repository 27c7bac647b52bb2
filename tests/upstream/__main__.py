"""Build and test with the newest releases of upstream, and say what breaks with which.

Run as `python -m tests.upstream [--minutes N] [--move] [--] [PYTEST'S WORDS]`; `make upstream` does. It needs
the tools of the checkout's environment alone; what is tried is installed in copies of the checkout.

Exit status: 0 where all passes, 1 where something breaks, 2 where nothing can be said.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.upstream.commands import Deadline
from tests.upstream.errors import CannotRun
from tests.upstream.families import FAMILIES
from tests.upstream.newest import newest_versions
from tests.upstream.npm_lock import lock_commands
from tests.upstream.pins import read_pins
from tests.upstream.report import Report
from tests.upstream.rewrite import write_versions
from tests.upstream.search import search
from tests.upstream.trial import Trials, npm_integrity

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKOUT = Path(__file__).parents[2]
RESULTS = CHECKOUT / "build" / "upstream"


def try_newest(checkout: Path, selection: Sequence[str], minutes: float, results: Path) -> Report:
    """Ask for the newest releases, try them, and find those that break something.

    Args:
        checkout: is only read.
        selection: the tests, in pytest's words; none for all.
        minutes: that all of it may take.
        results: a folder that gets the logs.

    Raises:
        CannotRun: the checkout is not as expected, or a registry cannot be reached.
    """
    newest = newest_versions(read_pins(checkout), checkout)
    moved = {pin.family for pin, version in newest.items() if version != pin.version}
    behind = [family for family in FAMILIES if family in moved]
    say = partial(print, flush=True)
    trials = Trials(checkout, newest, selection, results, Deadline.in_minutes(minutes), say)
    installed = search(behind, trials.install)
    can_be_tested = installed.baseline is None or installed.baseline.passed
    tested = search(installed.passed, trials.build_and_test) if can_be_tested else None
    return Report(newest, installed, tested, shlex.join(selection) or "all")


def move(report: Report, checkout: Path) -> None:
    """Move the pins of a checkout to what passed, and its package-lock.json with them.

    Raises:
        CannotRun: npm cannot lock them here.
    """
    write_versions(checkout, report.movable, partial(npm_integrity, checkout=checkout), exactly=False)
    for words in lock_commands(report.movable):
        if subprocess.run(words, cwd=checkout, check=False).returncode != 0:
            raise CannotRun("the pins were moved, and npm cannot lock them: see above")


def main() -> int:
    """Print the report, and write it for an issue too."""
    parser = argparse.ArgumentParser(prog="python -m tests.upstream", description=__doc__)
    parser.add_argument("--minutes", type=float, default=300, help="that all of it may take (default: 300)")
    parser.add_argument("--move", action="store_true", help="move the pins to what passed")
    parser.add_argument("selection", nargs="*", help="the tests, in pytest's words; none for all")
    arguments = parser.parse_args()
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    try:
        report = try_newest(CHECKOUT, arguments.selection, arguments.minutes, RESULTS)
        print("", report.text(), sep="\n", end="")
        (RESULTS / "report.md").write_text(report.markdown(), encoding="utf-8")
        print(f"The logs are in {RESULTS.relative_to(CHECKOUT).as_posix()}/.")
        if arguments.move:
            move(report, CHECKOUT)
    except CannotRun as mistake:
        print(mistake, file=sys.stderr)
        return 2
    return 0 if report.all_passed else 1


if __name__ == "__main__":
    sys.exit(main())
