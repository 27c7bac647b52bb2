"""Where things lie in a site: under names made from their hashes, so that no cache mixes two builds."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from lite_build.packages.locked.lock import LockedFile
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core

PYODIDE_FOLDER = "static/pyodide"
PACKAGES_FOLDER = "static/packages"
BOOT_FOLDER = "static/boot"
PAGE_FOLDER = "static/page"
DATA_FOLDER = "static/data"
#: The kernels' script, as our extension brings it: a pattern.
WORKER_SCRIPT = "extensions/@lite-build/jupyterlite/static/worker.*.js"
#: Text that hosts compress on the way, and that none of them takes for a page or a program.
_TEXT_SUFFIXES = frozenset({".csv", ".geojson", ".json", ".tsv", ".txt", ".xml"})
_LONGEST_NAME = 80


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


def data_file_url(file: LockedFile) -> str:
    """Where a data file of another host lies, relative to the site."""
    name = PurePosixPath(unquote(urlsplit(file.url).path)).name
    name = re.sub(r"[^\w.-]+", "_", name, flags=re.ASCII)[-_LONGEST_NAME:].lstrip(".-") or "file"
    # A host that sees a name such as ".gz" or ".html" may change what it sends.
    suffix = "" if PurePosixPath(name).suffix in _TEXT_SUFFIXES else ".bin"
    return f"{DATA_FOLDER}/{file.sha256[:12]}/{name}{suffix}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
