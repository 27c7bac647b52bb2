"""Where files land in a site: no two on one path, on any system that may serve or keep it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath, PurePosixPath


@dataclass(frozen=True)
class _Landing:
    path: PurePosixPath
    origin: PurePath
    is_folder: bool


class LandingPaths:
    """The paths of a site that are taken.

    Two names that differ only in case, or in how their accents are written, are one on macOS and Windows.
    """

    def __init__(self) -> None:
        self._taken: dict[str, _Landing] = {}

    def take(self, path: PurePosixPath, origin: PurePath) -> str | None:
        """Take a path for a file, and the paths of the folders that it lies in.

        Args:
            path: relative to the site, or to a folder of it.
            origin: what lands there.

        Returns:
            What stands against it, in words; None where nothing does.
        """
        origins = list(origin.parents)
        for depth, folder in reversed(list(enumerate(path.parents[:-1]))):
            folder_origin = origins[depth] if depth < len(origins) else origin
            if (problem := self._enter(_Landing(folder, folder_origin, is_folder=True))) is not None:
                return problem
        return self._enter(_Landing(path, origin, is_folder=False))

    def _enter(self, new: _Landing) -> str | None:
        taken = self._taken.setdefault(path_key(new.path), new)
        if taken is new or (taken.is_folder and new.is_folder and taken.path == new.path):
            return None
        if taken.path != new.path:
            return (
                f"{new.path}: {taken.origin} and {new.origin} would land on one path on macOS and Windows, "
                "where names differ in more than case and the way that accents are written"
            )
        if taken.is_folder != new.is_folder:
            folder, file = (taken, new) if taken.is_folder else (new, taken)
            return (
                f"{new.path}: the folder {folder.origin} and the file {file.origin} would land on this path"
            )
        return f"{new.path}: both {taken.origin} and {new.origin} would land on this path"


def path_key(path: PurePosixPath) -> str:
    """A path as the least discerning file system reads it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())


def folder_around(path: PurePosixPath, folders: Iterable[str]) -> str | None:
    """Tell in which of some folders of a site a path lies, or which of them it would be."""
    keys = {path_key(around) for around in (path, *path.parents)}
    return next((folder for folder in folders if folder in keys), None)
