"""`lite-build lock`: decide on every package, and write the decision down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name
from rich.console import Console

from lite_build.commands.arguments.documentation import add_docs_option, run_builder
from lite_build.commands.arguments.options import (
    CHECK_AND_REPORT,
    add_project_argument,
    add_trait_options,
    asked_session,
    trait_arguments,
)
from lite_build.packages.locked.lock_file import read_lock, write_lock
from lite_build.words.errors import UserMistake
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse

    from lite_build.packages.locked.lock import Lock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser)
    parser.add_argument(
        "--upgrade",
        action="append",
        nargs="?",
        const="",
        metavar="NAME",
        help="let this package take its newest version that fits, or the data file of this address what its "
        "host has now; all where no name is given; can be repeated. Without it, what is locked stays",
    )
    add_docs_option(parser, "lock the packages of")
    add_trait_options(parser, without=CHECK_AND_REPORT)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Resolve, write the lock, say what changed, and return the exit status."""
    if arguments.docs is not None:
        return run_builder("lite_lock", arguments.docs, trait_arguments(arguments, further))
    progress = Progress(Console())
    upgraded = {_name_of(asked) for asked in arguments.upgrade or []}
    with progress.shown():
        session = asked_session(arguments, further, progress)
        path = session.project.lock_path
        before = read_lock(path) if path.exists() else None
        if before is not None:
            _check_names(upgraded, before)
        plan = session.plan_anew(lambda name: "" in upgraded or name in upgraded)
        if before is None:
            _check_names(upgraded, plan.lock)
        write_lock(plan.lock, path)
    for warning in plan.warnings:
        progress.note(f"Warning: {warning}")
    for line in _changes(before, plan.lock):
        progress.note(line)
    for held in plan.lock.held_back:
        progress.note(
            f"{held.name} {held.version} is held back from {held.newest}: {'; '.join(held.held_by)}"
        )
    files = f" and {len(plan.lock.data)} data files" if plan.lock.data else ""
    progress.note(f"Locked {len(plan.lock.packages)} packages{files} in {path.name}")
    return 0


def _name_of(asked: str) -> str:
    """The name of a package as locks have it, or the address of a data file."""
    return asked if "://" in asked else str(canonicalize_name(asked))


def _check_names(upgraded: set[str], lock: Lock) -> None:
    known = {*(package.name for package in lock.packages), *(file.url for file in lock.data)}
    unknown = sorted(upgraded - known - {""})
    if unknown:
        raise UserMistake(
            f"the lock has no {'data file' if '://' in unknown[0] else 'package'} {', '.join(unknown)}",
            where="--upgrade",
            remedy="`lite-build add NAME` adds a requirement; `lite-build lock` then locks it.",
        )


def _changes(before: Lock | None, after: Lock) -> list[str]:
    if before is None:
        return []
    old, new = _states(before), _states(after)
    return [
        *(f"- {name} {old[name]}" for name in sorted(old.keys() - new.keys())),
        *(f"+ {name} {new[name]}" for name in sorted(new.keys() - old.keys())),
        *(
            f"  {name} {old[name]} → {new[name]}"
            for name in sorted(old.keys() & new.keys())
            if old[name] != new[name]
        ),
    ]


def _states(lock: Lock) -> dict[str, str]:
    """The version of each package, and the hash of each data file, by its name."""
    return {
        **{package.name: package.version for package in lock.packages},
        **{file.url: f"sha256:{file.sha256[:12]}…" for file in lock.data},
    }
