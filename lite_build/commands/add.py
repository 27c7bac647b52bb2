"""`lite-build add`: say that the project needs a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.packages.confirm import add_requirement
from lite_build.project import CONFIG_FILE

if TYPE_CHECKING:
    import argparse

from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "requirements",
        nargs="+",
        metavar="REQUIREMENT",
        help="a package's name, with a version if need be, or the path of a wheel or project folder",
    )
    parser.add_argument(
        "--project",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the project's folder; this one if not given",
    )


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Write the requirements down and return the exit status."""
    root: Path = arguments.project.resolve()
    for requirement in arguments.requirements:
        print(add_requirement(root, root / CONFIG_FILE, requirement))
    return 0
