"""The locked packages in the site: wheels, the runtime's lock, and extensions of JupyterLab."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lite_build.packages.wheels.labextensions import extract_labextensions
from lite_build.site.application.replaced_extensions import remove_replaced_extensions
from lite_build.supply.addresses import PACKAGES_FOLDER, package_url, site_lock_url

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.supply.provision import Provision


def write_packages(provision: Provision, output: Path) -> None:
    """Copy the packages and their extensions into the site, and write the runtime's lock for them.

    litewidget's extension, which runs AFM widgets whoever made them, comes with its wheel: it takes the place
    of those that it replaces.
    """
    folder = output / PACKAGES_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    for shipped in provision.shipped:
        target = folder / package_url(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped.path, target)
    for fetched in provision.packages:
        if fetched.path.suffix == ".whl":
            extract_labextensions(fetched.path, output / "extensions")
    remove_replaced_extensions(output / "extensions")
    lock = output / site_lock_url(provision.site_lock_text)
    lock.write_text(provision.site_lock_text, encoding="utf-8")
