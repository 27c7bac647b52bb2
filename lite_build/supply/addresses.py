"""Where things lie in a site: under names made from their hashes, so that no cache mixes two builds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core

PYODIDE_FOLDER = "static/pyodide"
PACKAGES_FOLDER = "static/packages"
BOOT_FOLDER = "static/boot"
PAGE_FOLDER = "static/page"


def core_folder(core: Core) -> str:
    """Where the core lies, relative to the site."""
    return f"{PYODIDE_FOLDER}/{core.version}-{_short_hash(core.integrity)}"


def package_url(fetched: FetchedPackage) -> str:
    """Where a package lies, relative to the runtime's lock."""
    return f"{fetched.sha256[:12]}/{fetched.path.name}"


def site_lock_url(lock_text: str) -> str:
    """Where the runtime's lock lies, relative to the site."""
    return f"{PACKAGES_FOLDER}/pyodide-lock.{_short_hash(lock_text)}.json"


def boot_file_url(name: str, sha256: str) -> str:
    """Where the archive or the snapshot lies, relative to the site.

    Not as ".gz": some hosts would say of such a file that it is compressed, and browsers then undo it.
    """
    return f"{BOOT_FOLDER}/{name}.{sha256[:12]}.bin"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
