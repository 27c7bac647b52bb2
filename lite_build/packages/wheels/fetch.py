"""Get every file of a lock onto this machine, each verified by its hash."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from httpx2 import TransportError

from lite_build.files.digest import Digest
from lite_build.network.addresses import file_path, without_login
from lite_build.network.download import OtherFileError, download
from lite_build.packages.locked.distribution import distribution_base, file_url
from lite_build.packages.wheels.package_file import FetchedPackage, keep_package_file
from lite_build.packages.wheels.project_wheel import build_project_wheel, project_fingerprint
from lite_build.packages.wheels.wheel import read_wheel
from lite_build.store.disk import refusals_in_words
from lite_build.words.errors import BuildFailure, LiteBuildError, UserMistake, one_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.locked.lock import Lock, LockedPackage
    from lite_build.packages.wheels.offline_folder import OfflineFolder
    from lite_build.runtime.core import Core

#: Downloads that run at once. More than a few help no one, and index servers ask for restraint.
THREADS = 4

RELOCK = "make the lock again with `lite-build lock`"


@dataclass(frozen=True)
class Places:
    """Where the files of one lock are looked for.

    Args:
        project_root: what the lock's local wheels and project folders are relative to.
        core: whose folder may hold the full distribution.
        client: opens the connections, or refuses them.
        cache: the user's.
        carried: folders of the wheels that installed distributions carry.
        distribution_url: folder or base URL of the runtime's distribution, in place of its usual address.
        offline: whether a project folder may not be built, as what builds it may have to be downloaded.
        offline_folder: what `lite-build fetch` wrote.
    """

    project_root: Path
    core: Core
    client: PyPIClient
    cache: Path
    carried: tuple[Path, ...] = ()
    distribution_url: str | None = None
    offline: bool = False
    offline_folder: OfflineFolder | None = None


def fetch_packages(
    lock: Lock, places: Places, progress: Callable[[str, int], None] = lambda name, size: None
) -> tuple[FetchedPackage, ...]:
    """Get every file of a lock, and verify it.

    What the offline folder or the cache has is not asked for again; a file of the cache whose hash is wrong
    is dropped and downloaded anew.

    Args:
        lock: what to get.
        places: where its files are looked for.
        progress: told each package's name and size in bytes once it is there, from the calling thread.

    Returns:
        The packages in the order of the lock.

    Raises:
        UserMistake: a local wheel is not the one that was locked, or a project folder cannot be built.
        BuildFailure: a file cannot be reached, or is not the one that was locked.
            Several problems are one error.
    """
    search = _Search(places)
    fetched: dict[str, FetchedPackage] = {}
    problems: dict[str, LiteBuildError] = {}
    with refusals_in_words(places.cache), ThreadPoolExecutor(THREADS, thread_name_prefix="fetch") as executor:
        running = {executor.submit(search.find, package): package.name for package in lock.packages}
        try:
            for future in as_completed(running):
                name = running[future]
                try:
                    fetched[name] = future.result()
                    progress(name, fetched[name].path.stat().st_size)
                except LiteBuildError as error:
                    problems[name] = error
        finally:
            executor.shutdown(cancel_futures=True)
    if problems:
        raise one_error(
            [problems[name] for name in sorted(problems)], f"{len(problems)} packages could not be got ready"
        )
    return tuple(fetched[package.name] for package in lock.packages)


class _Search:
    """Looks for the files of one lock, in several threads."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._unreachable: set[str] = set()
        self._changing_unreachable = threading.Lock()

    def find(self, package: LockedPackage) -> FetchedPackage:
        match package.source:
            case "built":
                return self._built(package)
            case "local":
                path = self._local(package)
            case "carried":
                path = self._carried(package)
            case "distribution":
                path = self._of_distribution(package)
            case "index":
                path = self._downloaded(package, package.location)
        return FetchedPackage(package, path, package.sha256)

    def _built(self, package: LockedPackage) -> FetchedPackage:
        folder = self._places.project_root / package.location
        wheel = None
        if self._places.offline_folder is not None:
            wheel = self._places.offline_folder.built_wheel(project_fingerprint(folder))
        if wheel is None:
            wheel = build_project_wheel(folder, self._places.cache, offline=self._places.offline)
        found = read_wheel(wheel)
        if found.name != package.name:
            raise UserMistake(
                f"builds {found.name}, and is locked as {package.name}", where=package.location, remedy=RELOCK
            )
        sha256 = Digest.of_file(wheel).hexdigest
        return FetchedPackage(
            replace(package, version=found.version, file_name=wheel.name, size=wheel.stat().st_size),
            wheel,
            sha256,
        )

    def _local(self, package: LockedPackage) -> Path:
        path = self._places.project_root / package.location
        if not path.is_file():
            raise UserMistake(
                "this locked wheel is not there any more", where=package.location, remedy=RELOCK
            )
        found = Digest.of_file(path).hexdigest
        if found != package.sha256:
            raise UserMistake(
                f"this wheel is not the one that was locked\n  locked sha256:{package.sha256}\n"
                f"  found  sha256:{found}",
                where=package.location,
                remedy=f"if it was meant to change, {RELOCK}",
            )
        return path

    def _carried(self, package: LockedPackage) -> Path:
        candidates = [folder / package.file_name for folder in self._places.carried]
        for path in candidates:
            if path.is_file() and Digest.of_file(path).hexdigest == package.sha256:
                return path
        path_offline = self._in_offline_folder(package)
        if path_offline is not None:
            return path_offline
        raise BuildFailure(
            f"is locked as {package.location} carries it, and the one installed here carries another or none",
            where=package.file_name,
            remedy=f"install the {package.location} that the lock names, or {RELOCK}",
        )

    def _of_distribution(self, package: LockedPackage) -> Path:
        beside = self._places.core.folder / package.location
        if beside.is_file():
            found = Digest.of_file(beside).hexdigest
            if found != package.sha256:
                raise BuildFailure(
                    f"is not the file that was locked\n  expected sha256:{package.sha256}\n"
                    f"  found    sha256:{found}",
                    where=str(beside),
                    remedy="get the distribution that belongs to this Pyodide again",
                )
            return beside
        places = self._places
        base = distribution_base(places.distribution_url, places.core.version, places.project_root)
        url = file_url(base, package.location)
        try:
            return self._downloaded(package, url)
        except OtherFileError:
            raise
        except BuildFailure as error:
            raise _missing_in_distribution(package, url, error) from error

    def _downloaded(self, package: LockedPackage, url: str) -> Path:
        offline = self._in_offline_folder(package)
        if offline is not None:
            return offline
        return keep_package_file(
            self._places.cache,
            package.sha256,
            package.file_name,
            lambda path: self._download(package, url, path),
        )

    def _download(self, package: LockedPackage, url: str, path: Path) -> None:
        what = f"{package.name} {package.version}"
        host = urlsplit(url).netloc.rpartition("@")[2]
        if host in self._unreachable:
            raise BuildFailure(
                f"{what} could not be fetched: {host} cannot be reached", where=without_login(url)
            )
        try:
            download(self._places.client, url, path, digest=Digest("sha256", package.sha256), what=what)
        except BuildFailure as error:
            # Each file of a host that is down would wait for its own time limit.
            if isinstance(error.__cause__, TransportError):
                with self._changing_unreachable:
                    self._unreachable.add(host)
            raise

    def _in_offline_folder(self, package: LockedPackage) -> Path | None:
        return None if self._places.offline_folder is None else self._places.offline_folder.package(package)


def _missing_in_distribution(package: LockedPackage, url: str, failure: BuildFailure) -> LiteBuildError:
    needed = (
        f"it is one of Pyodide's own packages, asked for by {', '.join(package.requested_by) or 'the lock'}"
    )
    mirror = (
        "set PackagesAddon.distribution_url to a folder or a mirror that has Pyodide's full distribution, or "
        "name one as RuntimeAddon.core"
    )
    path = file_path(url)
    if path is None:
        return BuildFailure(f"{failure.what}\n  {needed}", where=without_login(url), remedy=mirror)
    what = f"{package.name} {package.version}"
    if not path.parent.is_dir():
        return UserMistake(
            f"there is no such folder, and {what} should come from it\n  {needed}",
            where=f"PackagesAddon.distribution_url, {path.parent}",
            remedy="correct the path, which is relative to the project",
        )
    return BuildFailure(
        f"this folder has no {path.name}, from which {what} should come\n  {needed}",
        where=f"PackagesAddon.distribution_url, {path.parent}",
        remedy=f"put the file there, or {mirror}",
    )
