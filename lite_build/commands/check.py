"""`lite-build check`: run the notebooks, open the pages, and find what would break for readers."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.browser.stopping import end_when_stopped
from lite_build.build.session import session_of
from lite_build.build.site_build import build_site
from lite_build.check.report import write_report
from lite_build.check.report_text import print_report
from lite_build.check.site_check import check_site
from lite_build.commands.arguments.documentation import add_docs_option, run_documentation
from lite_build.commands.arguments.options import (
    add_project_argument,
    add_trait_options,
    from_here,
    trait_arguments,
)
from lite_build.network.other_sites import readable_elsewhere
from lite_build.project.configuration import configure
from lite_build.project.output import check_report_places
from lite_build.visits.site_visit import visit_pages
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from lite_build.build.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_project_argument(parser, but=", but for that of --json")
    add_docs_option(parser, "run the examples of")
    add_trait_options(parser, without={"check"})


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Check the site, which is built first where that is needed, and return the exit status."""
    if arguments.docs is not None:
        return run_documentation("check", arguments.docs, trait_arguments(arguments, further))
    from_here(arguments, "json")
    progress = Progress(Console())
    with progress.shown():
        manager = configure(arguments.project, trait_arguments(arguments, further))
        check_report_places(session_of(manager).project, of_build=False, of_check=True)
        result = build_site(manager, progress)
        passed = check_and_print(result.output, session_of(manager), progress)
    return 0 if passed else 1


def check_and_print(site: Path, session: Session, progress: Progress) -> bool:
    """Check a site and print what was found.

    Args:
        site: its folder.
        session: of the build that made it.
        progress: told how each notebook fared.

    Returns:
        Whether nothing was found that would break for readers.
    """
    started = time.monotonic()
    progress("Running the notebooks")
    report = check_site(
        site,
        session.check,
        progress,
        session.plan.interpreter,
        partial(readable_elsewhere, session.origins.reach),
    )
    progress("Opening the pages")
    end_when_stopped()
    pages = visit_pages(site, session.check, progress, offline=session.packages.offline)
    report = replace(report, pages=pages, seconds=round(time.monotonic() - started, 3))
    print_report(report, progress.console)
    if session.check.report is not None:
        write_report(report, session.check.report)
    return report.exit_status == 0
