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
    parser.add_argument(
        "--pages", action="store_true", help="notebooks have pages of their own: read with no JavaScript"
    )


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Make the project and return the exit status."""
    folder: Path = arguments.folder
    written = create_project(folder, has_pages=arguments.pages)
    print(f"Made a project in {folder}:")
    for path in written:
        print(f"  {path.as_posix()}")
    print(f"Next:\n  lite-build serve {_as_typed(folder)}")
    return 0


def _as_typed(folder: Path) -> str:
    if os.name == "nt":
        return subprocess.list2cmdline([str(folder)])
    return shlex.quote(str(folder))
