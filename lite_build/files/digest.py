"""The hash of a file, as indexes, npm and browsers write it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Digest:
    """A hash that a file must have.

    Args:
        algorithm: a name that `hashlib` knows: "sha256", "sha512", …
        hexdigest: in lower-case hex.
    """

    algorithm: str
    hexdigest: str

    @classmethod
    def from_integrity(cls, integrity: str) -> Digest:
        """Read one Subresource Integrity value, such as "sha512-<base64>".

        Raises:
            ValueError: it is not of that form.

        Source: <https://www.w3.org/TR/SRI/>.
        """
        algorithm, dash, encoded = integrity.partition("-")
        if not dash or algorithm not in {"sha256", "sha384", "sha512"}:
            raise ValueError(f"not a Subresource Integrity value: {integrity!r}")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError(f"not a Subresource Integrity value: {integrity!r}") from error
        if len(raw) != hashlib.new(algorithm).digest_size:
            raise ValueError(f"not a whole {algorithm}: {integrity!r}")
        return cls(algorithm, raw.hex())

    @classmethod
    def of_file(cls, path: Path, algorithm: str = "sha256") -> Digest:
        """Hash a file."""
        with path.open("rb") as file:
            return cls(algorithm, hashlib.file_digest(file, algorithm).hexdigest())

    def to_integrity(self) -> str:
        """Write it as Subresource Integrity; the inverse of `from_integrity`."""
        encoded = base64.b64encode(bytes.fromhex(self.hexdigest)).decode("ascii")
        return f"{self.algorithm}-{encoded}"

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.hexdigest}"
