"""Which `Content-Type` a file is served with."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

#: Types that Python's own table lacks, or that differ between its versions. A module script and
#: `WebAssembly.compileStreaming` refuse to run under any other type than these.
SITE_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ipynb": "application/json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".whl": "application/octet-stream",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}

#: What a host compresses on its way, besides text. Source: the "compressible" entries of mime-db,
#: which GitHub Pages goes by.
COMPRESSIBLE_TYPES = frozenset(
    {
        "application/json",
        "application/manifest+json",
        "application/wasm",
        "application/xml",
        "font/ttf",
        "image/svg+xml",
    }
)

# An instance holds only the table in Python's source: the functions of the module also read the Windows
# registry, where text editors leave types such as "text/plain" for ".js".
_python_types = mimetypes.MimeTypes()


def content_type(path: PurePath) -> str:
    """Name the media type of a file by its suffix, the same on every machine.

    Text is declared to be UTF-8, as GitHub Pages does.
    """
    suffix = path.suffix.lower()
    found = SITE_TYPES.get(suffix) or _python_types.types_map[True].get(suffix, "application/octet-stream")
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def is_compressible(type_name: str) -> bool:
    """Tell whether a host would compress a body of this `Content-Type`."""
    essence = type_name.partition(";")[0]
    return essence.startswith("text/") or essence in COMPRESSIBLE_TYPES
