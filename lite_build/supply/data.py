"""The data files of a project: what its lock has of them, and the files themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.data.asked import read_asked_data
from lite_build.data.kept import KeptFiles
from lite_build.data.locking import DataFile, get_files, lock_files, unasked_files
from lite_build.data.registries import registered_files
from lite_build.store.disk import refusals_in_words
from lite_build.supply.fetched import fetched_packages

if TYPE_CHECKING:
    from collections.abc import Callable

    from lite_build.packages.locked.lock import Lock, LockedFile
    from lite_build.runtime.core import Core
    from lite_build.supply.origins import Origins


def locked_data(
    origins: Origins,
    core: Core,
    lock: Lock,
    before: Lock | None,
    upgrade: Callable[[str], bool],
    report: Callable[[str], None],
) -> tuple[LockedFile, ...]:
    """Find out what the data files are that a project asks for.

    Args:
        origins: of the project.
        core: the runtime.
        lock: the packages, whose registries may be asked for.
        before: what was locked before, which stays.
        upgrade: tells which addresses may have another file than before.
        report: told what is being done.

    Raises:
        LiteBuildError: an address or a name is wrong, a host cannot be reached, a hash differs.
    """
    asked = read_asked_data(origins.project.data)
    if not asked:
        return ()
    files = asked.files
    if asked.registries:
        report("Reading the registries of packages")
        packages = fetched_packages(origins, core, lock)
        files = (*files, *registered_files(asked.registries, core, packages, origins.cache))
    report(f"Fetching {len(files)} data files")
    with refusals_in_words(origins.cache), origins.client() as client:
        kept = KeptFiles(origins.reach, client)
        return lock_files(files, kept, before.data if before is not None else (), upgrade)


def unasked_data(origins: Origins, locked: Lock) -> tuple[str, ...]:
    """Say which data files of a lock nothing asks for any more, a sentence each."""
    files = unasked_files(read_asked_data(origins.project.data), locked.data)
    return tuple(
        f"{file.url} is in the lock, and nothing asks for it any more: `lite-build lock` takes it out"
        for file in files
    )


def fetched_data(origins: Origins, lock: Lock) -> tuple[DataFile, ...]:
    """Get the data files of a lock that the project asks for.

    Raises:
        LiteBuildError: the lock lacks one, one cannot be reached, or is another than was locked.
    """
    asked = read_asked_data(origins.project.data)
    if not asked:
        return ()
    with refusals_in_words(origins.cache), origins.client() as client:
        return get_files(asked, lock.data, KeptFiles(origins.reach, client), origins.project.lock_path.name)
