"""The packages of a lock, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.packages.wheels.fetch import Places, fetch_packages

if TYPE_CHECKING:
    from lite_build.packages.locked.lock import Lock
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core
    from lite_build.supply.origins import Origins


def fetched_packages(origins: Origins, core: Core, lock: Lock) -> tuple[FetchedPackage, ...]:
    """Get the packages of a lock from wherever a project's come from.

    Raises:
        LiteBuildError: a file cannot be reached, or is another than the one that was locked.
    """
    project = origins.project
    with origins.client() as client:
        places = Places(
            project_root=project.root,
            core=core,
            client=client,
            cache=origins.cache,
            carried=tuple(carried.folder for carried in origins.carried),
            distribution_url=project.packages.distribution_url,
            offline=project.packages.offline,
            offline_folder=origins.offline_folder,
        )
        return fetch_packages(lock, places)
