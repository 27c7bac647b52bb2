"""Unpack an archive, and tell later whether what was unpacked is still whole."""

from __future__ import annotations

import json
import shutil
import tarfile
import zlib
from typing import TYPE_CHECKING

from lite_build.archive_path import leads_out
from lite_build.errors import UserMistake
from lite_build.network import Digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

#: Beside the unpacked files: the size of each, and the hash of those that every build depends upon.
STAMP_FILE = ".lite-build-unpacked.json"


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


def stamp(folder: Path, *, hashed: Collection[str]) -> None:
    """Note what is in a folder now, for `is_whole`.

    Args:
        folder: of what was unpacked.
        hashed: names of files at its top that are compared by hash, the rest by size. To hash a full
            distribution would cost every build a second, and its packages have hashes of their own.
    """
    sizes = _sizes(folder)
    hashes = {name: Digest.of_file(folder / name).hexdigest for name in hashed}
    text = json.dumps({"sizes": sizes, "hashes": hashes}, indent=1, sort_keys=True)
    (folder / STAMP_FILE).write_text(text, encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a folder has what it had when it was stamped."""
    try:
        noted = json.loads((folder / STAMP_FILE).read_text(encoding="utf-8"))
        sizes, hashes = noted["sizes"], noted["hashes"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(
        sizes == _sizes(folder)
        and all(Digest.of_file(folder / name).hexdigest == digest for name, digest in hashes.items())
    )


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


def _sizes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.name != STAMP_FILE
    }
