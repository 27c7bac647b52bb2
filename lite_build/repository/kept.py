"""Repositories in the user's cache: each state once, whole, and the same for every build."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

from lite_build.files.digest import Digest
from lite_build.network.download import download
from lite_build.repository.archive import LARGEST, unpack_repository
from lite_build.repository.git import NoSuchRefError, archive_by_git, no_such_ref, no_such_repository
from lite_build.repository.state import RepositoryState
from lite_build.store.bucket import Bucket
from lite_build.store.making import lock_of, making_alone
from lite_build.store.record import record, recorded
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from unearth.fetchers.sync import PyPIClient

    from lite_build.network.reach import Reach
    from lite_build.repository.address import NamedRepository

#: Where an offline folder has the files of a state, each by its SHA-256.
OFFLINE_FOLDER = "repositories"
#: Statuses by which hosts tell that something is not there, or not for everybody.
_ABSENT = frozenset({401, 403, 404, 410})
_FILES = "files"
_TREES, _ADDRESSES = "repositories-1", "repository-addresses-1"


@dataclass(frozen=True)
class KeptRepository:
    """A state of a repository, on this machine.

    Args:
        files: the folder of its files, which must not be changed.
    """

    files: Path
    state: RepositoryState


def get_repository(
    named: NamedRepository,
    pinned: RepositoryState | None,
    reach: Reach,
    report: Callable[[str], None],
) -> KeptRepository:
    """Get the files of a repository: of a state that is pinned, else of what its ref is now.

    Args:
        named: which.
        pinned: the state that it must have; None for the newest.
        reach: how far the build may reach. Offline it is what it was when it was last asked for.
        report: told what is being done.

    Raises:
        UserMistake: there is no such repository or ref, or what is there is no archive, or too large.
        BuildFailure: the host cannot be reached, or has another state than was pinned.
    """
    addresses, key = Bucket(reach.cache, _ADDRESSES), _key(named)
    if pinned is not None and (files := _read_tree(reach.cache, pinned.sha256)) is not None:
        return KeptRepository(files, pinned)
    collected = reach.collected(offline_path(pinned)) if pinned is not None else None
    if collected is None and reach.offline and named.path is None:
        known = addresses.recall(key, _state_of) if pinned is None else None
        if known is not None and (files := _read_tree(reach.cache, known.sha256)) is not None:
            return KeptRepository(files, known)
        raise BuildFailure(
            "is needed, and this build is offline",
            where=named.name,
            remedy="Build once with a network on this machine, or from what `lite-build fetch` wrote.",
        )
    report(f"Getting {named.name}")
    with making_alone(reach.cache, _ADDRESSES, key) as folder:
        archive = collected or _archive_of_state(named, pinned, reach, folder)
        commit = unpack_repository(archive, folder / _FILES, where=named.name)
        sha256 = _tree_digest(folder / _FILES)
        if pinned is not None and pinned.sha256 != sha256:
            raise _another(pinned)
        files = Bucket(reach.cache, _TREES).keep(
            sha256,
            lambda _: _read_tree(reach.cache, sha256),
            lambda new: _entry(folder / _FILES, new / "tree", sha256),
        )
    state = pinned or RepositoryState(named.name, named.ref, commit, sha256)
    addresses.remember(key, vars(state))
    return KeptRepository(files, state)


def place_repository(kept: KeptRepository, folder: Path, cache: Path) -> Path:
    """Copy a repository's files into a project, where its lock can name them; what is there is replaced.

    Args:
        kept: from `get_repository`.
        folder: of the copy; whatever else than an earlier copy is there, is left alone.
        cache: the user's, whose lock keeps two builds apart.

    Returns:
        The folder of the files.

    Raises:
        UserMistake: something else is there.
    """
    sha256 = kept.state.sha256
    with lock_of(cache, "placed-repositories", str(folder)):
        there = recorded(folder)
        if there is not None and there.facts == sha256:
            return folder / _FILES
        if folder.exists():
            if there is None and not (folder / _FILES).is_dir():
                raise UserMistake(
                    "is in the place of the repository's files", where=str(folder), remedy="Move it away."
                )
            shutil.rmtree(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        # It is made anew by each build, and nothing of a project's own.
        (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        shutil.copytree(kept.files, folder / _FILES, copy_function=shutil.copyfile)
        record(folder, facts=sha256)
    return folder / _FILES


def offline_path(state: RepositoryState) -> str:
    """Where an offline folder has the files of a state, relative to it."""
    return f"{OFFLINE_FOLDER}/{state.sha256}.tar"


def _archive_of_state(
    named: NamedRepository, pinned: RepositoryState | None, reach: Reach, folder: Path
) -> Path:
    if pinned is None or pinned.commit is None or named.form == "archive":
        return _archive(named, reach, folder)
    try:
        return _archive(named.at(pinned.commit), reach, folder)
    except NoSuchRefError as error:
        raise BuildFailure(
            f"the commit that was locked, {pinned.commit}, is not there any more",
            where=pinned.url,
            remedy="Its history was written anew. "
            f"`lite-build lock --upgrade {pinned.url}` takes the newest commit.",
        ) from error


def _archive(named: NamedRepository, reach: Reach, folder: Path) -> Path:
    if named.form == "git":
        return archive_by_git(named, folder)
    return named.path or _fetch(named, reach, folder)


def _fetch(named: NamedRepository, reach: Reach, folder: Path) -> Path:
    with reach.client([named.location]) as client:
        try:
            return download(
                client,
                named.archive_url(),
                folder / "archive",
                digest=None,
                what="the repository",
                largest=LARGEST,
            )
        except BuildFailure as failure:
            cause = failure.__cause__
            if not isinstance(cause, httpx2.HTTPStatusError) or cause.response.status_code not in _ABSENT:
                raise
            raise _absence(named, client) from failure


def _absence(named: NamedRepository, client: PyPIClient) -> UserMistake:
    """Tell a ref that is not there from a repository that is not."""
    if named.form == "archive":
        return UserMistake(
            "there is no such file, or it is private",
            where=named.name,
            remedy="Check the address in a browser where you are not logged in.",
        )
    if named.ref is not None:
        first = type(named)(named.form, named.location, None, "").archive_url()
        try:
            with client.get_stream(first) as response:
                if response.is_success:
                    return no_such_ref(named)
        except httpx2.HTTPError:
            pass
    return no_such_repository(named)


def _another(pinned: RepositoryState) -> BuildFailure:
    return BuildFailure(
        f"what is there is not what was locked, {pinned}",
        where=pinned.url,
        remedy="If it was not meant to change, do not use it. If it was, "
        f"`lite-build lock --upgrade {pinned.url}` takes it.",
    )


def _tree_digest(files: Path) -> str:
    lines = sorted(
        f"{path.relative_to(files).as_posix()}\0{Digest.of_file(path).hexdigest}\n"
        for path in files.rglob("*")
        if path.is_file()
    )
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _entry(files: Path, entry: Path, sha256: str) -> Path:
    entry.mkdir()
    files.rename(entry / _FILES)
    return record(entry, facts=sha256)


def _read_tree(cache: Path, sha256: str) -> Path | None:
    there = recorded(Bucket(cache, _TREES).place(sha256))
    return there.folder / _FILES if there is not None else None


def _key(named: NamedRepository) -> str:
    return hashlib.sha256(f"{named.form} {named.name} {named.ref}".encode()).hexdigest()[:32]


def _state_of(data: Any) -> RepositoryState:  # noqa: ANN401 - of JSON, and checked by what it is made into
    return RepositoryState(**data)
