"""Libraries that plain pages draw figures with, out of the packages of the site."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from lite_build.supply.addresses import PAGE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lite_build.packages.wheels.package_file import FetchedPackage

#: By what pages call a library: the package that carries it, and its place there. Each is one file that
#: hands its library to `module.exports`, as programs of Node.js do.
_CARRIED = {"plotly": ("plotly", "plotly/package_data/plotly.min.js")}
#: A page imports it as a module, so that it need not be a global.
_BEFORE = b"const module = { exports: {} };\n"
_BEHIND = b"\nexport default module.exports;\n"


def write_page_libraries(packages: Iterable[FetchedPackage], output: Path) -> dict[str, str]:
    """Write the libraries that packages of a site carry into the site.

    Args:
        packages: of the site.
        output: the site. What pages load is written already.

    Returns:
        Their addresses, relative to the site, by what pages call them.
    """
    files = {fetched.package.name: fetched.path for fetched in packages}
    found = {}
    for library, (package, member) in _CARRIED.items():
        source = _member(files[package], member) if package in files else None
        if source is not None:
            name = f"{library}.{hashlib.sha256(source).hexdigest()[:12]}.js"
            (output / PAGE_FOLDER / name).write_bytes(_BEFORE + source + _BEHIND)
            found[library] = f"{PAGE_FOLDER}/{name}"
    return found


def _member(path: Path, name: str) -> bytes | None:
    if path.suffix != ".whl":
        return None
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(name) if name in wheel.namelist() else None
