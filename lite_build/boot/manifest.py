"""What a site's settings say of the archive and the snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BootFile:
    """A file that a kernel boots from.

    Args:
        url: relative to the site's root.
        transfer_size: of the file, which is compressed by gzip, in bytes.
        size: when decompressed, in bytes.
    """

    url: str
    transfer_size: int
    size: int

    def as_json(self) -> dict[str, Any]:
        """The file as plain data, with the names that TypeScript reads."""
        return {"url": self.url, "transferSize": self.transfer_size, "size": self.size}


@dataclass(frozen=True)
class BootManifest:
    """What the kernel in the page must know to boot from the files: `extensions/boot/src/manifest.ts`.

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

    def as_json(self) -> dict[str, Any]:
        """The manifest as plain data, with the names that TypeScript reads."""
        return {
            "pyodideVersion": self.pyodide_version,
            "archive": self.archive.as_json(),
            "snapshot": self.snapshot.as_json(),
            "parts": [part.as_json() for part in self.parts],
            "standardLibrary": self.standard_library.as_json(),
            "wheels": list(self.wheels),
            "distributions": self.distributions,
            "imports": list(self.imports),
        }
