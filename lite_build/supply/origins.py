"""Where the parts of a site come from: the registries' settings, the core, what distributions carry."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build import __version__
from lite_build.network.addresses import without_login
from lite_build.network.client import open_client, open_offline_client
from lite_build.network.download import OtherFileError
from lite_build.packages.resolver.candidates import CarriedWheels
from lite_build.packages.wheels.offline_folder import OfflineFolder, read_offline_folder
from lite_build.runtime.acquire import acquire_core
from lite_build.runtime.npm import NpmTarball, fetch_npm_tarball
from lite_build.store.cache import user_cache
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.index.settings import IndexSettings
    from lite_build.packages.locked.lock import Lock
    from lite_build.project.project import Project
    from lite_build.runtime.core import Core

#: The distributions whose versions make the pages.
FRONT_END = ("jupyterlite-core", "jupyterlite-pyodide-kernel")
#: What a version of the npm registry starts with, among the other places of a core.
_FROM_NPM = "npm:"
#: Wheels of ours for the site, which are on no index.
_OWN_WHEELS = Path(__file__).parents[1] / "carried"
#: The distribution with wheels of its own that stand in for others, and how its list of files names them.
_STAND_INS_CARRIER = "jupyterlite-pyodide-kernel"
_STAND_INS = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi/*.whl"


def asked_pyodide_version(project: Project) -> str | None:
    """The version of Pyodide that the configuration names, where it names one of the npm registry's."""
    source = project.runtime.core or ""
    return source.removeprefix(_FROM_NPM) if source.startswith(_FROM_NPM) else None


def core_source(project: Project, locked: Lock | None) -> str | None:
    """Where the core comes from, as `acquire_core` takes it; of npm's versions, the one that is locked."""
    source = project.runtime.core
    if locked is not None and (source is None or source.startswith(_FROM_NPM)):
        return f"{_FROM_NPM}{locked.pyodide_version}"
    if source is None or source.startswith((_FROM_NPM, "http:", "https:")):
        return source
    return str(project.root / source)


def get_core(project: Project, settings: IndexSettings, locked: Lock | None) -> Core:
    """Get the core of a project's site, the very one of its lock where it has one.

    Raises:
        LiteBuildError: it cannot be had, or is not the one that was locked.
    """
    try:
        return acquire_core(
            core_source(project, locked),
            cache=user_cache(),
            client_settings=settings.network,
            expected_integrity=locked.pyodide_integrity if locked is not None else None,
            offline=project.packages.offline,
            offline_folder=project.packages.offline_folder,
        )
    except OtherFileError as error:
        if locked is None:
            raise
        configured = without_login(project.runtime.core or "no other than the usual one")
        raise BuildFailure(
            f"the configuration and the lock disagree about Pyodide: RuntimeAddon.core names {configured}, "
            f"which is not the {locked.pyodide_version} that was locked\n  {error.what}",
            where=error.where,
            remedy="If the setting was changed, make the lock again with `lite-build lock`. "
            "If it was not, the file has changed: do not use it.",
        ) from error


def get_npm_tarball(project: Project, name: str, version: str, expected_integrity: str | None) -> NpmTarball:
    """Get an npm package that the site ships files of."""
    return fetch_npm_tarball(
        name,
        version,
        cache=user_cache(),
        expected_integrity=expected_integrity,
        offline=project.packages.offline,
        offline_folder=project.packages.offline_folder,
    )


def carried_wheels() -> tuple[CarriedWheels, ...]:
    """The folders of wheels that installed distributions bring for the site.

    Raises:
        BuildFailure: they are not where their distribution says.
    """
    return (_own_wheels(), *_stand_ins())


def _own_wheels() -> CarriedWheels:
    if not any(_OWN_WHEELS.glob("litewidget-*.whl")):
        raise BuildFailure(
            "litewidget's wheel for the site is missing",
            where=str(_OWN_WHEELS),
            remedy="Install lite-build anew: pip install --force-reinstall lite-build. "
            "A checkout of its sources has the wheel after `make build`.",
        )
    return CarriedWheels(_OWN_WHEELS, f"lite-build {__version__}")


def _stand_ins() -> tuple[CarriedWheels, ...]:
    carrier = distribution(_STAND_INS_CARRIER)
    # Where an installer puts data files differs: below the environment, a user's own folder, or Debian's.
    listed = [carrier.locate_file(path) for path in carrier.files or () if path.match(_STAND_INS)]
    folders = dict.fromkeys(Path(str(path)).resolve().parent for path in listed)
    found = tuple(
        CarriedWheels(folder, f"{_STAND_INS_CARRIER} {carrier.version}", stand_in=True)
        for folder in folders
        if folder.is_dir()
    )
    if not found:
        raise BuildFailure(
            "the installed distribution lacks the wheels that it should bring for the site",
            where=f"{_STAND_INS_CARRIER} {carrier.version}",
            remedy=f"Install it anew, from a wheel: pip install --force-reinstall {_STAND_INS_CARRIER}",
        )
    return found


def front_end_versions() -> dict[str, str]:
    """The versions of the distributions that make the site's pages."""
    return {name: version(name) for name in FRONT_END}


@contextmanager
def project_client(project: Project, settings: IndexSettings) -> Iterator[PyPIClient]:
    """Open the client of a build: one that refuses every connection where the build is offline.

    A lock holds no logins, so the client knows those of the places that packages are looked for.
    """
    logins = (*settings.index_urls, *settings.find_links, *project.packages.find_links)
    with (
        open_offline_client() if project.packages.offline else open_client(settings.network, logins=logins)
    ) as client:
        yield client


def offline_folder_of(project: Project) -> OfflineFolder | None:
    """What `lite-build fetch` wrote, where the project builds from it."""
    folder = project.packages.offline_folder
    return None if folder is None else read_offline_folder(folder)
