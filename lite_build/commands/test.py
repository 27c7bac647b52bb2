"""`lite-build test`: run the project's own tests in the runtime of its site."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.browser.find import required_browser
from lite_build.browser.stopping import end_when_stopped
from lite_build.build.session import session_of
from lite_build.commands.arguments.options import add_trait_options, trait_arguments
from lite_build.packages.asked.requirement_files import Asked
from lite_build.project.configuration import configure
from lite_build.project.file_names import CONFIG_FILE
from lite_build.suite.kept_files import KeptFiles
from lite_build.suite.place import make_place
from lite_build.suite.plan import plan_suite, site_requirements
from lite_build.suite.processes import started_by
from lite_build.suite.project import NamedNeeds, find_project
from lite_build.suite.run import RunSettings, SuiteRun, write_to_terminal
from lite_build.supply.provision import provide
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse

    from lite_build.build.session import Session
    from lite_build.suite.plan import SuitePlan
    from lite_build.suite.project import SuiteProject

#: Long for any test, and an end for one that waits for ever. In seconds.
TEST_SECONDS = 300.0
_TRAIT = re.compile(r"^--[A-Z]\w*\.\w+(=|$)")
_OPTIONS = frozenset({"core", "find-links", "distribution-url", "from", "offline", "no-lock"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes; all else is pytest's."""
    parser.usage = "%(prog)s [options] [PYTEST ARGS]"
    parser.epilog = "All other words are pytest's: `lite-build test -x -k name tests/test_one.py`."
    parser.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help="split the files of tests over N processes"
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=TEST_SECONDS,
        metavar="SECONDS",
        help=f"end a test, with its process, that takes longer; 0 for no limit (default: {TEST_SECONDS:g})",
    )
    parser.add_argument(
        "--fail-impossible",
        action="store_true",
        help="fail the tests that need what no browser has; else they are listed and do not count",
    )
    parser.add_argument(
        "--browser", action="store_true", help="run the tests in a Chromium or Chrome, in place of Node.js"
    )
    for option, metavar, text in (
        ("group", "NAME", "a dependency group that the tests need"),
        ("extra", "NAME", "an extra of the project that the tests need"),
        ("with", "REQUIREMENT", "something else that the tests need"),
        ("without", "NAME", "a requirement that is left out"),
    ):
        parser.add_argument(
            f"--{option}", action="append", default=[], metavar=metavar, help=f"{text}; can be repeated"
        )
    add_trait_options(parser, only=_OPTIONS)


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Run the tests, and return pytest's exit status."""
    progress = Progress(Console(stderr=True))
    browser = required_browser("--browser") if arguments.browser else None
    project = find_project(Path.cwd())
    named = NamedNeeds(
        groups=tuple(arguments.group),
        extras=tuple(arguments.extra),
        further=tuple(getattr(arguments, "with")),
        without=tuple(arguments.without),
    )
    traits = [word for word in further if _TRAIT.match(word)]
    words = tuple(word for word in further if not _TRAIT.match(word))
    with tempfile.TemporaryDirectory(prefix="lite-build-test-") as folder:
        with progress.shown():
            progress("Reading the project")
            session = session_of(configure(project.root, trait_arguments(arguments, traits)))
            session.report = progress
            suite = plan_suite(project, named, session.origins, lambda: _asked(session), progress)
            provision = provide(session.origins, suite.plan, progress)
            place = make_place(
                provision,
                suite,
                root=project.root,
                working_folder=Path.cwd().resolve(),
                cache=session.origins.cache,
                site=Path(folder),
                report=progress,
            )
        for line in _chosen(project, suite):
            progress.note(line)
        settings = RunSettings(
            arguments=words,
            jobs=arguments.jobs,
            test_seconds=arguments.timeout or None,
            fails_impossible=arguments.fail_impossible,
        )
        # Else the processes would go on with nobody to hear them.
        end_when_stopped()
        kept = KeptFiles(project.root, Path.cwd().resolve(), words)
        with started_by(place, browser) as (place_of_processes, start):
            return SuiteRun(place_of_processes, settings, start, write_to_terminal, kept.keep).run()


def _asked(session: Session) -> Asked:
    """What the project's site asks for; nothing where it has none."""
    if not (session.root / CONFIG_FILE).is_file():
        return Asked()
    asked = session.asked
    return Asked((*asked.requirements, *site_requirements()), asked.projects, asked.remarks, asked.files)


def _chosen(project: SuiteProject, suite: SuitePlan) -> list[str]:
    plan = suite.plan
    versions = {one.name: one.version for one in plan.lock.packages}
    own = (
        f"{suite.project} {versions[suite.project]}" if suite.project else f"{project.root.name} (no package)"
    )
    source = f"locked, and {len(suite.added)} for the tests" if plan.is_locked else "newest"
    return [
        *(f"Warning: {warning}" for warning in plan.warnings),
        f"{own} on Pyodide {plan.core.version}, Python {plan.interpreter.python_version}; "
        f"{len(versions)} packages ({source})",
    ]


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
