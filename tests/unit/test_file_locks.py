"""The locks that kernels give `fcntl`, beside the system's own."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING

import file_locks
import pytest

fcntl = pytest.importorskip("fcntl", reason="this system has no such locks")

if TYPE_CHECKING:
    from pathlib import Path

NOW = fcntl.LOCK_EX | fcntl.LOCK_NB
SHARED = fcntl.LOCK_SH | fcntl.LOCK_NB


@pytest.fixture(params=["the system's", "ours"])
def locks(request: pytest.FixtureRequest) -> types.ModuleType:
    if request.param == "the system's":
        return fcntl
    module = types.ModuleType("fcntl")
    file_locks.add_locks(module)
    return module


def test_one_opening_keeps_another_out_until_it_unlocks_or_closes(
    locks: types.ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    with path.open("w") as first, path.open() as second:
        locks.flock(first, NOW)
        locks.flock(first.fileno(), NOW)
        with pytest.raises(BlockingIOError):
            locks.flock(second, NOW)
        locks.flock(first, locks.LOCK_UN)
        locks.flock(second, NOW)
        with pytest.raises(BlockingIOError):
            locks.flock(first, SHARED)
        second.close()
        locks.flock(first, NOW)


def test_readers_share_a_lock_and_keep_a_writer_out(locks: types.ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with path.open() as first, path.open() as second, (tmp_path / "other").open("w") as other:
        locks.flock(first, SHARED)
        locks.flock(second, SHARED)
        locks.flock(other, NOW)
        with pytest.raises(BlockingIOError):
            locks.flock(second, NOW)
        locks.flock(first, locks.LOCK_UN)
        locks.flock(second, NOW)


def test_a_programs_own_lock_of_a_part_is_always_had(locks: types.ModuleType, tmp_path: Path) -> None:
    with (tmp_path / "file").open("w+b") as first, (tmp_path / "file").open("r+b") as second:
        locks.lockf(first, NOW, 10, 0)
        locks.lockf(second, NOW)
        locks.lockf(first, locks.LOCK_UN)


def test_what_is_no_open_file_cannot_be_locked(locks: types.ModuleType) -> None:
    with pytest.raises(OSError, match="Bad file descriptor"):
        locks.flock(987_654, NOW)
    with pytest.raises((TypeError, AttributeError)):
        locks.flock("file", NOW)


def test_who_would_wait_for_ever_for_itself_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("w") as first, path.open() as second:
        file_locks.flock(first, file_locks.LOCK_EX)
        with pytest.raises(OSError, match="would for ever"):
            file_locks.flock(second, file_locks.LOCK_EX)
