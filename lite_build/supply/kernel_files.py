"""The files that a kernel fetches which starts with nothing prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.packages.asked.every_site import KERNEL_PACKAGES
from lite_build.runtime.core import CORE_FILES
from lite_build.supply.addresses import PACKAGES_FOLDER, core_folder, package_url, site_lock_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lite_build.supply.provision import Provision


def kernel_files(provision: Provision) -> Iterator[str]:
    """List the files, relative to the site, that a kernel fetches which starts with nothing prepared."""
    for name in CORE_FILES:
        yield f"{core_folder(provision.core)}/{name}"
    yield site_lock_url(provision.site_lock_text)
    by_name = {fetched.package.name: fetched for fetched in provision.shipped}
    waiting, seen = list(KERNEL_PACKAGES), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += by_name[name].package.requires
            yield f"{PACKAGES_FOLDER}/{package_url(by_name[name])}"
