"""Knows what pytest and its plugins write: reports, caches, coverage.

What tests write is theirs: it stays in memory. So nothing counts while one runs, nor while modules are
imported to find tests.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOR_WRITING = os.O_WRONLY | os.O_RDWR
#: Devices, and the folders that `tmp_path` makes, which are nobody's.
_NOT_FILES = ("/dev/", "/proc/")
_TEMPORARY = "/pytest-of-"


class WrittenFiles:
    """The files that were written since this was made, but for pauses."""

    def __init__(self) -> None:
        self._paths: dict[str, None] = {}
        self._pauses = 0
        sys.addaudithook(self._hear)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Count nothing while the block runs."""
        self._pauses += 1
        try:
            yield
        finally:
            self._pauses -= 1

    def files(self) -> list[str]:
        """The files that are there now, absolute; of folders that came by a new name, all in them."""
        self._pauses += 1
        found: dict[str, None] = {}
        for path in self._paths:
            if path.startswith(_NOT_FILES) or _TEMPORARY in path:
                continue
            below = sorted(Path(path).rglob("*"))
            found.update(dict.fromkeys(str(each) for each in (Path(path), *below) if each.is_file()))
        return list(found)

    def _hear(self, event: str, values: tuple[Any, ...]) -> None:
        if self._pauses:
            return
        if event == "open":
            path, mode, flags = values
            if flags & _FOR_WRITING or (mode is not None and "r" not in mode):
                self._note(path)
        elif event == "os.rename":
            self._note(values[1])
        elif event == "sqlite3.connect":
            self._note(values[0])

    def _note(self, path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            named = os.fsdecode(path)
            if not named.startswith(":"):
                self._paths[str(Path.cwd() / named)] = None
