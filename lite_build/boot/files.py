"""The files that the kernels of a site boot from: made once for equal inputs, and kept between builds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.boot.compiled import compiled_parts
from lite_build.boot.kept import KeptFile, read_files, record_files
from lite_build.boot.maker_process import makers_identity
from lite_build.boot.snapshot import make_snapshot
from lite_build.store.bucket import Bucket
from lite_build.store.disk import refusals_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from lite_build.boot.compiled import CompiledPart
    from lite_build.boot.selection import BootSelection
    from lite_build.runtime.core import Core

#: Counts up when the inputs that the key is made of change their meaning.
_FORMAT = 4


@dataclass(frozen=True)
class BootFiles:
    """What the kernels of a site boot from: files that are compressed by gzip.

    Args:
        selection: what they are made of.
        archive: the packages' metadata, and a list of all their files.
        snapshot: Python's memory.
        parts: what the archive's other files are read from, in the order of its numbers.
    """

    selection: BootSelection
    archive: KeptFile
    snapshot: KeptFile
    parts: tuple[KeptFile, ...]


def boot_files(
    core: Core, lock_text: str, selection: BootSelection, cache: Path, report: Callable[[str], None]
) -> BootFiles:
    """Get the files for these inputs: those of earlier builds, if they are still whole, or new ones.

    Args:
        core: Pyodide.
        lock_text: the site's `pyodide-lock.json`.
        selection: what the files are made of.
        cache: the user's cache.
        report: is told when some have to be made, which takes a while.

    Raises:
        LiteBuildError: they cannot be made.
    """
    owner = "kernel's" if selection.has_kernel else "tests'"
    with refusals_in_words(cache):
        compiled = compiled_parts(core, selection.packages, cache, report)
        parts = {fetched: part for fetched, part in compiled.items() if part.places}
        archive, snapshot = Bucket(cache, "boot").keep(
            _key(core, lock_text, selection, parts.values()),
            read_files,
            lambda folder: record_files(folder, make_snapshot(core, lock_text, selection, parts, folder)),
            begin=lambda: report(f"Making the {owner} snapshot"),
        )
    return BootFiles(selection, archive, snapshot, tuple(part.file for part in parts.values()))


def _key(core: Core, lock_text: str, selection: BootSelection, parts: Iterable[CompiledPart]) -> str:
    inputs = [
        _FORMAT,
        *makers_identity(core),
        lock_text,
        [(fetched.package.name, fetched.sha256) for fetched in selection.packages],
        [part.file.sha256 for part in parts],
        selection.imports,
        selection.has_kernel,
    ]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:32]
