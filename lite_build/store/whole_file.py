"""Files that are whole or not there, whenever somebody looks, and after whatever killed their writer."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replaced_by(path: Path) -> Iterator[Path]:
    """Give a name beside a file to write to; what is there when the block ends well takes the file's place.

    Args:
        path: the file, existing or not. The folder around it is made where needed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8, with the ends of its lines as they are."""
    with replaced_by(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")
