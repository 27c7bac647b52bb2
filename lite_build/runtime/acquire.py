"""Get Pyodide's core from wherever a project says, verified and unpacked."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

from lite_build.files.digest import Digest
from lite_build.files.unpack import unpack
from lite_build.network.addresses import without_login
from lite_build.network.download import OtherFileError, download
from lite_build.runtime.core import CORE_FILES, LOCK_FILE, Core
from lite_build.runtime.npm import fetch_npm_tarball, is_exact_version, offline_path
from lite_build.store.bucket import Bucket
from lite_build.store.record import record, recorded
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable

    from lite_build.network.reach import Reach

#: What npm published, for the versions that this release was tested with.
PINNED_INTEGRITY = {
    "314.0.6": (
        "sha512-BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ=="
    ),
    "314.0.7": (
        "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
    ),
}

NPM_PREFIX = "npm:"
NPM_NAME = "pyodide"

#: Where an archive has the core: at its top, in npm's layout, in the distribution's.
LAYOUTS = (".", "package", "pyodide")

REMEDY = (
    "name a folder or archive of Pyodide 314 or newer, or leave the setting out for the npm registry's "
    f"{PYODIDE_VERSION}"
)


@dataclass(frozen=True)
class _Archive:
    """An archive on this machine, and where it came from in words."""

    path: Path
    origin: str


def acquire_core(source: str | None, reach: Reach, expected_integrity: str | None = None) -> Core:
    """Get Pyodide's core, verify it, and unpack it into the cache.

    A folder is used as it is. What was unpacked before is used again if it is whole, else it is dropped and
    unpacked anew. An archive that came from a URL is not asked for again as long as it is in the cache.

    Args:
        source: None for the npm package at the version that the kernel was made for; or "npm:VERSION",
            a folder, a `.tgz` in npm's layout, a `.tar.bz2` in the distribution's, or the URL of either.
        reach: where it is got. The npm registry has npm's own settings.
        expected_integrity: Subresource Integrity that the archive, or the folder, must have.

    Raises:
        UserMistake: there is no such source, or it holds no core that works.
        OtherFileError: it is not what `expected_integrity` says.
        BuildFailure: it cannot be reached.
    """
    if source is not None and Path(source).is_dir():
        return _core_of_folder(Path(source), expected_integrity)
    return _unpacked(_find_archive(source, reach, expected_integrity), reach.cache, expected_integrity)


def collect_core(
    source: str | None, destination: Path, reach: Reach, expected_integrity: str | None = None
) -> Path | None:
    """Put the core's archive into an offline folder, from where `acquire_core` takes it.

    Returns:
        The archive's path; None if the source is a folder or an archive of the project, which needs no copy.

    Raises:
        UserMistake, BuildFailure: as `acquire_core`.
    """
    relative = _offline_place(source)
    if relative is None:
        return None
    archive = _find_archive(source, reach, expected_integrity)
    target = destination / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(archive.path, target)
    return target


def _find_archive(source: str | None, reach: Reach, expected_integrity: str | None) -> _Archive:
    version = _npm_version(source)
    if version is not None:
        expected = expected_integrity or PINNED_INTEGRITY.get(version)
        tarball = fetch_npm_tarball(NPM_NAME, version, reach, expected)
        return _Archive(tarball.path, f"npm {NPM_NAME} {version}")
    assert source is not None
    relative = _offline_place(source)
    if relative is None:
        return _Archive(_existing_archive(source), f"archive {Path(source).name}")
    origin = f"URL {without_login(source)}"
    if (collected := reach.collected(relative)) is not None:
        return _Archive(collected, origin)
    name = PurePosixPath(relative).name
    digest = None if expected_integrity is None else Digest.from_integrity(expected_integrity)

    def make(folder: Path) -> Path:
        with reach.client() as client:
            download(client, source, folder / name, digest=digest, what="Pyodide's archive")
        return record(folder)

    def read(place: Path) -> Path | None:
        path = place / name
        if recorded(place) is None:
            return None
        return path if digest is None or Digest.of_file(path, digest.algorithm) == digest else None

    return _Archive(Bucket(reach.cache, "pyodide-archives").keep(name, read, make), origin)


def _npm_version(source: str | None) -> str | None:
    if source is None:
        return str(PYODIDE_VERSION)
    if not source.startswith(NPM_PREFIX):
        return None
    version = source.removeprefix(NPM_PREFIX)
    if not is_exact_version(version):
        raise UserMistake(
            f"{source!r} names no exact version",
            where="the runtime's source",
            remedy=f"write it out, such as {NPM_PREFIX}{PYODIDE_VERSION}",
        )
    return version


def _offline_place(source: str | None) -> str | None:
    """Tell an archive's place in the cache or in an offline folder; None for what is here anyway."""
    version = _npm_version(source)
    if version is not None:
        return offline_path(NPM_NAME, version)
    assert source is not None
    parts = urlsplit(source)
    if parts.scheme not in {"http", "https"}:
        return None
    address = hashlib.sha256(without_login(source).encode()).hexdigest()[:16]
    return f"pyodide/{address}-{re.sub(r'[^0-9A-Za-z._-]', '_', PurePosixPath(unquote(parts.path)).name)}"


def _existing_archive(source: str) -> Path:
    path = Path(source)
    if not path.is_file():
        raise UserMistake("there is no such folder or archive", where=source, remedy=REMEDY)
    return path


def _unpacked(archive: _Archive, cache: Path, expected_integrity: str | None) -> Core:
    if expected_integrity is not None:
        _check_integrity(expected_integrity, partial(Digest.of_file, archive.path), archive.origin)
    digest = Digest.of_file(archive.path, "sha512")

    def make(folder: Path) -> Path:
        unpack(archive.path, folder / "unpacked", described=archive.origin)
        root = _core_folder(folder / "unpacked")
        _check_files(root, archive.origin)
        return record(root, facts=_version(root, archive.origin), hashed=(*CORE_FILES, LOCK_FILE))

    unpacked = Bucket(cache, "pyodide").keep(digest.hexdigest[:16], recorded, make)
    return Core(
        version=unpacked.facts,
        folder=unpacked.folder,
        integrity=digest.to_integrity(),
        origin=archive.origin,
    )


def _core_of_folder(source: Path, expected_integrity: str | None) -> Core:
    folder = _core_folder(source.absolute())
    _check_files(folder, str(source))
    if expected_integrity is not None:
        _check_integrity(expected_integrity, partial(_digest_of_core, folder), str(source))
    return Core(
        version=_version(folder, str(source)),
        folder=folder,
        integrity=_digest_of_core(folder, "sha512").to_integrity(),
        origin="folder",
    )


def _core_folder(folder: Path) -> Path:
    """Find the folder with the core's lock: this one, or the one that an archive's layout puts inside."""
    return next((folder / layout for layout in LAYOUTS if (folder / layout / LOCK_FILE).is_file()), folder)


def _check_files(folder: Path, described: str) -> None:
    missing = [name for name in (*CORE_FILES, LOCK_FILE) if not (folder / name).is_file()]
    if not missing:
        return
    what = f"this is no whole core of Pyodide: {', '.join(missing)} missing"
    if "pyodide.asm.mjs" in missing and (folder / "pyodide.asm.js").is_file():
        what = f"this Pyodide is too old for the kernel, which needs ES modules: {', '.join(missing)} missing"
    raise UserMistake(what, where=described, remedy=REMEDY)


def _version(folder: Path, described: str) -> str:
    """Read the version out of the loader, the only file that has it in every layout."""
    loader = (folder / "pyodide.mjs").read_text(encoding="utf-8")
    found = re.search(r"""\b\w+\s*=\s*["'](\d+\.\d+\.\d+[0-9A-Za-z.+-]*)["']""", loader)
    if found is None:
        raise UserMistake("pyodide.mjs does not say its version", where=described, remedy=REMEDY)
    return found[1]


def _digest_of_core(folder: Path, algorithm: str) -> Digest:
    together = hashlib.new(algorithm)
    for name in (*CORE_FILES, LOCK_FILE):
        together.update(f"{name} {Digest.of_file(folder / name, algorithm).hexdigest}\n".encode())
    return Digest(algorithm, together.hexdigest())


def _check_integrity(expected: str, digest_by: Callable[[str], Digest], described: str) -> None:
    wanted = Digest.from_integrity(expected)
    found = digest_by(wanted.algorithm)
    if found != wanted:
        raise OtherFileError(
            "this is not the Pyodide that was expected"
            f"\n  expected {wanted.to_integrity()}\n  found    {found.to_integrity()}",
            where=described,
            remedy="if it was meant to change, lock again with `lite-build lock`",
        )
