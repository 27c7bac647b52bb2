"""A site with another text of some notebooks: only what follows from that is made, and the rest stays."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.build.exchange import only_build, staged_site
from lite_build.build.fingerprint import fingerprint
from lite_build.build.inputs import site_inputs
from lite_build.build.record import BuildRecord, files_of, read_record, write_record
from lite_build.build.report import measured_anew
from lite_build.build.session import session_of
from lite_build.code.notebook_imports import read_cell
from lite_build.hosting.transfer import TransferSizes
from lite_build.notebooks.reading import read_notebook
from lite_build.pages.addresses import CONTENTS, PAGES
from lite_build.pages.making import make_pages
from lite_build.site.listings import LISTINGS, write_changed_contents
from lite_build.site.offline import write_file_list
from lite_build.site.saved_widgets import write_published_digests
from lite_build.site.version.stamps import stamp_version
from lite_build.store.disk import refusals_in_words
from lite_build.supply.addresses import PAGE_FOLDER
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from jupyterlite_core.manager import LiteManager

    from lite_build.build.session import Session
    from lite_build.code.found import FoundInCode
    from lite_build.notebooks.reading import Notebook
    from lite_build.project.contents import ContentFile

#: Folders of a site that are written into; what is elsewhere is shared with the last site, until that goes.
_WRITTEN = (PAGES, PAGE_FOLDER)


def renew_site(
    manager: LiteManager, changed: Collection[Path], progress: Callable[[str], None]
) -> tuple[str, ...] | None:
    """Put a site in the place of the last one that differs from it by what some notebooks say.

    It is the site that a build would make. For it no package is resolved, no snapshot looked for, and no
    other notebook run.

    Args:
        manager: from `lite_build.project.configuration.configure`.
        changed: the files that were saved since the last site was made.
        progress: is told what is being done.

    Returns:
        The paths of the notebooks in the contents; None where a build is needed, and nothing was done.

    Raises:
        LiteBuildError: a notebook cannot be read, or a cell fails.
    """
    session = session_of(manager)
    session.report = progress
    output = session.output
    files = _changed_files(session, changed)
    if files is None or not all(_needs_no_build(file, output) for file in files):
        return None
    names = {str(file.path) for file in files}
    with refusals_in_words(output), only_build(output):
        last = _record_of(session)
        # Its packages are those that it has: where they would be others, the next build sees it.
        made_from = fingerprint(site_inputs(manager, session), last.packages) if last is not None else ""
        with staged_site(output) as staging:
            _copy_by_links(output, staging)
            write_changed_contents(session.contents, names, staging, epoch=session.epoch)
            write_published_digests(session.contents.notebooks, staging)
            if session.pages.notebooks:
                make_pages(
                    session.pages,
                    session.contents.notebooks,
                    staging,
                    root=session.root,
                    settings=session.check,
                    cache=session.origins.cache,
                    own={str(override.path) for override in session.overrides},
                    report=progress,
                    changed=names,
                )
            stamp_version(staging, {override.path for override in session.overrides}, PAGES)
            if session.site.offline is not None:
                write_file_list(session.site.offline, staging)
        if last is not None:
            sizes = TransferSizes(last.transfer_sizes)
            report = measured_anew(last.report, output, sizes)
            made = BuildRecord(made_from, last.packages, files_of(output), report, sizes.found)
            write_record(session.origins.cache, output, made)
    return tuple(sorted(str(file.path) for file in files if file in session.contents.notebooks))


def _record_of(session: Session) -> BuildRecord | None:
    """What is remembered of the site, if it is as it was then."""
    last = read_record(session.origins.cache, session.output)
    return last if last is not None and last.files == files_of(session.output) else None


def _changed_files(session: Session, changed: Collection[Path]) -> tuple[ContentFile, ...] | None:
    """The published files that were changed, where all of those are notebooks and their texts; else None."""
    contents = session.output / CONTENTS
    if session.check.after_build or not contents.is_dir():
        return None
    published = {file.path for file in session.contents.files}
    there = {path.relative_to(contents) for path in contents.rglob("*") if path.is_file()}
    laid_over = any(override.path.parts[0] in {CONTENTS, LISTINGS[0]} for override in session.overrides)
    if laid_over or {path.as_posix() for path in there} != {str(path) for path in published}:
        return None
    notebooks = {file.source.resolve() for file in session.contents.notebooks}
    present = {path.resolve() for path in changed if path.exists()}
    # What an editor writes beside a file while it saves, and removes again, is nobody's.
    folders = {path.parent for path in present}
    vanished = {path.parent.resolve() for path in changed if not path.exists()}
    if not present or not present <= notebooks or not vanished <= folders:
        return None
    return tuple(file for file in session.contents.files if file.source.resolve() in present)


def _needs_no_build(file: ContentFile, output: Path) -> bool:
    """Whether a notebook imports, installs and runs what it did when the site was made."""
    if file.path.suffix == file.source.suffix and file.source.suffix != ".ipynb":
        return True
    with suppress(UserMistake):
        old = read_notebook(output / CONTENTS / file.path, str(file.path))
        new = read_notebook(file.source, str(file.path))
        return (old.kernel, old.language, _needs_of(old)) == (new.kernel, new.language, _needs_of(new))
    return False


def _needs_of(notebook: Notebook) -> list[FoundInCode]:
    found = (read_cell(cell.source) for cell in notebook.cells if cell.kind == "code")
    return [without_lines for each in found if (without_lines := _without_lines(each)) != read_cell("")]


def _without_lines(found: FoundInCode) -> FoundInCode:
    return replace(
        found,
        imports=tuple(replace(each, line=0) for each in found.imports),
        installs=tuple(replace(each, line=0) for each in found.installs),
        runs=tuple(replace(each, line=0) for each in found.runs),
    )


def _copy_by_links(site: Path, target: Path) -> None:
    """Copy a site in no time: files that no renewal writes into are links to the same."""

    def copy(source: str, destination: str) -> None:
        inside = Path(source).relative_to(site)
        is_written = len(inside.parts) == 1 or inside.as_posix().startswith(_WRITTEN)
        if not is_written:
            # Some file systems have none.
            with suppress(OSError):
                os.link(source, destination)
                return
        shutil.copy2(source, destination)

    shutil.copytree(site, target, copy_function=copy, dirs_exist_ok=True)
