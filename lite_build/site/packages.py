"""The locked packages in the site: wheels, the runtime's lock, and extensions of JupyterLab."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

from lite_build.packages.labextensions import extract_labextensions
from lite_build.packages.pyodide_lock import site_lock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lite_build.packages.fetch import FetchedPackage
    from lite_build.provision import Provision
    from lite_build.runtime.core import Core

PACKAGES_FOLDER = "static/packages"


def package_url(fetched: FetchedPackage) -> str:
    """Where a package lies, relative to the runtime's lock.

    The folder is named after the file's hash: a local wheel that changes under one name is another address,
    which no cache can mistake for the old one.
    """
    return f"{fetched.sha256[:12]}/{fetched.path.name}"


def site_lock_text(core: Core, packages: Sequence[FetchedPackage]) -> str:
    """The `pyodide-lock.json` of a site's packages."""
    lock = site_lock(core, packages, package_url)
    return json.dumps(lock, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def site_lock_url(provision: Provision) -> str:
    """Where the runtime's lock lies, relative to the site."""
    digest = hashlib.sha256(provision.site_lock_text.encode()).hexdigest()[:12]
    return f"{PACKAGES_FOLDER}/pyodide-lock.{digest}.json"


def write_packages(provision: Provision, output: Path) -> None:
    """Copy the packages and their extensions into the site, and write the runtime's lock for them."""
    folder = output / PACKAGES_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    for fetched in provision.packages:
        target = folder / package_url(fetched)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fetched.path, target)
        if fetched.path.suffix == ".whl":
            extract_labextensions(fetched.path, output / "extensions")
    (output / site_lock_url(provision)).write_text(provision.site_lock_text, encoding="utf-8")
