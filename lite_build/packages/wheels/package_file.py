"""The file of a package, as the cache keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.files.digest import Digest
from lite_build.store.bucket import Bucket

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lite_build.packages.locked.lock import LockedPackage


@dataclass(frozen=True)
class FetchedPackage:
    """A locked package, and its file on this machine.

    Args:
        package: as it is locked; of a "built" wheel with the version and file name that it was built with.
        path: the file, which must not be changed: it is the cache's, the project's or another's.
        sha256: of the file, in hex.
    """

    package: LockedPackage
    path: Path
    sha256: str


def keep_package_file(cache: Path, sha256: str, file_name: str, write: Callable[[Path], object]) -> Path:
    """Get a package's file: the cache's, if its hash is right, or one that is written anew.

    Args:
        cache: the user's cache.
        sha256: of the file, in hex.
        file_name: of the file.
        write: writes it to a path; a hash that is wrong raises.
    """

    def make(folder: Path) -> Path:
        write(folder / file_name)
        return folder / file_name

    return Bucket(cache, "packages").keep(
        f"{sha256}/{file_name}",
        lambda path: path if path.is_file() and Digest.of_file(path).hexdigest == sha256 else None,
        make,
    )
