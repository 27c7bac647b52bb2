"""The folder that `lite-build fetch` writes, from which a build needs no network.

It holds the lock, the packages, the archives of npm packages where `lite_build.runtime` looks for them, and a
manifest with every file's hash.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.files.archive_path import leads_out
from lite_build.files.digest import Digest
from lite_build.packages.locked.lock_file import read_lock
from lite_build.project.file_names import MANIFEST
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lite_build.packages.locked.lock import Lock, LockedPackage

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
