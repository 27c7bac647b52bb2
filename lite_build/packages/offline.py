"""The folder that `lite-build fetch` writes, from which a build needs no network.

It holds the lock, the packages, the archives of npm packages where `lite_build.runtime` looks for them, and a
manifest with every file's hash.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.archive_path import leads_out
from lite_build.disk import refusals_in_words
from lite_build.errors import BuildFailure, UserMistake
from lite_build.network import Digest
from lite_build.packages.lock_file import read_lock, write_lock
from lite_build.packages.project_wheel import project_fingerprint
from lite_build.runtime.npm import offline_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from lite_build.packages.fetch import FetchedPackage
    from lite_build.packages.lock import Lock, LockedPackage
    from lite_build.runtime.npm import NpmTarball

MANIFEST = "lite-build-offline.json"
FORMAT = 1
LOCK = "pylock.pyodide.toml"
PACKAGES = "packages"

REMEDY = "write it again with `lite-build fetch -o DIR`"


@dataclass(frozen=True)
class OfflineFolder:
    """What an earlier `lite-build fetch` wrote.

    Args:
        folder: where it is.
        files: the sha256 of each file, by its path inside, with forward slashes.
        built: the path inside of each wheel built from a project folder, by that folder's fingerprint.
    """

    folder: Path
    files: Mapping[str, str]
    built: Mapping[str, str]

    @property
    def lock(self) -> Lock:
        """The lock that the folder was written for."""
        return read_lock(self._verified(LOCK))

    def package(self, package: LockedPackage) -> Path | None:
        """A locked package's file; None if this very file is not here.

        Raises:
            BuildFailure: the file has changed since it was written.
        """
        inside = f"{PACKAGES}/{package.file_name}"
        return self._verified(inside) if self.files.get(inside) == package.sha256 else None

    def built_wheel(self, fingerprint: str) -> Path | None:
        """The wheel that was built from a project folder; None if its sources were others.

        Raises:
            BuildFailure: the file has changed since it was written.
        """
        inside = self.built.get(fingerprint)
        return None if inside is None else self._verified(inside)

    def _verified(self, inside: str) -> Path:
        path = self.folder / inside
        found = Digest.of_file(path).hexdigest if path.is_file() else "no file"
        if found != self.files[inside]:
            raise BuildFailure(
                f"is not the file that was written\n  expected {self.files[inside]}\n  found    {found}",
                where=str(path),
                remedy=REMEDY,
            )
        return path


def write_offline_folder(
    folder: Path,
    lock: Lock,
    packages: Sequence[FetchedPackage],
    *,
    core_archive: Path | None,
    npm_tarballs: Sequence[NpmTarball],
    project_root: Path,
) -> OfflineFolder:
    """Collect what a build of a lock needs. Wheels that lie in the project stay there.

    Files that an earlier call wrote, and this one does not, are removed; no others are.

    Args:
        folder: is made where needed.
        lock: what the packages are of.
        packages: from `fetch_packages`.
        core_archive: what `lite_build.runtime.acquire.collect_core` put into the folder.
        npm_tarballs: of the npm packages that the site ships besides the core.
        project_root: what project folders are relative to.

    Raises:
        BuildFailure: the disk is full, or the folder cannot be written.
        UserMistake: an earlier call's list of files, which is there, cannot be read.
    """
    with refusals_in_words(folder):
        earlier = read_offline_folder(folder).files if (folder / MANIFEST).is_file() else {}
        (folder / PACKAGES).mkdir(parents=True, exist_ok=True)
        inside: list[str] = [LOCK]
        built: dict[str, str] = {}
        write_lock(lock, folder / LOCK)
        if core_archive is not None:
            inside.append(core_archive.relative_to(folder).as_posix())
        inside.extend(
            _copy(tarball.path, folder, offline_path(tarball.name, tarball.version))
            for tarball in npm_tarballs
        )
        for fetched in packages:
            if fetched.package.source == "local":
                continue
            inside.append(_copy(fetched.path, folder, f"{PACKAGES}/{fetched.path.name}"))
            if fetched.package.source == "built":
                built[project_fingerprint(project_root / fetched.package.location)] = inside[-1]
        files = {name: Digest.of_file(folder / name).hexdigest for name in sorted(inside)}
        for name in earlier.keys() - files.keys():
            (folder / name).unlink(missing_ok=True)
        manifest = json.dumps({"format": FORMAT, "files": files, "built": built}, indent=2)
        (folder / MANIFEST).write_text(f"{manifest}\n", encoding="utf-8", newline="\n")
    return OfflineFolder(folder, files, built)


def read_offline_folder(folder: Path) -> OfflineFolder:
    """Open a folder that `write_offline_folder` wrote. Its files are verified as they are taken.

    Raises:
        UserMistake: it is not there, is no such folder, or was written by another release of lite-build.
    """
    if not folder.is_dir():
        raise UserMistake(
            "there is no such folder",
            where=str(folder),
            remedy="name one that `lite-build fetch -o DIR` wrote; a relative path starts at the project",
        )
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] == FORMAT:
            return OfflineFolder(folder, _inside(manifest["files"]), dict(manifest["built"]))
    except FileNotFoundError as error:
        raise UserMistake(
            f"is not a folder that `lite-build fetch` wrote: it has no {MANIFEST}",
            where=str(folder),
            remedy=REMEDY,
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserMistake(
            "its list of files is broken", where=str(folder / MANIFEST), remedy=REMEDY
        ) from error
    raise UserMistake(
        f"was written in format {manifest['format']}, and this lite-build reads format {FORMAT}",
        where=str(folder),
        remedy=REMEDY,
    )


def _inside(files: Mapping[str, str]) -> dict[str, str]:
    for name in files:
        if leads_out(name):
            raise ValueError(f"{name} is outside of the folder")
    return dict(files)


def _copy(source: Path, folder: Path, inside: str) -> str:
    target = folder / inside
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.is_file() and target.samefile(source)):
        shutil.copyfile(source, target)
    return inside
