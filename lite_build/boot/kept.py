"""Files that are made once for equal inputs, and kept between builds in the user's cache."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from lite_build.errors import BuildFailure
from lite_build.network import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RECORD = "made.json"
_MAKING = ".making-"
#: In seconds; making takes some.
_ABANDONED_AFTER = 24 * 60 * 60


@dataclass(frozen=True)
class MadeFile:
    """A file that was made.

    Args:
        name: what it is; a file of this name holds it.
        size: in bytes, before it was compressed if it was.
    """

    name: str
    size: int


@dataclass(frozen=True)
class KeptFile:
    """A file in the cache: not to be changed.

    Args:
        path: the file.
        sha256: of the file, in hex.
        size: in bytes, before it was compressed if it was.
    """

    path: Path
    sha256: str
    size: int


@contextmanager
def making_alone(place: Path) -> Iterator[Path]:
    """Make a folder beside a place to make files in that will be kept, while no other build does.

    Another build may have made them while this one waited.

    Args:
        place: what the builds wait for; the folder around it need not be there.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{place}.lock"):
        _sweep(place.parent)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=_MAKING) as folder:
            yield Path(folder)


def keep(new: Path, files: Sequence[MadeFile], kept: Path) -> tuple[KeptFile, ...]:
    """Put a folder of new files in its place, in `making_alone`.

    Args:
        new: the folder, which is gone afterwards.
        files: what it holds.
        kept: the place; what is there is damaged.

    Returns:
        The files, in the order in which they were given.

    Raises:
        BuildFailure: they are not whole when they are read again.
        OSError: what is there cannot be removed.
    """
    record = [(file.name, file.size, Digest.of_file(new / file.name).hexdigest) for file in files]
    (new / _RECORD).write_text(json.dumps(record), encoding="utf-8")
    kept.parent.mkdir(parents=True, exist_ok=True)
    if kept.exists():
        shutil.rmtree(kept)
    new.replace(kept)
    found = read_kept(kept, [file.name for file in files])
    if found is None:
        raise BuildFailure(
            "what kernels start from was damaged as soon as it was written",
            where=str(kept),
            remedy="Delete that folder, see that the disk has room, and build again.",
        )
    return found


def read_kept(kept: Path, names: Sequence[str]) -> tuple[KeptFile, ...] | None:
    """Read the files of a place.

    Args:
        kept: the place.
        names: what it is to hold, in this order.

    Returns:
        The files; None where one is not there or not what it was.
    """
    try:
        record = json.loads((kept / _RECORD).read_text(encoding="utf-8"))
        files = tuple(KeptFile(kept / name, sha256, int(size)) for name, size, sha256 in record)
        whole = [file.path.name for file in files] == list(names) and all(
            Digest.of_file(file.path).hexdigest == file.sha256 for file in files
        )
    except (OSError, ValueError, TypeError):
        return None
    return files if whole else None


def _sweep(folder: Path) -> None:
    """Remove what builds left that were killed."""
    for path in folder.glob(f"{_MAKING}*"):
        # A build that makes something else, under another lock, may sweep at the same time.
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(path, ignore_errors=True)
