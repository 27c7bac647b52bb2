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
#: Devices.
_NOT_FILES = ("/dev/", "/proc/")


class WrittenFiles:
    """The files that were written since this was made, but for pauses."""

    def __init__(self) -> None:
        self._paths: dict[str, None] = {}
        self._renamed: dict[str, None] = {}
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
        below = [str(each) for folder in self._renamed for each in sorted(Path(folder).rglob("*"))]
        return [
            path
            for path in dict.fromkeys([*self._paths, *self._renamed, *below])
            if not path.startswith(_NOT_FILES) and Path(path).is_file()
        ]

    def _hear(self, event: str, values: tuple[Any, ...]) -> None:
        if self._pauses:
            return
        if event == "open":
            path, mode, flags = values
            if flags & _FOR_WRITING or (mode is not None and "r" not in mode):
                self._note(path, self._paths)
        elif event == "os.rename":
            self._note(values[1], self._renamed)
        elif event == "sqlite3.connect":
            self._note(values[0], self._paths)

    def _note(self, path: object, among: dict[str, None]) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            among[str(Path.cwd() / os.fsdecode(path))] = None
