"""Databases of two files that need no library: the standard library's `dbm.dumb`.

`NAME.dat` has the values, each from the start of a block on. `NAME.dir` has a line for each key,
`'key', (position, size)`: Python's literals, of the key's bytes as Latin-1. `NAME.bak` is the `.dir` before
the last change. The space of what was removed is not used again.
"""

from __future__ import annotations

import ast
import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from types import TracebackType

__all__ = ["error", "open"]

error = OSError

BLOCK_BYTES = 512
FLAGS = frozenset("rwcn")


class DumbDatabase(MutableMapping["bytes | str", bytes]):
    """An open database.

    Args:
        name: of its files, with no suffix.
        flag: see `open`.
        mode: of new files.
    """

    #: Of each key, where its value is; None when the database is closed, or was never opened.
    _places: dict[bytes, tuple[int, int]] | None = None

    def __init__(self, name: str, flag: str, mode: int) -> None:
        self._data, self._index, self._backup = (Path(f"{name}.{kind}") for kind in ("dat", "dir", "bak"))
        self._mode = mode
        self._reads_only = flag == "r"
        self._is_changed = False
        if flag == "n":
            for path in (self._data, self._index, self._backup):
                path.unlink(missing_ok=True)
        if flag in {"c", "n"} and not self._data.exists():
            self._write(self._data, b"", os.O_WRONLY | os.O_CREAT)
            self._write(self._index, b"", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        # Raises where there are no values.
        self._data.stat()
        if self._index.exists() or not self._backup.exists():
            self._places = self._read_index(self._index)
        else:
            # Python was ended while it wrote the index anew.
            self._places = self._read_index(self._backup)
            self._is_changed = not self._reads_only

    def __getitem__(self, key: bytes | str) -> bytes:
        position, size = self._opened()[_as_bytes(key, "keys")]
        with self._data.open("rb") as file:
            file.seek(position)
            return file.read(size)

    def __setitem__(self, key: bytes | str, value: bytes | str) -> None:
        places = self._opened_to_write()
        name, content = _as_bytes(key, "keys"), _as_bytes(value, "values")
        known = places.get(name)
        if known is not None and _blocks(len(content)) <= _blocks(known[1]):
            position = known[0]
            with self._data.open("r+b") as file:
                file.seek(position)
                file.write(content)
        else:
            with self._data.open("r+b") as file:
                end = file.seek(0, os.SEEK_END)
                position = _blocks(end) * BLOCK_BYTES
                file.write(bytes(position - end) + content)
        places[name] = position, len(content)
        if known is None:
            # A key more is a line more: what was written is there, however Python ends.
            self._write(self._index, _line(name, places[name]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        elif known != places[name]:
            self._is_changed = True

    def __delitem__(self, key: bytes | str) -> None:
        places = self._opened_to_write()
        del places[_as_bytes(key, "keys")]
        self._is_changed = True
        # Before the place is anyone else's.
        self.sync()

    def __contains__(self, key: object) -> bool:
        return isinstance(key, bytes | str) and _as_bytes(key, "keys") in self._opened()

    def __iter__(self) -> Iterator[bytes]:
        return iter(list(self._opened()))

    def __len__(self) -> int:
        return len(self._opened())

    def keys(self) -> list[bytes]:  # type: ignore[override]
        """The keys, in a list."""
        return list(self._opened())

    def sync(self) -> None:
        """Write the index, if it has changed."""
        if self._places is None or not self._is_changed:
            return
        if self._index.exists():
            self._index.replace(self._backup)
        lines = b"".join(_line(key, place) for key, place in self._places.items())
        self._write(self._index, lines, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self._is_changed = False

    def close(self) -> None:
        """Write the index, if it has changed, and be of no more use."""
        try:
            self.sync()
        finally:
            self._places = None

    __del__ = close

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> dict[bytes, tuple[int, int]]:
        if self._places is None:
            raise error("the database is closed")
        return self._places

    def _opened_to_write(self) -> dict[bytes, tuple[int, int]]:
        places = self._opened()
        if self._reads_only:
            raise error("the database was opened to read alone: open it with the flag 'w' or 'c'")
        return places

    def _read_index(self, path: Path) -> dict[bytes, tuple[int, int]]:
        places = {}
        for number, line in enumerate(path.read_bytes().decode("latin-1").split("\n"), 1):
            if not line.strip():
                continue
            try:
                key, (position, size) = ast.literal_eval(line.strip())
                places[key.encode("latin-1")] = int(position), int(size)
            except (ValueError, TypeError, AttributeError, SyntaxError):
                _refuse(path, number)
        return places

    def _write(self, path: Path, content: bytes, flags: int) -> None:
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0), self._mode), "wb") as file:
            file.write(content)


def open(  # noqa: A001 - the library's name
    file: str | bytes | PathLike[str] | PathLike[bytes], flag: str = "c", mode: int = 0o666
) -> DumbDatabase:
    """Open a database.

    Args:
        file: its name, with no suffix.
        flag: "r" to read, "w" to write what is there, "c" to make it if need be, "n" to make it anew.
        mode: of new files, before the process's mask.

    Raises:
        OSError: it is not there, or its index is damaged.
        ValueError: there is no such flag.
    """
    if flag not in FLAGS:
        raise ValueError(f"the flag is 'r', 'w', 'c' or 'n', and not {flag!r}")
    return DumbDatabase(os.fsdecode(file), flag, mode)


def _as_bytes(given: object, what: str) -> bytes:
    if isinstance(given, str):
        return given.encode()
    if isinstance(given, bytes | bytearray):
        return bytes(given)
    raise TypeError(f"{what} are bytes or strings, and not {type(given).__name__}")


def _blocks(size: int) -> int:
    return -(-size // BLOCK_BYTES)


def _line(key: bytes, place: tuple[int, int]) -> bytes:
    return f"{key.decode('latin-1')!r}, {place!r}\n".encode("latin-1")


def _refuse(path: Path, line: int) -> NoReturn:
    raise error(f"{path.name}, line {line}, is damaged: it has no key with the place of its value")
