"""One package of the lock file, as PEP 751 has it.

Source: <https://packaging.python.org/en/latest/specifications/pylock-toml/>. A "carried" wheel is no file of
the project and has no address, so the `path` that PEP 751 asks for is its bare file name.
"""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import Any, get_args

from packaging.pylock import Package, PackageArchive, PackageDirectory, PackageWheel
from packaging.utils import NormalizedName
from packaging.version import Version

from lite_build.network.addresses import file_path, without_login
from lite_build.packages.locked.distribution import file_url, published_url
from lite_build.packages.locked.lock import LockedPackage, Source
from lite_build.words.errors import UserMistake

#: The name of the `tool` tables that hold what PEP 751 has no place for.
TOOL = "lite-build"

SHA256 = re.compile(r"[0-9a-f]{64}")


class NotOursError(Exception):
    """A valid lock, but not one that lite-build can use. The message is for people."""


def to_entry(package: LockedPackage, pyodide_version: str, folder: Path) -> Package:
    """Make the entry of a package.

    Args:
        package: its location may hold a login, or be a path of this machine; the entry's does not.
        pyodide_version: whose distribution has the packages of the distribution.
        folder: of the lock file.

    Raises:
        UserMistake: the wheel lies on another drive than the lock, so that no relative path leads there.
    """
    tool: dict[str, Any] = {"source": package.source}
    if package.source in {"distribution", "carried"}:
        tool["location"] = package.location
    tool["requested-by"] = list(package.requested_by)
    name = NormalizedName(package.name)
    dependencies = [{"name": required} for required in package.requires] or None
    hashes = {"sha256": package.sha256}

    if package.source == "built":
        # PEP 751 gives an entry of a folder no version, and no file: both can change with the folder.
        tool |= {"version": package.version, "file-name": package.file_name}
        directory = PackageDirectory(path=_relative_path(Path(package.location), folder), editable=False)
        return Package(name=name, dependencies=dependencies, directory=directory, tool={TOOL: tool})

    if not package.file_name.endswith(".whl"):
        tool["version"] = package.version
        archive = PackageArchive(
            url=file_url(published_url(pyodide_version), package.file_name), size=package.size, hashes=hashes
        )
        return Package(name=name, dependencies=dependencies, archive=archive, tool={TOOL: tool})

    url, path = _place_of(package, pyodide_version, folder)
    wheel = PackageWheel(name=package.file_name, url=url, path=path, size=package.size, hashes=hashes)
    return Package(
        name=name,
        version=Version(package.version),
        dependencies=dependencies,
        wheels=[wheel],
        tool={TOOL: tool},
    )


def _place_of(package: LockedPackage, pyodide_version: str, folder: Path) -> tuple[str | None, str | None]:
    match package.source:
        case "distribution":
            return file_url(published_url(pyodide_version), package.location), None
        case "local":
            return None, _relative_path(Path(package.location), folder)
        case "index" if (path := file_path(package.location)) is not None:
            return None, _relative_path(path, folder)
        case "index":
            return without_login(package.location), None
        case _:
            return None, package.file_name


def _relative_path(path: Path, folder: Path) -> str:
    if not path.is_absolute():
        return path.as_posix()
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError as error:
        raise UserMistake(
            "lies on another drive than the project, so the lock cannot name it",
            where=path.name,
            remedy="move it, or its find-links folder, beside the project",
        ) from error


def from_entry(entry: Package, folder: Path) -> LockedPackage:
    """Read an entry that `to_entry` made.

    Raises:
        NotOursError: it is valid, but not such an entry.
        KeyError, TypeError: its own table misses something, or has it of another kind.
    """
    table = (entry.tool or {}).get(TOOL)
    if table is None:
        raise NotOursError(f"has an entry for {entry.name} that lite-build did not write")
    source: Source = table["source"]
    if source not in get_args(Source):
        raise NotOursError(f"has a source for {entry.name} that lite-build does not know: {source!r}")
    locked = partial(
        LockedPackage,
        name=entry.name,
        source=source,
        requires=tuple(required["name"] for required in entry.dependencies or ()),
        requested_by=tuple(table["requested-by"]),
    )

    if entry.directory is not None:
        return locked(
            version=table["version"],
            file_name=table["file-name"],
            sha256="",
            location=entry.directory.path,
            size=None,
        )

    if entry.archive is not None:
        file_name, version = str(table["location"]), str(table["version"])
        file: PackageArchive | PackageWheel = entry.archive
    elif entry.wheels is not None and len(entry.wheels) == 1 and entry.version is not None:
        file = entry.wheels[0]
        file_name, version = file.filename, str(entry.version)
    else:
        raise NotOursError(f"has an entry for {entry.name} with other than one wheel and its version")
    if SHA256.fullmatch(file.hashes.get("sha256", "")) is None:
        raise NotOursError(f"has no sha256 for {file_name}")
    # The name becomes one of a file in the cache and in the site.
    if not file_name or set(file_name) & set("/\\:"):
        raise NotOursError(f"has {file_name!r} for {entry.name}, which is no file name")
    return locked(
        version=version,
        file_name=file_name,
        sha256=file.hashes["sha256"],
        location=table["location"] if "location" in table else _location_of(file, source, folder),
        size=file.size,
    )


def _location_of(file: PackageArchive | PackageWheel, source: Source, folder: Path) -> str:
    if file.path is None:
        return str(file.url)
    return file.path if source == "local" else (folder / file.path).resolve().as_uri()
