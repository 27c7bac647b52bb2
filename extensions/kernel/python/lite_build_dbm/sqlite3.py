"""Databases of one file of SQLite's: the standard library's `dbm.sqlite3`, which makes new ones.

The journal is SQLite's ordinary one: what is beside the file after Python has ended is one file at the most.
Files in another mode, as Python elsewhere makes them, stay as they are.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from types import TracebackType

__all__ = ["error", "open"]

#: How SQLite opens the file, by our flags.
MODES = {"r": "ro", "w": "rw", "c": "rwc", "n": "rwc"}
TABLE = "CREATE TABLE IF NOT EXISTS Dict (key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)"


class DatabaseError(OSError):
    """SQLite cannot do what is asked."""


DatabaseError.__name__ = DatabaseError.__qualname__ = "error"
error = DatabaseError


class SqliteDatabase(MutableMapping[Any, bytes]):
    """An open database. Keys and values that are no bytes are written as SQLite has them as text.

    Args:
        path: of its file.
        flag: see `open`.
        mode: of a new file.
    """

    #: None when the database is closed, or was never opened.
    _connection: sqlite3.Connection | None = None

    def __init__(self, path: Path, flag: str, mode: int) -> None:
        if flag == "n":
            for beside in ("", "-journal", "-wal", "-shm"):
                path.with_name(path.name + beside).unlink(missing_ok=True)
        if flag in {"c", "n"} and not path.exists():
            path.touch(mode)
        with _told():
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={MODES[flag]}", isolation_level=None, uri=True
            )
        try:
            self._run(TABLE if flag in {"c", "n"} else "SELECT count(*) FROM sqlite_master")
        except error:
            self.close()
            raise

    def __getitem__(self, key: Any) -> bytes:
        rows = self._run("SELECT value FROM Dict WHERE key = CAST(? AS BLOB)", key)
        if not rows:
            raise KeyError(key)
        return bytes(rows[0][0])

    def __setitem__(self, key: Any, value: Any) -> None:
        self._run("REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), CAST(? AS BLOB))", key, value)

    def __delitem__(self, key: Any) -> None:
        if not self._run("DELETE FROM Dict WHERE key = CAST(? AS BLOB) RETURNING 1", key):
            raise KeyError(key)

    def __iter__(self) -> Iterator[bytes]:
        # All at once: the loop may change the database.
        return iter(self.keys())

    def __len__(self) -> int:
        return int(self._run("SELECT count(*) FROM Dict")[0][0])

    def keys(self) -> list[bytes]:  # type: ignore[override]
        """The keys, in a list."""
        return [bytes(key) for (key,) in self._run("SELECT key FROM Dict")]

    def close(self) -> None:
        """Be of no more use."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    __del__ = close

    def _run(self, statement: str, *values: Any) -> list[Any]:
        if self._connection is None:
            raise error("the database is closed")
        with _told(), contextlib.closing(self._connection.execute(statement, values)) as rows:
            return rows.fetchall()


def open(  # noqa: A001 - the library's name
    filename: str | bytes | PathLike[str] | PathLike[bytes], /, flag: str = "r", mode: int = 0o666
) -> SqliteDatabase:
    """Open a database.

    Args:
        filename: of the file.
        flag: "r" to read, "w" to write what is there, "c" to make it if need be, "n" to make it anew.
        mode: of a new file, before the process's mask.

    Raises:
        error: it is not there, or no database.
        ValueError: there is no such flag.
    """
    if flag not in MODES:
        raise ValueError(f"the flag is 'r', 'w', 'c' or 'n', and not {flag!r}")
    return SqliteDatabase(Path(os.fsdecode(filename)), flag, mode)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Raise SQLite's errors as those of this module."""
    try:
        yield
    except sqlite3.Error as failure:
        raise error(str(failure)) from failure
