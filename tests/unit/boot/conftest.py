"""What the tests of boot files share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.network import Digest
from lite_build.packages.fetch import FetchedPackage
from lite_build.packages.lock import LockedPackage

if TYPE_CHECKING:
    from pathlib import Path


def shipped(wheel: Path, *requires: str) -> FetchedPackage:
    """A wheel as a site ships it."""
    name, version = wheel.name.split("-")[:2]
    sha256 = Digest.of_file(wheel).hexdigest
    locked = LockedPackage(
        name.replace("_", "-"), version, wheel.name, sha256, "index", "", None, requires, ()
    )
    return FetchedPackage(locked, wheel, sha256)
