"""`lite-build fetch`: collect everything that a build of the lock needs, for a place with no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.commands.arguments.options import (
    CHECK_AND_REPORT,
    add_project_argument,
    add_trait_options,
    asked_session,
)
from lite_build.project.file_names import MANIFEST
from lite_build.supply.collected import write_offline_folder
from lite_build.words.errors import UserMistake
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="DIR",
        help="where it is collected: an empty or new folder, or one that an earlier fetch wrote",
    )
    add_trait_options(parser, without=CHECK_AND_REPORT)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Collect, say what to type next, and return the exit status."""
    progress = Progress(Console())
    folder: Path = arguments.output.absolute()
    _check_room(folder)
    with progress.shown():
        session = asked_session(arguments, further, progress)
        project, plan = session.project, session.plan
        if not plan.is_locked:
            raise UserMistake(
                "there is no lock, so it is not known what to collect",
                where=project.lock_path.name,
                remedy="Write it with `lite-build lock`.",
            )
        provision = session.provision
        core_archive = session.origins.collect_core(plan.lock, folder)
        write_offline_folder(
            folder,
            plan.lock,
            provision.packages,
            core_archive=core_archive,
            npm_tarballs=[asset.tarball for asset in provision.assets],
            data=(*provision.data, *provision.vendored.sources),
            repository=session.repository,
            project_root=project.root,
        )
    progress.note(f"Collected {len(provision.packages)} packages and Pyodide {plan.core.version} in {folder}")
    progress.note(f"Build from it with: lite-build build --offline --from {folder}")
    return 0


def _check_room(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise UserMistake(
            "there are other files in this folder",
            where=str(folder),
            remedy="Name a new folder, or one that `lite-build fetch` wrote.",
        )
