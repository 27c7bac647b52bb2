"""What is remembered of the last build of an output, so that the next one may find nothing to do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct, convert, to_builtins

from lite_build.build.fingerprint import files_below
from lite_build.build.report import SiteReport
from lite_build.store.bucket import Bucket

if TYPE_CHECKING:
    from pathlib import Path


class BuildRecord(Struct, frozen=True):
    """What the last build of an output was made from, and what it left.

    Args:
        fingerprint: hash of everything that the site was made from.
        packages: the part of it that the packages make, in a hash of its own.
        files: path to [size in bytes, modification time in nanoseconds] of each file of the site.
        report: the build's report.
        transfer_sizes: `TransferSizes.found` of it.
    """

    fingerprint: str
    packages: str
    files: dict[str, list[int]]
    report: SiteReport
    transfer_sizes: dict[str, int]


def read_record(cache: Path, output: Path) -> BuildRecord | None:
    """Read what the last build of this output was made from; None where nothing is known of it."""
    return _records(cache).recall(_record_key(output), lambda data: convert(data, BuildRecord))


def write_record(cache: Path, output: Path, record: BuildRecord) -> None:
    """Keep what this build was made from, for the next one."""
    _records(cache).remember(_record_key(output), to_builtins(record))


def _records(cache: Path) -> Bucket:
    return Bucket(cache, "builds")


def _record_key(output: Path) -> str:
    return f"{hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:24]}.json"


def files_of(output: Path) -> dict[str, list[int]]:
    """Tell the size and date of every file of a site, by its path."""
    states = {}
    for file, name in files_below(output):
        state = file.stat()
        states[name] = [state.st_size, state.st_mtime_ns]
    return states
