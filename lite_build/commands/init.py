"""`lite-build init`: make a project, and say what to type next."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.templates.new_project import create_project

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the new project's folder")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument(
        "--pages",
        action="store_const",
        dest="kind",
        const="pages",
        default="notebooks",
        help="notebooks have pages of their own: read with no JavaScript",
    )
    kinds.add_argument(
        "--html",
        action="store_const",
        dest="kind",
        const="html",
        help="pages of plain HTML with Python in them, and no notebooks",
    )


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Make the project and return the exit status."""
    folder: Path = arguments.folder
    written = create_project(folder, arguments.kind)
    print(f"Made a project in {folder}:")
    for path in written:
        print(f"  {path.as_posix()}")
    print(f"Next:\n  lite-build serve {_as_typed(folder)}")
    return 0


def _as_typed(folder: Path) -> str:
    if os.name == "nt":
        return subprocess.list2cmdline([str(folder)])
    return shlex.quote(str(folder))
