"""Unpack an archive."""

from __future__ import annotations

import shutil
import tarfile
import zlib
from typing import TYPE_CHECKING

from lite_build.files.archive_path import leads_out
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def unpack(
    archive: Path, folder: Path, *, described: str, wanted: Callable[[str], bool] = lambda name: True
) -> None:
    """Unpack the plain files of a tar archive, compressed or not.

    Links, devices, owners and modes are left out.

    Args:
        archive: the file.
        folder: a folder that is not there yet.
        described: names the archive in messages.
        wanted: which files to unpack, by their names in the archive.

    Raises:
        UserMistake: it is no whole archive, or has a file that would land outside `folder`.
    """
    folder.mkdir(parents=True)
    try:
        with tarfile.open(archive) as opened:
            for member in opened:
                if member.isfile() and wanted(member.name):
                    _unpack_member(opened, member, folder, described)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        # A compressor's complaint is an OSError with no number; one with a number is the disk's.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise UserMistake(
            f"this is no whole archive: {error}", where=described, remedy="fetch it again, whole"
        ) from error


def _unpack_member(opened: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, described: str) -> None:
    # tarfile's own data filter is missing from the first patch releases of Python 3.11.
    if leads_out(member.name):
        raise UserMistake(
            f"{member.name!r} would be unpacked outside its folder",
            where=described,
            remedy="do not use this archive",
        )
    content = opened.extractfile(member)
    assert content is not None
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)
