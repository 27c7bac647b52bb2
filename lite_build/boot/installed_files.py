"""Where the files of a wheel are installed, and where in the wheel they are.

Source: <https://packaging.python.org/en/latest/specifications/binary-distribution-format/>.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lite_build.files.archive_path import leads_out
from lite_build.files.zip_members import content_offset
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LIBRARIES = frozenset({"purelib", "platlib"})
#: `sys.prefix` of the runtime is the root.
_DATA = "data"
#: Where the runtime puts a shared library of its distribution, which is a plain archive.
_SHARED_LIBRARIES = "/usr/lib"
#: What `loadPackage` writes beside a package's metadata, so that it counts as one of the lock.
_INSTALLER = {"INSTALLER": "pyodide.loadPackage", "PYODIDE_SOURCE": "pyodide"}


@dataclass(frozen=True)
class InstalledFile:
    """A file of a wheel.

    Args:
        path: relative to site-packages, or absolute.
        offset: of its content in the wheel, in bytes.
        size: in bytes.
        deflated_size: in the wheel, in bytes; None where it is stored as it is.
    """

    path: str
    offset: int
    size: int
    deflated_size: int | None


def is_metadata(path: str) -> bool:
    """Whether a file or a folder tells of its package, and not of one that is copied into it."""
    return path.partition("/")[0].endswith(".dist-info")


def installed_files(wheel: Path) -> tuple[InstalledFile, ...]:
    """List what a wheel installs, or a shared library of the runtime's distribution, in the order of paths.

    Raises:
        BuildFailure: it is no zip archive, a file would be outside, or is compressed as no wheel's is.
    """
    try:
        archive = zipfile.ZipFile(wheel)
    except zipfile.BadZipFile as error:
        raise BuildFailure(f"is no zip archive: {error}", where=wheel.name) from error
    found = []
    with archive, wheel.open("rb") as content:
        for info in archive.infolist():
            path = None if info.is_dir() else _installed_path(info.filename)
            if path is not None and wheel.suffix != ".whl":
                path = f"{_SHARED_LIBRARIES}/{path}"
            if path is None:
                continue
            if leads_out(info.filename) or info.compress_type not in {
                zipfile.ZIP_STORED,
                zipfile.ZIP_DEFLATED,
            }:
                raise BuildFailure(f"has a file that cannot be installed: {info.filename}", where=wheel.name)
            found.append(
                InstalledFile(
                    path,
                    content_offset(content, info),
                    info.file_size,
                    None if info.compress_type == zipfile.ZIP_STORED else info.compress_size,
                )
            )
    return tuple(sorted(found, key=lambda file: file.path))


def installer_files(files: Sequence[InstalledFile]) -> dict[str, str]:
    """Tell what the runtime's installer would add to a wheel's files: text by path."""
    folders = {PurePosixPath(file.path).parent for file in files if file.path.endswith(".dist-info/METADATA")}
    return {
        f"{folder}/{name}": text for folder in sorted(folders) for name, text in sorted(_INSTALLER.items())
    }


def _installed_path(name: str) -> str | None:
    top, _, below = name.partition("/")
    if not top.endswith(".data"):
        return name
    scheme, _, path = below.partition("/")
    if scheme in _LIBRARIES:
        return path
    return f"/{path}" if scheme == _DATA else None
