"""What the tests of boot files share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.files.digest import Digest
from lite_build.packages.locked.lock import LockedPackage
from lite_build.packages.wheels.package_file import FetchedPackage

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
