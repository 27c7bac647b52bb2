"""`lite-build status`: tell what a build would do, and do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.build.session import session_of
from lite_build.build.site_build import is_up_to_date
from lite_build.build.status_text import print_status
from lite_build.commands.arguments.documentation import add_docs_option, run_documentation
from lite_build.commands.arguments.options import (
    CHECK_AND_REPORT,
    add_project_argument,
    add_trait_options,
    trait_arguments,
)
from lite_build.project.configuration import configure

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser)
    add_docs_option(parser, "tell the state of")
    add_trait_options(parser, without=CHECK_AND_REPORT)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Print the state of the project and return the exit status."""
    if arguments.docs is not None:
        return run_documentation("status", arguments.docs, trait_arguments(arguments, further))
    manager = configure(arguments.project, trait_arguments(arguments, further))
    session = session_of(manager)
    session.report = lambda doing: None
    project, contents = session.project, session.contents
    site_state = _state(is_up_to_date(manager), project.output.exists())
    own = {
        **({"repository": str(project.repository)} if project.repository is not None else {}),
        "contents": f"{', '.join(map(project.inside, project.contents))}: {len(contents.files)} files, "
        f"{len(contents.notebooks)} notebooks",
        "site": f"{project.inside(project.output)}: {site_state}",
    }
    print_status(Console(), session, own)
    return 0


def _state(up_to_date: bool, exists: bool) -> str:
    if up_to_date:
        return "up to date"
    return "a build would replace it" if exists else "not built yet"
