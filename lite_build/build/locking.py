"""Decide on every package anew, write the lock, and tell what has changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from lite_build.packages.locked.lock_file import read_lock, write_lock
from lite_build.repository.address import parse_repository
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lite_build.build.session import Session
    from lite_build.packages.locked.lock import Lock, LockedFile

#: In the place of a name: all packages may take another version. No package has such a name.
EVERY = "*"
#: By it a documentation's `conf.py`, or `-D`, names what may take another version.
UPGRADE_SETTING = "lite_build_upgrade"


def lock_anew(session: Session, upgraded: Iterable[str]) -> tuple[str, ...]:
    """Resolve, and write the lock of the session's project.

    Args:
        session: of a build.
        upgraded: names of packages that may leave their locked versions, or addresses of files of other
            hosts, or of the repository; `EVERY` for all.

    Returns:
        Lines for people: warnings, what has changed, what is held back, the sum.

    Raises:
        LiteBuildError: nothing satisfies all requirements, or a name is not in the lock.
    """
    repository = _repository_of(session)
    names = {repository.get(asked) or _name_of(asked) for asked in upgraded}
    session.takes_newest_repository = not names.isdisjoint({EVERY, *repository.values()})
    path = session.project.lock_path
    before = read_lock(path) if path.exists() else None
    if before is not None:
        _check_names(names, before)
    plan = session.plan_anew(lambda name: EVERY in names or name in names)
    if before is None:
        _check_names(names, plan.lock)
    write_lock(plan.lock, path)
    files = f" and {len(plan.lock.data)} data files" if plan.lock.data else ""
    files += f" and {len(plan.lock.vendored)} vendored files" if plan.lock.vendored else ""
    return (
        *(f"Warning: {warning}" for warning in plan.warnings),
        *_changes(before, plan.lock),
        *(
            f"{held.name} {held.version} is held back from {held.newest}: {'; '.join(held.held_by)}"
            for held in plan.lock.held_back
        ),
        f"Locked {len(plan.lock.packages)} packages{files} in {path.name}",
    )


def _repository_of(session: Session) -> dict[str, str]:
    """The name by which a lock has the session's repository, by the ways in which a person may name it."""
    content = session.content
    if content.repository is None:
        return {}
    name = parse_repository(content.repository, content.ref, session.root).name
    return {content.repository: name, name: name}


def _name_of(asked: str) -> str:
    """The name of a package as locks have it, or the address of a data file."""
    return asked if "://" in asked or asked == EVERY else str(canonicalize_name(asked))


def _check_names(upgraded: set[str], lock: Lock) -> None:
    repository = {lock.repository.url} if lock.repository is not None else set()
    known = {*(package.name for package in lock.packages), *(file.url for file in _files(lock)), *repository}
    unknown = sorted(upgraded - known - {EVERY})
    if unknown:
        raise UserMistake(
            f"the lock has no {'file' if '://' in unknown[0] else 'package'} {', '.join(unknown)}",
            where="--upgrade",
            remedy="`lite-build add NAME` adds a requirement; `lite-build lock` then locks it.",
        )


def _changes(before: Lock | None, after: Lock) -> list[str]:
    if before is None:
        return []
    old, new = _states(before), _states(after)
    return [
        *(f"- {name} {old[name]}" for name in sorted(old.keys() - new.keys())),
        *(f"+ {name} {new[name]}" for name in sorted(new.keys() - old.keys())),
        *(
            f"  {name} {old[name]} → {new[name]}"
            for name in sorted(old.keys() & new.keys())
            if old[name] != new[name]
        ),
    ]


def _states(lock: Lock) -> dict[str, str]:
    """The version of each package, the hash of each data file, the commit of a repository, by its name."""
    return {
        **{package.name: package.version for package in lock.packages},
        **{file.url: f"sha256:{file.sha256[:12]}…" for file in _files(lock)},
        **({state.url: (state.commit or state.sha256)[:12]} if (state := lock.repository) else {}),
    }


def _files(lock: Lock) -> tuple[LockedFile, ...]:
    """Those of other hosts."""
    return (*lock.data, *lock.vendored)
