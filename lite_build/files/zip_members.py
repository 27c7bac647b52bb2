"""The members of a zip archive as they lie in it, compressed or not, and archives that are made of such.

`zipfile` writes a member only by compressing it, and what comes of that differs from one zlib to the next.

Source: APPNOTE.TXT, sections 4.3.7 (the header before a file), 4.3.12 (the directory) and 4.3.16 (its end).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

_LOCAL_HEADER_SIZE = 30
#: Where in a local header the lengths of the name and of the extra field are, both before the content.
_LENGTHS = struct.Struct("<26xHH")
#: Both headers of a member have these: the version that reads it, flags, compression, time and date, CRC,
#: both sizes, and the lengths of the name and of the extra field.
_COMMON = struct.Struct("<HHHHHIIIHH")
#: Of the directory: the length of the comment, the disk, attributes inside and outside, the header's offset.
_FURTHER = struct.Struct("<HHHII")
_END = struct.Struct("<4sHHHHIIH")
_UTF_8 = 0x800
_MIDNIGHT = 0
#: The first day that the format has, 1980-01-01.
_FIRST_DAY = 1 << 5 | 1
_UNIX = 3 << 8
_VERSION = 20
#: Beyond these an archive needs the extension Zip64.
_MOST_MEMBERS = 0xFFFF
_MOST_BYTES = 0xFFFF_FFFF


@dataclass(frozen=True)
class ZipMember:
    """A file of a zip archive.

    Args:
        content: as it lies in the archive.
        compression: as `zipfile` numbers it.
        crc: of the file, CRC-32.
        size: of the file, in bytes.
        mode: of the file, as `zipfile.ZipInfo.external_attr` has it.
    """

    name: str
    content: bytes
    compression: int
    crc: int
    size: int
    mode: int

    @classmethod
    def stored(cls, name: str, data: bytes, mode: int) -> ZipMember:
        """Make a member that is not compressed."""
        return cls(name, data, zipfile.ZIP_STORED, zlib.crc32(data), len(data), mode)


def content_offset(archive: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Find where in an archive a member's content starts, in bytes."""
    archive.seek(info.header_offset)
    name_length, extra_length = _LENGTHS.unpack(archive.read(_LOCAL_HEADER_SIZE))
    return info.header_offset + _LOCAL_HEADER_SIZE + int(name_length) + int(extra_length)


def read_member(archive: BinaryIO, info: zipfile.ZipInfo) -> ZipMember:
    """Read a member as it lies in an archive."""
    archive.seek(content_offset(archive, info))
    content = archive.read(info.compress_size)
    return ZipMember(info.filename, content, info.compress_type, info.CRC, info.file_size, info.external_attr)


def pack_members(members: Sequence[ZipMember]) -> bytes | None:
    """Make an archive, the same bytes for the same members wherever it is made; all have the first date.

    Returns:
        The archive; None where there is too much for one without Zip64.
    """
    packed, directory = bytearray(), bytearray()
    for member in members:
        name = member.name.encode()
        if max(len(packed), len(member.content), member.size) > _MOST_BYTES:
            return None
        common = _COMMON.pack(
            _VERSION,
            0 if member.name.isascii() else _UTF_8,
            member.compression,
            _MIDNIGHT,
            _FIRST_DAY,
            member.crc,
            len(member.content),
            member.size,
            len(name),
            0,
        )
        further = _FURTHER.pack(0, 0, 0, member.mode, len(packed))
        directory += b"PK\x01\x02" + struct.pack("<H", _UNIX | _VERSION) + common + further + name
        packed += b"PK\x03\x04" + common + name + member.content
    if len(members) >= _MOST_MEMBERS or len(packed) + len(directory) > _MOST_BYTES:
        return None
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(packed), 0)
    return bytes(packed + directory + end)
