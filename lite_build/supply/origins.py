"""Where the parts of a site come from: the registries' settings, the core, what distributions carry."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from lite_build.network.addresses import without_login
from lite_build.network.download import OtherFileError
from lite_build.network.reach import Reach
from lite_build.packages.index.settings import IndexSettings, read_index_settings
from lite_build.packages.locked.lock_file import read_lock
from lite_build.packages.resolver.resolve import PackageSources
from lite_build.packages.wheels.offline_folder import OfflineFolder, read_offline_folder
from lite_build.runtime.acquire import NPM_PREFIX, acquire_core, collect_core
from lite_build.runtime.npm import NpmTarball, fetch_npm_tarball
from lite_build.supply.carried_wheels import carried_wheels
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.locked.lock import Lock
    from lite_build.packages.resolver.candidates import CarriedWheels
    from lite_build.project.project import Project
    from lite_build.runtime.core import Core, DistributionPackage

#: The distributions whose versions make the pages.
FRONT_END = ("jupyterlite-core", "jupyterlite-pyodide-kernel")


class Origins:
    """Where the parts of one project's site come from. Each place is read once, when it is first asked for.

    Args:
        project: with its options.
        cache: the user's.
        environment: holds the variables of pip's settings.
    """

    def __init__(self, project: Project, cache: Path, environment: Mapping[str, str] = os.environ) -> None:
        self.project = project
        self.cache = cache
        self._environment = environment

    @cached_property
    def settings(self) -> IndexSettings:
        """Which package indexes the person has configured, and how to reach them."""
        return read_index_settings(self._environment)

    @cached_property
    def reach(self) -> Reach:
        """How far the project's options let a build reach."""
        options = self.project.packages
        return Reach(self.cache, self.settings.network, options.offline, options.offline_folder)

    @cached_property
    def offline_folder(self) -> OfflineFolder | None:
        """What `lite-build fetch` wrote, where the project builds from it."""
        folder = self.project.packages.offline_folder
        return None if folder is None else read_offline_folder(folder)

    @cached_property
    def own_lock(self) -> Lock | None:
        """The lock of the project's file; None where there is none, or none is to be used.

        Raises:
            UserMistake: the lock cannot be read.
        """
        path = self.project.lock_path
        return read_lock(path) if self.project.packages.use_lock and path.exists() else None

    @cached_property
    def used_lock(self) -> Lock | None:
        """The lock that a build goes by: its file's, or that of what it builds offline from.

        None where there is none, or none is to be used, so that a build resolves.
        """
        if not self.project.packages.use_lock:
            return None
        offline = self.offline_folder
        return self.own_lock or (offline.lock if offline is not None else None)

    @cached_property
    def carried(self) -> tuple[CarriedWheels, ...]:
        """What installed distributions bring for the site."""
        return carried_wheels()

    def client(self) -> AbstractContextManager[PyPIClient]:
        """Open the client of a build: one that refuses every connection where the build is offline.

        A lock holds no logins, so the client knows those of the places that packages are looked for.
        """
        places = (*self.settings.index_urls, *self.settings.find_links, *self.project.packages.find_links)
        return self.reach.client(places)

    def package_sources(self, distribution: Mapping[str, DistributionPackage]) -> PackageSources:
        """Everywhere that packages may come from.

        Args:
            distribution: the runtime's own packages, by name.
        """
        return PackageSources(
            index=self.settings,
            find_links=self.project.packages.find_links,
            distribution=distribution,
            carried=self.carried,
            project_root=self.project.root,
        )

    def core(self, locked: Lock | None) -> Core:
        """Get Pyodide's core, the very one of a lock where there is one.

        Raises:
            LiteBuildError: it cannot be had, or is not the one that was locked.
        """
        integrity = locked.pyodide_integrity if locked is not None else None
        try:
            return acquire_core(self._core_source(locked), self.reach, integrity)
        except OtherFileError as error:
            if locked is None:
                raise
            configured = without_login(self.project.runtime.core or "no other than the usual one")
            raise BuildFailure(
                "the configuration and the lock disagree about Pyodide: RuntimeAddon.core names "
                f"{configured}, which is not the {locked.pyodide_version} that was locked\n  {error.what}",
                where=error.where,
                remedy="If the setting was changed, make the lock again with `lite-build lock`. "
                "If it was not, the file has changed: do not use it.",
            ) from error

    def collect_core(self, locked: Lock, destination: Path) -> Path | None:
        """Put the core of a lock into a folder to build offline from; see `runtime.acquire`."""
        reach = replace(self.reach, offline=False, offline_folder=None)
        return collect_core(self._core_source(locked), destination, reach, locked.pyodide_integrity)

    def npm_tarball(self, name: str, version: str, integrity: str | None) -> NpmTarball:
        """Get an npm package that the site ships files of; where an integrity is known, that very one."""
        return fetch_npm_tarball(name, version, self.reach, integrity)

    def asked_pyodide_version(self) -> str | None:
        """The version of Pyodide that the configuration names, where it names one of the npm registry's."""
        source = self.project.runtime.core or ""
        return source.removeprefix(NPM_PREFIX) if source.startswith(NPM_PREFIX) else None

    def _core_source(self, locked: Lock | None) -> str | None:
        """Where the core comes from, as `acquire_core` takes it; of npm's versions, the locked one."""
        source = self.project.runtime.core
        if locked is not None and (source is None or source.startswith(NPM_PREFIX)):
            return f"{NPM_PREFIX}{locked.pyodide_version}"
        if source is None or source.startswith((NPM_PREFIX, "http:", "https:")):
            return source
        return str(self.project.root / source)


def front_end_versions() -> dict[str, str]:
    """The versions of the distributions that make the site's pages."""
    return {name: version(name) for name in FRONT_END}
