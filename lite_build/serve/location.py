"""From the path of a URL to a file of the site, and to nothing outside it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What a URL's path may not hold, though a file system would take it: the separators and the stream and
#: drive marks of Windows, and the end of a C string.
_REFUSED_CHARACTERS = "\\\0:" if os.name == "nt" else "\\\0"


def locate(site: Path, url_path: str) -> Path | None:
    """Find what a URL means: a file or a folder of the site, or None.

    Args:
        site: the folder that is served.
        url_path: the path below the site's root, decoded, with no leading slash.

    Returns:
        A regular file or a folder inside `site`, with every link followed; None if there is no such thing,
        or if it lies outside: by `..`, as an absolute path or through a link.
    """
    parts = url_path.removesuffix("/").split("/") if url_path else []
    if any(part in {"", ".", ".."} or set(part) & set(_REFUSED_CHARACTERS) for part in parts):
        return None
    try:
        root = site.resolve(strict=True)
        found = root.joinpath(*parts).resolve(strict=True)
        mode = found.stat().st_mode
    except (OSError, RuntimeError, ValueError):
        return None
    if not found.is_relative_to(root):
        return None
    if stat.S_ISDIR(mode) or (stat.S_ISREG(mode) and not url_path.endswith("/")):
        return found
    return None
