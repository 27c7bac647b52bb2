"""Packages of the npm registry, got by npm itself, so that all of a person's npm settings hold."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.files.archive_path import leads_out
from lite_build.files.digest import Digest
from lite_build.network.download import OtherFileError
from lite_build.runtime.node import node_executable, npm_cli
from lite_build.store.bucket import Bucket
from lite_build.store.record import record, recorded
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.network.reach import Reach

#: How long npm may take for one package, its own retries among it, in seconds.
NPM_TIME_LIMIT = 600.0

#: What npm calls a package or version that is not there, or a name that is none.
NOT_THERE = frozenset({"E404", "ETARGET", "EINVALIDPACKAGENAME", "EINVALIDTAGNAME"})


@dataclass(frozen=True)
class NpmTarball:
    """One version of an npm package, as it was published.

    Args:
        name: with its scope, where there is one: "@scope/name".
        version: exact.
        integrity: Subresource Integrity, sha512.
        path: the .tgz, in the cache or in an offline folder. Its files are under `package/`.
    """

    name: str
    version: str
    integrity: str
    path: Path


def fetch_npm_tarball(
    name: str, version: str, reach: Reach, expected_integrity: str | None = None
) -> NpmTarball:
    """Get one version of an npm package.

    The offline folder is asked first, then the cache, then the registry that npm's own settings name. A
    tarball of the cache whose hash is wrong is dropped and fetched again.

    Args:
        name: with its scope, where there is one.
        version: exact, as a published version never changes.
        reach: where it is got; npm has settings of its own for the network.
        expected_integrity: what it must be, sha512; else what the registry says.

    Raises:
        UserMistake: the registry knows no such package or version, or it is none.
        BuildFailure: it is needed and cannot be reached, or sends another file than it should.

    Source: <https://docs.npmjs.com/cli/v11/commands/npm-pack>.
    """
    expected = None if expected_integrity is None else Digest.from_integrity(expected_integrity)
    if (collected := reach.collected(offline_path(name, version))) is not None:
        return _verified(name, version, collected, expected, f"the offline folder's {collected.name}")

    def make(folder: Path) -> Path:
        if reach.offline:
            raise BuildFailure(
                f"{name} {version} is needed from the npm registry, and this build is offline",
                remedy="build once with a network, or name what `lite-build fetch` wrote with `--from`",
            )
        fetched = _fetch(name, version, folder, expected)
        return record(folder, facts=fetched.integrity)

    def read(place: Path) -> NpmTarball | None:
        found = recorded(place)
        if found is None:
            return None
        (path,) = found.files()
        if expected is not None and Digest.of_file(path, expected.algorithm) != expected:
            return None
        return NpmTarball(name, version, found.facts, path)

    # Of a hash: on some systems two names are one, or no file's.
    key = hashlib.sha256(_stem(name, version).encode()).hexdigest()[:32]
    return Bucket(reach.cache, "npm").keep(key, read, make)


def is_exact_version(text: str) -> bool:
    """Whether a text names one version, neither a range nor a tag, which are another version some day.

    Source: <https://docs.npmjs.com/cli/v11/configuring-npm/package-json#version>.
    """
    return re.fullmatch(r"\d+\.\d+\.\d+(?:[-+.][0-9A-Za-z.+-]+)?", text) is not None


def offline_path(name: str, version: str) -> str:
    """Tell where in an offline folder a package's tarball is, relative and with forward slashes.

    Raises:
        UserMistake: the name or the version is none, and would lead out of the folder.
    """
    return f"npm/{_stem(name, version)}.tgz"


def _stem(name: str, version: str) -> str:
    stem = f"{name.replace('/', '+')}-{version}"
    if "/" in stem or leads_out(stem):
        raise UserMistake(
            f"{name}@{version} is no version of an npm package",
            remedy='write its name and its exact version, such as "p5@1.11.2"',
        )
    return stem


def _fetch(name: str, version: str, folder: Path, expected: Digest | None) -> NpmTarball:
    package = f"{name}@{version}"
    _npm("pack", package, "--ignore-scripts", "--pack-destination", str(folder))
    (path,) = folder.glob("*.tgz")
    if expected is None:
        published = _npm("view", package, "dist.integrity")
        expected = Digest.from_integrity(published) if isinstance(published, str) else None
    return _verified(name, version, path, expected, "the npm registry")


def _verified(name: str, version: str, path: Path, expected: Digest | None, source: str) -> NpmTarball:
    if expected is not None and Digest.of_file(path, expected.algorithm) != expected:
        found = Digest.of_file(path, expected.algorithm)
        raise OtherFileError(
            f"{name} {version} is not the file that was expected"
            f"\n  expected {expected.to_integrity()}\n  found    {found.to_integrity()}",
            where=source,
            remedy="if it was meant to change, lock again with `lite-build lock`; else do not use it",
        )
    return NpmTarball(name, version, Digest.of_file(path, "sha512").to_integrity(), path)


def _npm(command: str, package: str, *options: str) -> object:
    try:
        finished = subprocess.run(
            [
                str(node_executable()),
                str(npm_cli()),
                command,
                package,
                *options,
                "--json",
                "--loglevel=error",
                "--no-update-notifier",
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=NPM_TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BuildFailure(
            f"npm had no answer for {package} after {NPM_TIME_LIMIT:.0f} s",
            where="the npm registry",
            remedy="check the network, and npm's own settings with `npm config list`",
        ) from error
    try:
        answer: object = json.loads(finished.stdout) if finished.stdout.strip() else None
    except ValueError:
        answer = None
    if finished.returncode == 0:
        return answer
    raise _refusal(package, answer, finished.stderr)


def _refusal(package: str, answer: object, said: str) -> BuildFailure | UserMistake:
    error = answer.get("error", {}) if isinstance(answer, dict) else {}
    summary = error.get("summary") or said.strip() or "npm failed and did not say why"
    if error.get("code") in NOT_THERE:
        return UserMistake(
            f"the npm registry has no {package}: {summary}",
            remedy="check the name and the version, and which registry npm's settings name",
        )
    return BuildFailure(
        f"{package} could not be fetched: {summary}",
        where="the npm registry",
        remedy="check the network, and npm's own settings with `npm config list`",
    )
