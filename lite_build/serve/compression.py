"""Compressed bodies: whether a client takes them, and a bounded memory of those already made."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from threading import Lock

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
        self._capacity = capacity
        self._size = 0
        self._bodies: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def compress(self, body: bytes) -> bytes:
        """Return the body as gzip. Equal bodies give equal bytes."""
        key = hashlib.sha256(body).digest()
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
                return self._bodies[key]
        compressed = gzip.compress(body, compresslevel=6, mtime=0)
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = compressed
                self._size += len(compressed)
            while self._size > self._capacity:
                _, dropped = self._bodies.popitem(last=False)
                self._size -= len(dropped)
        return compressed
