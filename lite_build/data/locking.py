"""From what a project asks for to what a lock has of it, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lite_build.data.kept import other_file
from lite_build.files.digest import Digest
from lite_build.packages.locked.lock import LockedFile
from lite_build.words.errors import LiteBuildError, UserMistake, one_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from lite_build.data.asked import AskedData, AskedFile
    from lite_build.data.kept import KeptFile, KeptFiles

#: In bytes: a file that is larger is told of. It takes a reader half a minute on a connection of 10 Mbit/s.
LARGE = 32 * 2**20


@dataclass(frozen=True)
class DataFile:
    """A file of another host that the site ships.

    Args:
        path: on this machine; it must not be changed.
    """

    locked: LockedFile
    path: Path


def lock_files(
    asked: Sequence[AskedFile],
    kept: KeptFiles,
    before: Sequence[LockedFile],
    upgrade: Callable[[str], bool],
) -> tuple[LockedFile, ...]:
    """Find out what each file is, from its host where that is not known.

    Args:
        asked: those of registries among them.
        kept: gets them.
        before: what was locked, which stays.
        upgrade: tells which addresses may have another file than before.

    Raises:
        BuildFailure: a host cannot be reached, or has another file than the hash says; all problems at once.
    """
    known = {file.url: file for file in before}
    found: dict[str, LockedFile] = {}
    problems: list[LiteBuildError] = []
    for file in asked:
        if (earlier := found.get(file.url)) is not None:
            found[file.url] = replace(earlier, asked_by=_sorted(*earlier.asked_by, file.asked_by))
            continue
        locked = known.get(file.url)
        try:
            if locked is None or upgrade(file.url) or not _is(locked, file.digest, kept):
                found[file.url] = _described(file, _got(file, kept))
            else:
                found[file.url] = replace(locked, asked_by=(file.asked_by,))
        except LiteBuildError as error:
            problems.append(error)
    if problems:
        raise one_error(problems, f"{len(problems)} data files could not be locked")
    return tuple(found[url] for url in sorted(found))


def get_files(
    asked: AskedData, locked: Sequence[LockedFile], kept: KeptFiles, lock_name: str
) -> tuple[DataFile, ...]:
    """Get the files that a lock has of what is asked for, verified.

    Args:
        asked: by the project.
        locked: what its lock has.
        kept: gets them.
        lock_name: of the file, for messages.

    Raises:
        UserMistake: the lock lacks one.
        BuildFailure: one cannot be reached, or is another than was locked; all problems at once.
    """
    wanted = tuple(_wanted(asked, locked, lock_name))
    digests = {file.url: file.digest for file in asked.files if file.digest is not None}
    found, problems = [], []
    for file in wanted:
        try:
            path = kept.of_hash(file.url, file.sha256).path
            digest = digests.get(file.url)
            if digest is not None and (actual := Digest.of_file(path, digest.algorithm)) != digest:
                raise other_file(file.url, digest, actual)
            found.append(DataFile(file, path))
        except LiteBuildError as error:
            problems.append(error)
    if problems:
        raise one_error(problems, f"{len(problems)} data files could not be got ready")
    return tuple(found)


def unasked_files(asked: AskedData, locked: Sequence[LockedFile]) -> tuple[LockedFile, ...]:
    """What of a lock nothing asks for any more."""
    urls = {file.url for file in asked.files}
    wishes = {registry.asked_by(name) for registry in asked.registries for name in registry.names}
    return tuple(file for file in locked if file.url not in urls and wishes.isdisjoint(file.asked_by))


def large_files(files: Sequence[DataFile]) -> tuple[str, ...]:
    """Tell of the files that take readers long, in sentences."""
    return tuple(
        f"{file.locked.url} has {file.locked.size / 2**20:.0f} MiB, which each reader fetches who runs what "
        "asks for it: a smaller file is there sooner."
        for file in files
        if file.locked.size > LARGE
    )


def _wanted(asked: AskedData, locked: Sequence[LockedFile], lock_name: str) -> Iterator[LockedFile]:
    wishes = {wish for file in locked for wish in file.asked_by}
    urls = {file.url for file in locked}
    missing = [file.url for file in asked.files if file.url not in urls]
    missing += [
        registry.asked_by(name)
        for registry in asked.registries
        for name in registry.names
        if registry.asked_by(name) not in wishes
    ]
    if missing:
        raise UserMistake(
            f"the lock does not have the data of {', '.join(missing)}",
            where=lock_name,
            remedy="Make the lock again with `lite-build lock`.",
        )
    unasked = {file.url for file in unasked_files(asked, locked)}
    yield from (file for file in locked if file.url not in unasked)


def _is(locked: LockedFile, digest: Digest | None, kept: KeptFiles) -> bool:
    """Whether a locked file has the hash that is wanted now."""
    if digest is None or digest.algorithm == "sha256":
        return digest is None or digest.hexdigest == locked.sha256
    return Digest.of_file(kept.of_hash(locked.url, locked.sha256).path, digest.algorithm) == digest


def _got(file: AskedFile, kept: KeptFiles) -> KeptFile:
    if file.digest is None:
        return kept.newest(file.url)
    if file.digest.algorithm == "sha256":
        return kept.of_hash(file.url, file.digest.hexdigest)
    found = kept.newest(file.url)
    if (actual := Digest.of_file(found.path, file.digest.algorithm)) != file.digest:
        raise other_file(file.url, file.digest, actual)
    return found


def _described(file: AskedFile, found: KeptFile) -> LockedFile:
    return LockedFile(
        url=file.url,
        sha256=found.sha256,
        size=found.size,
        content_type=found.content_type,
        asked_by=(file.asked_by,),
    )


def _sorted(*wishes: str) -> tuple[str, ...]:
    return tuple(sorted(set(wishes)))
