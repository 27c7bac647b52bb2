"""The standards of Python's packaging: names, versions and requirements, as `packaging` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
    from packaging.version import InvalidVersion, Version
else:
    # Every kernel has micropip's copy; a site's own would be fetched.
    try:
        from micropip._vendored.packaging.src.packaging.requirements import InvalidRequirement, Requirement
        from micropip._vendored.packaging.src.packaging.utils import (
            InvalidWheelFilename,
            canonicalize_name,
            parse_wheel_filename,
        )
        from micropip._vendored.packaging.src.packaging.version import InvalidVersion, Version
    except ImportError:
        from packaging.requirements import InvalidRequirement, Requirement
        from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
        from packaging.version import InvalidVersion, Version

# The patterns that it reads with are compiled for the first one: here the snapshot has them.
Requirement("name[extra]>=1; python_version > '3'")

__all__ = [
    "InvalidRequirement",
    "InvalidVersion",
    "InvalidWheelFilename",
    "Requirement",
    "Version",
    "canonicalize_name",
    "parse_wheel_filename",
]
