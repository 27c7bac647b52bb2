"""What a site's settings say of the archive and the snapshot."""

from __future__ import annotations

from msgspec import Struct


class BootFile(Struct, frozen=True, rename="camel"):
    """A file that a kernel boots from, as data with the names that TypeScript reads.

    Args:
        url: relative to the site's root.
        transfer_size: of the file, which is compressed by gzip, in bytes.
        size: when decompressed, in bytes.
    """

    url: str
    transfer_size: int
    size: int


class BootManifest(Struct, frozen=True, rename="camel"):
    """What the kernel in the page must know to boot from the files: `extensions/boot/src/files/manifest.ts`.

    Args:
        parts: what the archive's files are read from, in the order of its numbers.
        standard_library: Python's own library: not compressed once more.
        wheels: that the archive's sources stay in, in the order of its numbers; relative to the site's root.
        distributions: versions of what is in the archive, by normalized name.
        imports: what was imported before the snapshot was made, besides the kernel.
    """

    pyodide_version: str
    archive: BootFile
    snapshot: BootFile
    parts: tuple[BootFile, ...]
    standard_library: BootFile
    wheels: tuple[str, ...]
    distributions: dict[str, str]
    imports: tuple[str, ...]
