"""The build as a whole: from a configured project to a site that takes the last one's place."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.build.exchange import only_build, staged_site
from lite_build.build.fingerprint import fingerprint, packages_fingerprint
from lite_build.build.inputs import package_inputs, site_inputs
from lite_build.build.record import BuildRecord, files_of, read_record, write_record
from lite_build.build.report import SiteReport, measure_site
from lite_build.build.session import session_of
from lite_build.hosting.transfer import TransferSizes
from lite_build.project.output import check_place
from lite_build.store.disk import FULL, refusals_in_words
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jupyterlite_core.manager import LiteManager

    from lite_build.build.session import Session

_PHASES = ("pre_build", "build", "post_build")


@dataclass(frozen=True)
class BuildResult:
    """What a build left.

    Args:
        output: the site's folder.
        is_new: False where the site that was there is already the one that a clean build would make.
        report: what the site holds.
    """

    output: Path
    is_new: bool
    report: SiteReport


def build_site(
    manager: LiteManager,
    progress: Callable[[str], None],
    *,
    approve: Callable[[Path], None] = lambda staging: None,
) -> BuildResult:
    """Build a project's site, unless the one that is there was made from the same.

    Every build is a clean one, in a folder of its own: what an earlier build left cannot be part of it. The
    last good site stays where it is until the new one is whole and approved.

    Args:
        manager: from `lite_build.project.configuration.configure`; each builds once.
        progress: is told what is being done.
        approve: sees the new site before it is published, and raises to refuse it.

    Raises:
        LiteBuildError: whatever is wrong with the project, its packages or the network.
    """
    session = session_of(manager)
    session.report = progress
    output = session.output
    check_place(session.project, session.origins.cache)
    with _vanished_in_words(), refusals_in_words(output), only_build(output):
        packages = packages_fingerprint(*package_inputs(session))
        made_from = fingerprint(site_inputs(manager, session), packages)
        last = read_record(session.origins.cache, output)
        if last is not None and _is_current(last, output, made_from):
            return BuildResult(output, False, last.report)
        with staged_site(output) as staging:
            provision = session.prepare()
            progress("Assembling the site")
            manager.output_dir = staging
            _assemble(manager, session)
            sizes = TransferSizes(last.transfer_sizes) if last is not None else TransferSizes()
            report = measure_site(staging, provision, sizes, session.html_pages)
            approve(staging)
        made = BuildRecord(made_from, packages, files_of(output), report, sizes.found)
        write_record(session.origins.cache, output, made)
        return BuildResult(output, True, report)


@contextlib.contextmanager
def _vanished_in_words() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BuildFailure(
            "went away while it was read", where=str(error.filename), remedy="Build again."
        ) from error


def is_up_to_date(manager: LiteManager) -> bool:
    """Whether a build would find nothing to do."""
    session = session_of(manager)
    last = read_record(session.origins.cache, session.output)
    if last is None:
        return False
    made_from = fingerprint(site_inputs(manager, session), packages_fingerprint(*package_inputs(session)))
    return _is_current(last, session.output, made_from)


def _is_current(record: BuildRecord, output: Path, made_from: str) -> bool:
    return record.fingerprint == made_from and record.files == files_of(output)


def _assemble(manager: LiteManager, session: Session) -> None:
    with tempfile.TemporaryDirectory(prefix="lite-build-") as folder:
        failures = Path(folder, "failures.txt")
        said = io.StringIO()
        # doit's own words go to a buffer: a person reads ours, and theirs only when it fails. Its JSON
        # reporter fails over a task that a Ctrl-C ended, and the Ctrl-C is lost.
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = manager.doit_run(
                "run", "--db-file", str(Path(folder, "doit.db")), "--reporter", "error-only",
                "--output-file", str(failures), "--verbosity", "0", *_PHASES,
            )  # fmt: skip
        if session.failure is not None:
            raise session.failure
        if status:
            failed = failures.read_text(encoding="utf-8").strip() if failures.is_file() else ""
            # doit keeps the words of an exception and not the exception.
            if any(f"[Errno {code}]" in failed for code in FULL):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sys.stderr.write(said.getvalue())
            raise BuildFailure(failed or "JupyterLite's part of the build failed")
