"""What a kept folder holds, written down beside it when it is made, so that damage is seen later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lite_build.files.digest import Digest

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

RECORD = "made.json"


@dataclass(frozen=True)
class Recorded:
    """A folder that is as it was made.

    Args:
        folder: it.
        hashes: the SHA-256 of each file that was hashed, in hex, by its path inside.
        facts: what its maker told of it.
    """

    folder: Path
    hashes: dict[str, str]
    facts: Any

    def files(self) -> dict[Path, str]:
        """The hashed files, each with its SHA-256."""
        return {self.folder / name: sha256 for name, sha256 in self.hashes.items()}


def record(folder: Path, *, facts: object = None, hashed: Collection[str] | None = None) -> Path:
    """Write down what a new folder holds.

    Args:
        folder: with all its files.
        facts: JSON data that `recorded` gives back.
        hashed: paths inside of the files that are compared by hash, the rest by size; None for all. To hash
            a full distribution would cost every build a second, and its packages have hashes of their own.

    Returns:
        The folder.
    """
    sizes = _sizes(folder)
    hashes = {name: Digest.of_file(folder / name).hexdigest for name in (sizes if hashed is None else hashed)}
    text = json.dumps({"sizes": sizes, "hashes": hashes, "facts": facts}, sort_keys=True)
    (folder / RECORD).write_text(text, encoding="utf-8")
    return folder


def recorded(folder: Path) -> Recorded | None:
    """Read a folder that was recorded; None where it is not there, or not what it was."""
    try:
        noted = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        found = Recorded(folder, noted["hashes"], noted["facts"])
        whole = noted["sizes"] == _sizes(folder) and all(
            Digest.of_file(path).hexdigest == sha256 for path, sha256 in found.files().items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if whole else None


def _sizes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / RECORD
    }
