"""The standards of Python's packaging: names, versions and requirements, as `packaging` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name
    from packaging.version import InvalidVersion, Version
else:
    # Every kernel has micropip's copy; a site's own would be fetched.
    try:
        from micropip._vendored.packaging.src.packaging.requirements import InvalidRequirement, Requirement
        from micropip._vendored.packaging.src.packaging.utils import canonicalize_name
        from micropip._vendored.packaging.src.packaging.version import InvalidVersion, Version
    except ImportError:
        from packaging.requirements import InvalidRequirement, Requirement
        from packaging.utils import canonicalize_name
        from packaging.version import InvalidVersion, Version

__all__ = ["InvalidRequirement", "InvalidVersion", "Requirement", "Version", "canonicalize_name"]
