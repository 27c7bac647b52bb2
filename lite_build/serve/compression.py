"""Bodies compressed for the clients that take them."""

from __future__ import annotations

import gzip
import hashlib
from contextlib import suppress
from threading import Lock

from cachetools import LRUCache

#: In bytes. A shorter body gains less than the header costs.
SMALLEST_COMPRESSED = 1024


def accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether a request's `Accept-Encoding` allows gzip.

    Source: RFC 9110, section 12.5.3. A coding that is named goes before "*"; a weight of 0 refuses.
    """
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        try:
            weights[coding] = float(weight)
        except ValueError:
            weights[coding] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


class CompressedBodies:
    """Compresses bodies, and remembers the latest ones by their content.

    May be used from several threads at once.

    Args:
        capacity: how many bytes of compressed bodies are kept.
    """

    def __init__(self, capacity: int) -> None:
        self._bodies: LRUCache[bytes, bytes] = LRUCache(capacity, getsizeof=len)
        self._lock = Lock()

    def compress(self, body: bytes) -> bytes:
        """Return the body as gzip. Equal bodies give equal bytes."""
        key = hashlib.sha256(body).digest()
        with self._lock:
            if (kept := self._bodies.get(key)) is not None:
                return kept
        compressed = gzip.compress(body, compresslevel=6, mtime=0)
        # One that is larger than all that may be kept is not.
        with self._lock, suppress(ValueError):
            self._bodies[key] = compressed
        return compressed
