"""How many bytes a static host sends for a file."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from lite_build.hosting.content_types import content_type, is_compressible

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE_KNOWN: Mapping[str, int] = MappingProxyType({})


class TransferSizes:
    """Tells what is sent of each file of a site, by a host that compresses by gzip what GitHub Pages does.

    To compress a site takes longer than to put it together, and most of it is the same in the next build.

    Args:
        known: what was found in an earlier build: its `found`.

    Attributes:
        found: the compressed size in bytes of all files that were asked for, by the hash of the content and
            of what compresses it here: what another library has found is no part of what is told.
    """

    def __init__(self, known: Mapping[str, int] = _NONE_KNOWN) -> None:
        self._known = known
        self.found: dict[str, int] = {}

    def of(self, name: str, content: bytes) -> int:
        """Tell the size of a file as it is sent, in bytes. May be called from several threads."""
        if not is_compressible(content_type(PurePosixPath(name))):
            return len(content)
        digest = hashlib.sha256(zlib.ZLIB_RUNTIME_VERSION.encode() + content).hexdigest()
        size = self._known.get(digest) or len(gzip.compress(content, compresslevel=6, mtime=0))
        self.found[digest] = size
        return size
