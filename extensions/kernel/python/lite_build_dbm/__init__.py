"""Files that keep bytes by keys: the standard library's `dbm`, which Pyodide's Python leaves out.

Kernels import it as `dbm`, and `shelve` finds it there. It follows the library's documentation
(<https://docs.python.org/3/library/dbm.html>), and its files are those of Python elsewhere. What needs a
library in C, `dbm.gnu` and `dbm.ndbm`, is not there.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    Name = str | bytes | PathLike[str] | PathLike[bytes]

__all__ = ["error", "open", "whichdb"]

SQLITE_BEGINS = b"SQLite format 3\0"
#: The first four bytes of GNU's files, as a number of the machine that has written them.
GNU_NUMBERS = frozenset({0x13579ACD, 0x13579ACE, 0x13579ACF})
#: The same of a hash of Berkeley DB, twelve bytes further on.
BERKELEY_NUMBER = 0x00061561
#: By what new files are made: the first that there is.
PREFERRED = ("dbm.sqlite3", "dbm.dumb")


class DatabaseError(Exception):
    """A database cannot be opened."""


DatabaseError.__name__ = DatabaseError.__qualname__ = "error"
#: All that a database may raise; the first is of `open` itself.
error = (DatabaseError, OSError)


def whichdb(filename: Name) -> str | None:
    """Guess which module a database is of.

    Args:
        filename: with no suffix, as it is given to `open`.

    Returns:
        the module's name; "" if there is a file, and it is of none; None if none can be read.
    """
    path = os.fsdecode(filename)
    if Path(f"{path}.pag").exists() and Path(f"{path}.dir").exists():
        return "dbm.ndbm"
    if _is_number(_first_bytes(f"{path}.db"), 12, {BERKELEY_NUMBER}):
        return "dbm.ndbm"
    index = _first_bytes(f"{path}.dir")
    if Path(f"{path}.dat").exists() and index is not None and index[:1] in {b"", b"'", b'"'}:
        return "dbm.dumb"
    begins = _first_bytes(path)
    if begins is None:
        return None
    if begins == SQLITE_BEGINS:
        return "dbm.sqlite3"
    return "dbm.gnu" if _is_number(begins, 0, GNU_NUMBERS) else ""


def open(file: Name, flag: str = "r", mode: int = 0o666) -> Any:  # noqa: A001 - the library's name
    """Open a database, by the module that it is of; a new one by the best module that there is.

    Args:
        file: its name, with no suffix.
        flag: "r" to read, "w" to write what is there, "c" to make it if need be, "n" to make it anew.
        mode: of new files, before the process's mask.

    Raises:
        error: it is not there, of no module, or of one that is not there.
    """
    found = None if "n" in flag else whichdb(file)
    if found is None and not {"c", "n"} & set(flag):
        raise DatabaseError(f"there is no database {os.fsdecode(file)!r}; the flags 'c' and 'n' make one")
    if found == "":
        raise DatabaseError(f"{os.fsdecode(file)!r} is a file, and no database of a known kind")
    for name in PREFERRED if found is None else (found,):
        try:
            # By its place in this package, whatever this package is imported as.
            module = importlib.import_module(name.replace("dbm", __name__, 1))
        except ImportError:
            continue
        return module.open(file, flag, mode)
    raise DatabaseError(f"{os.fsdecode(file)!r} is a database of {found}, which this Python has not")


def _first_bytes(path: str) -> bytes | None:
    try:
        with Path(path).open("rb") as file:
            return file.read(16)
    except OSError:
        return None


def _is_number(content: bytes | None, start: int, numbers: set[int] | frozenset[int]) -> bool:
    part = (content or b"")[start : start + 4]
    return len(part) == 4 and bool({int.from_bytes(part, "little"), int.from_bytes(part, "big")} & numbers)
