"""`lite-build build`: make the site, and check it where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.build.report import write_report
from lite_build.build.report_text import print_report
from lite_build.build.session import session_of
from lite_build.build.site_build import BuildResult, build_site
from lite_build.commands.arguments.options import add_project_argument, add_trait_options, trait_arguments
from lite_build.project.configuration import configure
from lite_build.project.output import check_report_places
from lite_build.words.errors import BuildFailure
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser)
    add_trait_options(parser)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Build, report, and return the exit status."""
    build_project(arguments.project, trait_arguments(arguments, further), Progress(Console()))
    return 0


def build_project(root: Path, arguments: list[str], progress: Progress) -> BuildResult:
    """Build the project at `root` and say what was made.

    Raises:
        LiteBuildError: whatever stands in the way; the last good site is as it was.
    """
    with progress.shown():
        progress("Reading the project")
        manager = configure(root, arguments)
        session = session_of(manager)
        check_report_places(session.project, of_build=True, of_check=session.check.after_build)

        def approve(staging: Path) -> None:
            if session.check.after_build:
                from lite_build.commands.check import check_and_print

                if not check_and_print(staging, session, progress):
                    raise BuildFailure(
                        "the check found something that would break for readers",
                        remedy="The site is as it was. Correct the notebooks and pages, or build without "
                        "--check.",
                    )

        result = build_site(manager, progress, approve=approve)
    if result.is_new:
        print_report(result.report, progress.console)
    for warning in result.report.warnings:
        progress.note(f"Warning: {warning}")
    if not session.contents.notebooks and not session.html_pages:
        progress.note(
            "Warning: there is no notebook in the contents, and no page that runs Python; "
            "LiteBuildConfig.contents names their folders."
        )
    if session.repository is not None:
        progress.note(f"Notebooks of {session.repository.state}")
    if result.is_new:
        progress.note(f"Built {result.output}")
    else:
        progress.note(f"Nothing has changed since the last build of {result.output}")
        # Asked to check, it checks: the site may have been built without.
        approve(result.output)
    if session.site.report is not None:
        write_report(result.report, session.site.report)
    return result
