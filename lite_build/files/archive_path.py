"""Names of files in archives and in lists of files, which others wrote."""

from __future__ import annotations

from pathlib import PurePosixPath


def leads_out(name: str) -> bool:
    r"""Tell whether a file of this name would land outside of the folder that it is put into, on any system.

    "\" and ":" are letters to archives and to Linux, and lead out of a folder on Windows.

    Args:
        name: relative, with "/" between its parts.
    """
    path = PurePosixPath(name)
    return (
        not path.parts or path.is_absolute() or ".." in path.parts or any(letter in name for letter in "\\:")
    )
