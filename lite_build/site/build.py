"""The build as a whole: from a configured project to a site that takes the last one's place."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyterlite_pyodide_kernel.constants import PYPI_WHEELS

from lite_build.addons.base import session_of
from lite_build.cache import user_cache
from lite_build.errors import BuildFailure
from lite_build.packages.asked import read_requirements
from lite_build.plan import local_files, used_lock
from lite_build.site.exchange import only_build, staged_site
from lite_build.site.fingerprint import BuildRecord, files_of, fingerprint, read_record, write_record
from lite_build.site.own_settings import own_settings
from lite_build.site.report import SiteReport, measure_site
from lite_build.site.transfer import TransferSizes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jupyterlite_core.manager import LiteManager

    from lite_build.addons.session import Session

_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EEXIST, errno.ENOTDIR, errno.EPERM, errno.EROFS}
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
        manager: from `lite_build.configuration.configure`; each builds once.
        progress: is told what is being done.
        approve: sees the new site before it is published, and raises to refuse it.

    Raises:
        LiteBuildError: whatever is wrong with the project, its packages or the network.
    """
    session = session_of(manager)
    session.report = progress
    output = session.output
    with _refusals_in_words(output), only_build(output):
        made_from = _fingerprint(manager, session)
        last = read_record(user_cache(), output)
        if last is not None and _is_current(last, output, made_from):
            return BuildResult(output, False, SiteReport.from_json(last.report))
        with staged_site(output) as staging:
            provision = session.provision
            progress("Assembling the site")
            manager.output_dir = staging
            _assemble(manager, session)
            sizes = TransferSizes(last.transfer_sizes) if last is not None else TransferSizes()
            report = measure_site(staging, provision, sizes)
            approve(staging)
        made = BuildRecord(made_from, files_of(output), report.as_json(), sizes.found)
        write_record(user_cache(), output, made)
        return BuildResult(output, True, report)


@contextlib.contextmanager
def _refusals_in_words(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = str(error.filename or output)
        if error.errno in _FULL:
            raise BuildFailure(
                "the disk is full",
                where=where,
                remedy="Make room and try again. The last good site is as it was.",
            ) from error
        if error.errno in _REFUSED:
            raise BuildFailure(
                f"cannot be written or read: {error.strerror}",
                where=where,
                remedy="Close what has it open, and check who may write there.",
            ) from error
        raise


def is_up_to_date(manager: LiteManager) -> bool:
    """Whether a build would find nothing to do."""
    session = session_of(manager)
    last = read_record(user_cache(), session.output)
    return last is not None and _is_current(last, session.output, _fingerprint(manager, session))


def _is_current(record: BuildRecord, output: Path, made_from: str) -> bool:
    return record.fingerprint == made_from and record.files == files_of(output)


def _assemble(manager: LiteManager, session: Session) -> None:
    with tempfile.TemporaryDirectory(prefix="lite-build-") as folder:
        outcome = Path(folder, "outcome.json")
        said = io.StringIO()
        # doit's own words go to a buffer: a person reads ours, and theirs only when it fails.
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = manager.doit_run(
                "run", "--db-file", str(Path(folder, "doit.db")), "--reporter", "json",
                "--output-file", str(outcome), "--verbosity", "0", *_PHASES,
            )  # fmt: skip
        if session.failure is not None:
            raise session.failure
        if status:
            failed = _failed_tasks(outcome)
            # doit keeps the words of an exception and not the exception.
            if any(f"[Errno {code}]" in failed for code in _FULL):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(session.output.parent))
            sys.stderr.write(said.getvalue())
            raise BuildFailure(failed or "JupyterLite's part of the build failed")


def _failed_tasks(outcome: Path) -> str:
    try:
        tasks: list[dict[str, Any]] = json.loads(outcome.read_text(encoding="utf-8"))["tasks"]
    except (OSError, ValueError, KeyError):
        return ""
    return "\n".join(
        f"{task['name']}: {task.get('error') or ''}".strip() for task in tasks if task["result"] == "fail"
    )


def _fingerprint(manager: LiteManager, session: Session) -> str:
    packages = _what_packages_follow_from(session)
    root = session.root
    named = [
        root / path for path in (*manager.workspaces, *manager.settings_overrides, *_piplite_wheels(manager))
    ]
    return fingerprint(
        texts=(
            repr(manager.config),
            repr(session.project),
            repr(session.epoch),
            *packages.texts,
            *(f"{file.path}\n{file.source}" for file in session.contents.files),
        ),
        files=(
            *(file.source for file in session.contents.files),
            *own_settings(root, session.output),
            *named,
            *([session.site.overrides] if session.site.overrides else []),
            root / PYPI_WHEELS,
            manager.app_archive,
            *packages.files,
        ),
        dated=(
            Path(sys.prefix, "share", "jupyter", "labextensions"),
            *(root / path for path in manager.federated_extensions),
            *(root / path for path in _extra_labextensions(manager)),
            *([root / session.runtime.core] if session.runtime.core else []),
        ),
    )


@dataclass(frozen=True)
class _Inputs:
    texts: tuple[str, ...]
    files: tuple[Path, ...]


def _what_packages_follow_from(session: Session) -> _Inputs:
    """Tell, besides the contents and the options, what the packages of the site follow from.

    With a lock it is the lock and what it is compared with, for which no notebook has to be read.
    """
    project = session.project
    lock = used_lock(project)
    if lock is None:
        return _Inputs((repr(session.plan.lock),), session.plan.local_files)
    asked = read_requirements(project.packages, project.root, project.contents)
    texts = (
        *(f"{line.requirement} {line.asked_by}" for line in asked.requirements),
        *map(repr, asked.projects),
        *asked.remarks,
    )
    return _Inputs((repr(lock), *texts), local_files(lock, project))


def _piplite_wheels(manager: LiteManager) -> list[str]:
    configured: list[str] = manager.config.get("PipliteAddon", {}).get("piplite_urls", [])
    return [url for url in configured if "://" not in url]


def _extra_labextensions(manager: LiteManager) -> list[str]:
    configured: list[str] = manager.config.get("FederatedExtensionAddon", {}).get(
        "extra_labextensions_path", []
    )
    return list(configured)
