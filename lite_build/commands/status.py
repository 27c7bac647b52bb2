"""`lite-build status`: tell what a build would do, and do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from lite_build import __version__
from lite_build.addons.base import session_of
from lite_build.build import is_up_to_date
from lite_build.commands.options import (
    CHECK_AND_REPORT,
    add_project_argument,
    add_trait_options,
    trait_arguments,
)
from lite_build.configuration import configure

if TYPE_CHECKING:
    import argparse


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
        "packages": f"{len(plan.lock.packages)}: "
        + ", ".join(f"{package.name} {package.version}" for package in plan.lock.packages),
        "site": f"{project.inside(project.output)}: {site_state}",
    }
    for name, value in lines.items():
        console.print(f"{name:>12}  {value}", highlight=False, markup=False, soft_wrap=True)
    for line in contents.left_out:
        console.print(f"{'left out':>12}  {line}", highlight=False, markup=False, soft_wrap=True)
    for warning in plan.warnings:
        console.print(f"{'warning':>12}  {warning}", highlight=False, markup=False, soft_wrap=True)
    return 0


def _state(up_to_date: bool, exists: bool) -> str:
    if up_to_date:
        return "up to date"
    return "a build would replace it" if exists else "not built yet"
