"""Repositories of any other host, and of this machine: got by git, where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from lite_build.network.addresses import without_logins
from lite_build.repository.address import FIRST_BRANCH
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.repository.address import NamedRepository

#: The same files on every system, and nothing run that the repository names. A silent host is given up.
_SETTINGS = (
    *("-c", "core.autocrlf=false", "-c", "core.eol=lf"),
    *("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.bareRepository=all"),
)
#: Nobody is asked for a password: a build may run where nobody is to type one.
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_DEFAULTS = {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=30"}
#: Files as the commit has them: a filter is a program, and a date or a branch would be another one tomorrow.
_ATTRIBUTES = "* -filter -ident -export-subst -text -working-tree-encoding\n"
#: How git says that a host wants a login, or lets nobody in.
_NOT_LET_IN = re.compile(r"returned error: 40[13]\b")
#: By these a hook of git, which may run a build, names the repository that it is of.
_OF_A_REPOSITORY = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX"}
    | {"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"}
)


class NoSuchRefError(UserMistake):
    """A repository does not have a ref."""


def archive_by_git(named: NamedRepository, folder: Path) -> Path:
    """Have git make an archive of a repository at its ref.

    Args:
        named: the repository.
        folder: an empty folder to work in.

    Returns:
        The archive, which says its commit.

    Raises:
        UserMistake: there is no such repository, or it has no such ref.
        BuildFailure: git is not installed, or its host cannot be reached.
    """
    program = shutil.which("git")
    if program is None:
        raise BuildFailure(
            "git is needed to get this repository, and is not installed",
            where=named.name,
            remedy="Install git, or name the address of a .zip or .tar.gz file of it.",
        )
    ref = named.ref or FIRST_BRANCH
    # A repository of this machine is fetched, too: its own settings may name programs for its files.
    place = folder / "repository"
    if named.path is None:
        _fetch(program, named, named.location, ref, place)
    else:
        _check_folder(named.path, named)
        commit = _commit_of(program, named, named.path, ref)
        _fetch(program, named, str(named.path), commit, place)
    commit = _commit_of(program, named, place, "FETCH_HEAD")
    (place / "info").mkdir(exist_ok=True)
    (place / "info" / "attributes").write_text(_ATTRIBUTES, encoding="utf-8")
    archive = folder / "repository.tar"
    words = ("archive", "--format=tar", "--prefix=repository/", f"--output={archive}", commit)
    _git(program, place, *words)
    return archive


def _commit_of(program: str, named: NamedRepository, place: Path, ref: str) -> str:
    found = _git(program, place, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", check=False)
    if found.returncode == 0:
        return found.stdout.strip()
    if "dubious ownership" in found.stderr:
        raise UserMistake(
            "belongs to another user, so that git refuses to read it",
            where=named.name,
            remedy=f"If you trust it: git config --global --add safe.directory {place}",
        )
    raise no_such_ref(named)


def _check_folder(path: Path, named: NamedRepository) -> None:
    if not path.is_dir():
        raise no_such_repository(named)
    if not (path / ".git").exists() and not (path / "HEAD").is_file():
        raise UserMistake(
            "is a folder, and no repository of git",
            where=named.name,
            remedy="A folder of your own needs no --from-repo: name it with --contents.",
        )


def _fetch(program: str, named: NamedRepository, location: str, ref: str, place: Path) -> None:
    """Fetch one commit, or all that leads to it: hosts of plain files give no less."""
    _git(program, place.parent, "init", "--quiet", "--bare", str(place))
    what = ("--quiet", "--no-tags", "--", location, ref)
    fetched = _git(program, place, "fetch", "--depth=1", *what, check=False)
    if fetched.returncode != 0 and "shallow" in fetched.stderr:
        fetched = _git(program, place, "fetch", *what, check=False)
    if fetched.returncode != 0:
        raise _refusal(named, fetched.stderr)


def no_such_ref(named: NamedRepository) -> NoSuchRefError:
    """The mistake of a ref that a repository does not have."""
    ref = named.ref
    return NoSuchRefError(
        f"has no branch, tag or commit {ref}" if ref is not None else "has no commit yet",
        where=named.name,
        remedy="Correct the ref. Where a branch has / in its name, and a folder follows in the address, give "
        "the branch by --ref too. A commit is named by all of its letters."
        if ref is not None
        else "Commit the notebooks first.",
    )


def no_such_repository(named: NamedRepository) -> UserMistake:
    """The mistake of a repository that is not there, or not for everybody."""
    return UserMistake(
        "there is no such repository, or it is private: hosts do not tell which",
        where=named.name,
        remedy="Check the address in a browser where you are not logged in. For a private one, a login is "
        "taken from your netrc file, or by git.",
    )


def _refusal(named: NamedRepository, said: str) -> BuildFailure | UserMistake:
    told = without_logins(said).strip()
    # The address may have any of these words in it.
    lowered = told.lower().replace(named.name.lower(), "").replace(named.location.lower(), "")
    if "couldn't find remote ref" in lowered or "not our ref" in lowered or "unadvertised object" in lowered:
        return no_such_ref(named)
    missing = (
        "not found",
        "could not read username",
        "authentication failed",
        "permission denied",
        "does not appear to be a git repository",
        "not exist",
    )
    if _NOT_LET_IN.search(lowered) or any(words in lowered for words in missing):
        return no_such_repository(named)
    return BuildFailure(
        f"could not be fetched: {told or 'git gave no reason'}",
        where=named.name,
        remedy="Check the address, the network and the proxy.",
    )


def _git(program: str, place: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}
    finished = subprocess.run(
        [program, *_SETTINGS, "-C", str(place), *words],
        env={**_DEFAULTS, **kept, **_ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if check and finished.returncode != 0:
        raise BuildFailure(
            f"git could not {words[0]}: {without_logins(finished.stderr).strip()}",
            where=str(place),
            remedy="Check that repository with `git fsck`.",
        )
    return finished
