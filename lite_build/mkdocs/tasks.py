"""What is done with the examples of a documentation of MkDocs, besides its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from mkdocs.plugins import get_plugin_logger
from rich.console import Console

from lite_build.build.locking import lock_anew
from lite_build.build.status_text import print_status
from lite_build.documentation.judgement import judge_examples
from lite_build.mkdocs.site import MkDocsSite

logger = get_plugin_logger("lite-build")

#: Is given the site, a folder for it, and what may take another version; gives whether all is well.
Task = Callable[[MkDocsSite, Path, Sequence[str]], bool]


def _check(site: MkDocsSite, output: Path, upgraded: Sequence[str]) -> bool:
    """Run every example on the kernel that readers have, and tell what differs."""
    built, project = site.build(output)
    judgement = judge_examples(site.examples, built, project.session.check, 0, logger.info)
    for place, what in judgement.problems:
        logger.error("%s: %s", place, what)
    for line in judgement.summary:
        print(line)
    return judgement.is_well


def _lock(site: MkDocsSite, output: Path, upgraded: Sequence[str]) -> bool:
    """Write the lock of the packages that examples need into the project."""
    session = site.project(output).session
    session.report = logger.info
    for line in lock_anew(session, upgraded):
        print(line)
    return True


def _status(site: MkDocsSite, output: Path, upgraded: Sequence[str]) -> bool:
    """Tell what a build would do with the examples, and do nothing."""
    session = site.project(output).session
    session.report = lambda text: None
    documents = len({example.document for example in site.examples})
    print_status(Console(), session, {"examples": f"{len(site.examples)}, of {documents} documents"})
    return True


TASKS: dict[str, Task] = {"check": _check, "lock": _lock, "status": _status}
