"""What a build would do, in words: for a project of notebooks, and for one of a documentation's examples."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.filesize import decimal

from lite_build import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from lite_build.build.session import Session
    from lite_build.packages.locked.lock import LockedFile, LockedPackage

#: The width of the words before each line.
_LABEL = 12
#: Between two columns of packages.
_GAP = 3


def print_status(console: Console, session: Session, own: Mapping[str, str]) -> None:
    """Print what a build would go by.

    Args:
        console: where to.
        session: of the build.
        own: lines of this kind of project, by their labels.

    Raises:
        LiteBuildError: whatever stands in the way of a plan.
    """
    project, plan = session.project, session.plan
    lines = {
        "lite-build": __version__,
        "project": str(project.root),
        "Pyodide": f"{plan.core.version} ({plan.core.origin}), Python {plan.interpreter.python_version}",
        "lock": project.lock_path.name if plan.is_locked else "none: a build takes the newest versions",
        **own,
        "packages": f"{len(plan.lock.packages)}",
    }
    for name, value in lines.items():
        _print_line(console, name, value)
    print_packages(console, plan.lock.packages)
    for line in _data_lines(plan.lock.data):
        _print_line(console, "data", line)
    for line in _data_lines(plan.lock.vendored):
        _print_line(console, "vendored", line)
    for line in session.contents.left_out:
        _print_line(console, "left out", line)
    for warning in plan.warnings:
        _print_line(console, "warning", warning)


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
