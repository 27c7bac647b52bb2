"""`lite-build status`: tell what a build would do, and do nothing."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.console import Console
from rich.filesize import decimal

from lite_build import __version__
from lite_build.build.session import session_of
from lite_build.build.site_build import is_up_to_date
from lite_build.commands.arguments.options import (
    CHECK_AND_REPORT,
    add_project_argument,
    add_trait_options,
    trait_arguments,
)
from lite_build.project.configuration import configure

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lite_build.packages.locked.lock import LockedFile, LockedPackage

#: The width of the words before each line.
_LABEL = 12
#: Between two columns of packages.
_GAP = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser)
    add_trait_options(parser, without=CHECK_AND_REPORT)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Print the state of the project and return the exit status."""
    console = Console()
    manager = configure(arguments.project, trait_arguments(arguments, further))
    session = session_of(manager)
    session.report = lambda doing: None
    project, plan = session.project, session.plan
    contents = session.contents
    site_state = _state(is_up_to_date(manager), project.output.exists())
    lines = {
        "lite-build": __version__,
        "project": project.root,
        "contents": f"{', '.join(map(project.inside, project.contents))}: {len(contents.files)} files, "
        f"{len(contents.notebooks)} notebooks",
        "Pyodide": f"{plan.core.version} ({plan.core.origin}), Python {plan.interpreter.python_version}",
        "lock": project.lock_path.name if plan.is_locked else "none: a build takes the newest versions",
        "site": f"{project.inside(project.output)}: {site_state}",
        "packages": f"{len(plan.lock.packages)}",
    }
    for name, value in lines.items():
        _print_line(console, name, str(value))
    print_packages(console, plan.lock.packages)
    for line in _data_lines(plan.lock.data):
        _print_line(console, "data", line)
    for line in contents.left_out:
        _print_line(console, "left out", line)
    for warning in plan.warnings:
        _print_line(console, "warning", warning)
    return 0


def print_packages(console: Console, packages: Sequence[LockedPackage]) -> None:
    """Print names and versions, sorted: in columns that fit a terminal, and elsewhere each in its line.

    Args:
        console: where to.
        packages: of a lock.
    """
    named = [f"{package.name} {package.version}" for package in sorted(packages, key=lambda one: one.name)]
    indent = _LABEL + 2
    lines = named
    if console.is_terminal:
        # Where a terminal is narrow, the names need its whole width.
        indent = indent if console.width >= indent + max(map(len, named), default=0) else 0
        lines = in_columns(named, console.width - indent)
    for line in lines:
        console.print(f"{'':>{indent}}{line}", highlight=False, markup=False, soft_wrap=True)


def in_columns(words: Sequence[str], width: int) -> list[str]:
    """Lay words out in as many columns as fit, read from top to bottom; in one where no more do.

    Args:
        words: in their order.
        width: of a line, in characters.
    """
    for count in range(len(words), 1, -1):
        rows = -(-len(words) // count)
        columns = [words[start : start + rows] for start in range(0, len(words), rows)]
        widths = [max(map(len, column)) for column in columns]
        if sum(widths) + _GAP * (len(columns) - 1) <= width:
            padded = [
                [word.ljust(widest + _GAP) for word in column]
                for column, widest in zip(columns, widths, strict=True)
            ]
            return ["".join(row).rstrip() for row in zip_longest(*padded, fillvalue="")]
    return list(words)


def _print_line(console: Console, label: str, text: str) -> None:
    console.print(f"{label:>{_LABEL}}  {text}", highlight=False, markup=False, soft_wrap=True)


def _data_lines(files: Sequence[LockedFile]) -> list[str]:
    return [f"{file.url} ({decimal(file.size)})" for file in files]


def _state(up_to_date: bool, exists: bool) -> str:
    if up_to_date:
        return "up to date"
    return "a build would replace it" if exists else "not built yet"
