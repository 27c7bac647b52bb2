"""Archives of repositories, which others made: unpacked within bounds, and nowhere but in their folder."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import re
import shutil
import stat
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

from lite_build.files.archive_path import leads_out
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

#: What an archive may become, in bytes and in files. A host of static sites takes no more.
LARGEST = 2 * 2**30
MOST_FILES = 50_000
#: What is read at once, in bytes: more is asked for by a header alone, which would be kept in memory.
_LARGEST_READ = 2**20
#: How `git archive` writes the commit into what it makes.
_COMMIT = re.compile(r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")
_FORMS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open))
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)


class TooLargeError(Exception):
    """An archive holds more than a site may."""


#: Numbers of errors of names: a file in the place of a folder, one that is there already, one too long.
_OF_NAMES = frozenset({errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG})


def unpack_repository(archive: Path, folder: Path, *, where: str) -> str | None:
    """Unpack the plain files of an archive. Links and devices are left out, and so is a folder around all.

    Args:
        archive: a zip file, or a tar file that is compressed or not.
        folder: a folder that is not there yet.
        where: names the archive in messages.

    Returns:
        The commit that it was made of, where it says one.

    Raises:
        UserMistake: it is no whole archive, has a file that would land outside, or holds too much.
    """
    whole = folder.with_name(f"{folder.name}.whole")
    whole.mkdir(parents=True)
    try:
        commit = _unzip(archive, whole, where) if _is_zip(archive) else _untar(archive, whole, where)
    except TooLargeError:
        raise UserMistake(
            f"holds more than {LARGEST // 2**30} GiB or {MOST_FILES} files",
            where=where,
            remedy="Name a smaller repository: a site of that size is hosted nowhere.",
        ) from None
    except (*_BROKEN, RuntimeError, ValueError, OSError) as error:
        # A compressor's complaint is an OSError with no number. One with a number is the disk's, but for
        # names that do not go together, or that no system has.
        if isinstance(error, OSError) and error.errno is not None and error.errno not in _OF_NAMES:
            raise
        reason = error.strerror if isinstance(error, OSError) and error.errno is not None else error
        raise UserMistake(
            f"is no archive that can be read: {reason}",
            where=where,
            remedy="Check the address in a browser: a host that asks for a login sends a page in its place.",
        ) from error
    inside = [*whole.iterdir()]
    (inside[0] if len(inside) == 1 and inside[0].is_dir() else whole).rename(folder)
    return commit if commit is not None and _COMMIT.match(commit) else None


def pack_repository(files: Path, archive: Path) -> None:
    """Write an archive that `unpack_repository` unpacks to the same files."""
    with tarfile.open(archive, "w") as opened:
        for path in sorted(files.rglob("*")):
            if path.is_file():
                opened.add(path, f"repository/{path.relative_to(files).as_posix()}")


def _is_zip(archive: Path) -> bool:
    # By its start: a tar may end with a zip of its own, which has the end of one.
    with archive.open("rb") as file:
        return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}


def _unzip(archive: Path, folder: Path, where: str) -> str:
    with zipfile.ZipFile(archive) as opened:
        members = [member for member in opened.infolist() if _is_plain(member)]
        if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST:
            raise TooLargeError
        for member in members:
            with opened.open(member) as content:
                _write(content, member.filename, folder, where)
        return opened.comment.decode("ascii", "replace")


def _is_plain(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return not member.is_dir() and kind in {0, stat.S_IFREG}


def _untar(archive: Path, folder: Path, where: str) -> str | None:
    count = size = 0
    with (
        _decompressed(archive) as stream,
        tarfile.open(fileobj=cast("BinaryIO", stream), mode="r:") as opened,
    ):
        for member in opened:
            count += 1
            # A sparse member becomes more than the archive has of it.
            size += member.size
            if count > MOST_FILES or size > LARGEST:
                raise TooLargeError
            if member.isreg():
                content = opened.extractfile(member)
                assert content is not None
                with content:
                    _write(content, member.name, folder, where)
        return opened.pax_headers.get("comment")


@contextmanager
def _decompressed(archive: Path) -> Iterator[_Bounded]:
    with archive.open("rb") as file:
        start = file.read(max(len(magic) for magic, _ in _FORMS))
    opener = next((opener for magic, opener in _FORMS if start.startswith(magic)), None)
    with archive.open("rb") if opener is None else opener(archive, "rb") as stream:
        yield _Bounded(cast("IO[bytes]", stream))


class _Bounded:
    """A stream of which no more is read than may be."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        if size > _LARGEST_READ:
            raise TooLargeError
        content = self._stream.read(size)
        self._check(self._stream.tell())
        return content

    def seek(self, position: int) -> int:
        self._check(position)
        return self._stream.seek(position)

    def tell(self) -> int:
        return self._stream.tell()

    def _check(self, position: int) -> None:
        # Of each file a tar archive has a header and a remainder.
        if position > LARGEST + MOST_FILES * 2 * tarfile.RECORDSIZE:
            raise TooLargeError


def _write(content: IO[bytes] | Any, name: str, folder: Path, where: str) -> None:  # noqa: ANN401
    if leads_out(name):
        raise UserMistake(
            f"{name!r} would be unpacked outside of its folder, or has a name that not every system can have",
            where=where,
            remedy="Do not use this archive, if you do not know who made it.",
        )
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)
