"""`lite-build lock`: decide on every package, and write the decision down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.build.locking import EVERY, lock_anew
from lite_build.commands.arguments.documentation import add_docs_option, run_documentation
from lite_build.commands.arguments.options import (
    CHECK_AND_REPORT,
    add_project_argument,
    add_trait_options,
    asked_session,
    trait_arguments,
)
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser)
    parser.add_argument(
        "--upgrade",
        action="append",
        nargs="?",
        const=EVERY,
        metavar="NAME",
        help="let this package take its newest version that fits, or the data file or the repository of this "
        "address what its host has now; all where no name is given; can be repeated. Without it, what is "
        "locked stays",
    )
    add_docs_option(parser, "lock the packages of")
    add_trait_options(parser, without=CHECK_AND_REPORT)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Resolve, write the lock, say what changed, and return the exit status."""
    if arguments.docs is not None:
        words = trait_arguments(arguments, further)
        return run_documentation("lock", arguments.docs, words, arguments.upgrade or [])
    progress = Progress(Console())
    with progress.shown():
        session = asked_session(arguments, further, progress)
        done = lock_anew(session, arguments.upgrade or [])
    for line in done:
        progress.note(line)
    return 0
