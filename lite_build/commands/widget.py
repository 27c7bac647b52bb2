"""`lite-build widget`: make a new widget package, and say what to type next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.templates.new_widget import create_widget, widget_folder

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser(
        "new",
        help="make a package with one widget",
        description="Make a package with one widget: class, module, style, test, README and pyproject.toml.",
        allow_abbrev=False,
    )
    new.add_argument("name", metavar="NAME", help="the package's name, such as my-counter; its folder's too")


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Make the package and return the exit status."""
    name: str = arguments.name
    written = create_widget(name, Path())
    folder = widget_folder(name, Path())
    print(f"Made a widget in {folder}:")
    for path in written:
        print(f"  {path.as_posix()}")
    print(f"Next, in the folder of a site's notebooks:\n  lite-build add {folder.resolve().as_posix()}")
    return 0
