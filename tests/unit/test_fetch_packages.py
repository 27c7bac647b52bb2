from __future__ import annotations

import errno
import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from lite_build.files.digest import Digest
from lite_build.network.client import NetworkSettings, open_client, open_offline_client
from lite_build.packages.locked.lock import Lock, LockedPackage, Source
from lite_build.packages.wheels.fetch import Places, fetch_packages
from lite_build.packages.wheels.offline_folder import OfflineFolder, read_offline_folder
from lite_build.runtime.core import Core
from lite_build.supply.collected import write_offline_folder
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lite_build.packages.wheels.package_file import FetchedPackage
    from tests.conftest import PackageIndex, WheelFactory
    from tests.unit.conftest import FileServer


def locked(wheel: Path, source: Source, location: str) -> LockedPackage:
    name, version = wheel.name.split("-")[:2]
    return LockedPackage(
        name=name,
        version=version,
        file_name=wheel.name,
        sha256=Digest.of_file(wheel).hexdigest,
        source=source,
        location=location,
        size=wheel.stat().st_size,
        requires=(),
        requested_by=("a test",),
    )


def lock_of(*packages: LockedPackage) -> Lock:
    return Lock("3.14.2", "314.0.9", "sha512-x", {}, (), packages)


class Fetching:
    """One project, with a core and a cache of its own."""

    def __init__(self, folder: Path, core_folder: Path) -> None:
        self.project = folder / "project"
        self.project.mkdir()
        self.cache = folder / "cache"
        self.core = Core("314.0.9", core_folder, "sha512-x", "folder")
        self.progress: list[tuple[str, int]] = []

    def __call__(
        self,
        *packages: LockedPackage,
        carried: Sequence[Path] = (),
        distribution_url: str | None = None,
        offline: bool = False,
        offline_folder: OfflineFolder | None = None,
    ) -> tuple[FetchedPackage, ...]:
        network = NetworkSettings(timeout=5, retries=0)
        with open_offline_client() if offline else open_client(network) as client:
            places = Places(
                project_root=self.project,
                core=self.core,
                client=client,
                cache=self.cache,
                carried=tuple(carried),
                distribution_url=distribution_url,
                offline=offline,
                offline_folder=offline_folder,
            )
            return fetch_packages(
                lock_of(*packages), places, lambda name, size: self.progress.append((name, size))
            )


@pytest.fixture
def fetching(tmp_path: Path, core_folder: Path) -> Fetching:
    return Fetching(tmp_path, core_folder)


@pytest.fixture
def indexed(package_index: PackageIndex, wheel_factory: WheelFactory) -> LockedPackage:
    wheel = wheel_factory("indexed", "1.0")
    package_index.add(wheel)
    return locked(wheel, "index", package_index.url.replace("simple/", f"files/{wheel.name}"))


@pytest.fixture
def compiled(wheel_factory: WheelFactory, file_server: FileServer) -> LockedPackage:
    """A package of a distribution that `file_server` serves."""
    wheel = wheel_factory(
        "compiled", "2.0", folder=file_server.folder, tag="cp314-cp314-pyemscripten_2026_0_wasm32"
    )
    return locked(wheel, "distribution", wheel.name)


def test_every_kind_of_package_is_found(
    fetching: Fetching,
    indexed: LockedPackage,
    compiled: LockedPackage,
    file_server: FileServer,
    wheel_factory: WheelFactory,
    tmp_path: Path,
) -> None:
    local = locked(
        wheel_factory("local", "1.0", folder=fetching.project / "my wheels"),
        "local",
        "my wheels/local-1.0-py3-none-any.whl",
    )
    carried = locked(wheel_factory("carried", "1.0", folder=tmp_path / "carrier"), "carried", "a carrier 1.0")
    wanted = (indexed, compiled, local, carried)
    fetched = fetching(*wanted, carried=[tmp_path / "carrier"], distribution_url=file_server.url)
    assert [one.package for one in fetched] == list(wanted)
    assert [Digest.of_file(one.path).hexdigest for one in fetched] == [one.sha256 for one in wanted]
    assert [one.path.name for one in fetched] == [one.file_name for one in wanted]
    assert sorted(fetching.progress) == sorted((one.name, one.size) for one in wanted)


def test_what_is_cached_is_not_asked_for_again(
    fetching: Fetching, indexed: LockedPackage, forbid_connections: Callable[[], None]
) -> None:
    first = fetching(indexed)
    forbid_connections()
    assert fetching(indexed) == first


def test_a_damaged_file_of_the_cache_is_fetched_again(fetching: Fetching, indexed: LockedPackage) -> None:
    (first,) = fetching(indexed)
    good = first.path.read_bytes()
    first.path.write_bytes(b"damaged")
    (again,) = fetching(indexed)
    assert again.path.read_bytes() == good


def test_a_download_with_a_wrong_hash_says_both_and_is_not_kept(
    fetching: Fetching, indexed: LockedPackage
) -> None:
    expected = "00" * 32
    with pytest.raises(BuildFailure) as raised:
        fetching(replace(indexed, sha256=expected))
    assert expected in str(raised.value) and indexed.sha256 in str(raised.value)
    assert list(fetching.cache.rglob(indexed.file_name)) == []


def test_all_that_is_missing_is_named_at_once(
    fetching: Fetching, indexed: LockedPackage, closed_port: int
) -> None:
    down = f"http://127.0.0.1:{closed_port}"
    with pytest.raises(BuildFailure) as raised:
        fetching(
            indexed,
            *(
                replace(indexed, name=name, sha256="00" * 32, location=f"{down}/{name}.whl")
                for name in ("one", "two")
            ),
        )
    assert "one 1.0" in str(raised.value) and "two 1.0" in str(raised.value)
    assert "indexed 1.0" not in str(raised.value)


def test_a_build_that_is_offline_opens_no_connection_and_names_the_file(
    fetching: Fetching, indexed: LockedPackage, forbid_connections: Callable[[], None]
) -> None:
    forbid_connections()
    with pytest.raises(BuildFailure, match="offline") as raised:
        fetching(indexed, offline=True)
    assert indexed.file_name in str(raised.value)


def test_a_distribution_that_cannot_be_reached_names_the_file_and_the_ways_out(
    fetching: Fetching, compiled: LockedPackage, closed_port: int
) -> None:
    base = f"http://127.0.0.1:{closed_port}/full"
    with pytest.raises(BuildFailure) as raised:
        fetching(compiled, distribution_url=base)
    for part in (compiled.file_name, base, "PackagesAddon.distribution_url", "RuntimeAddon.core"):
        assert part in str(raised.value)
    assert str(raised.value).count("compiled 2.0") == 1
    assert "it is one of Pyodide's own packages, asked for by a test" in str(raised.value)


def test_a_folder_for_the_distribution_that_is_not_there_is_the_user_s_mistake(
    fetching: Fetching, compiled: LockedPackage
) -> None:
    with pytest.raises(UserMistake) as raised:
        fetching(compiled, distribution_url="gone")
    folder = fetching.project.resolve() / "gone"
    assert f"PackagesAddon.distribution_url, {folder}: there is no such folder" in str(raised.value)
    assert "→ correct the path, which is relative to the project" in str(raised.value)


def test_a_folder_that_lacks_a_file_of_the_distribution_is_named_with_the_file(
    fetching: Fetching, compiled: LockedPackage
) -> None:
    folder = fetching.project.resolve() / "part of it"
    folder.mkdir()
    with pytest.raises(BuildFailure) as raised:
        fetching(compiled, distribution_url=folder.name)
    assert f"{folder}: this folder has no {compiled.file_name}" in str(raised.value)


def test_a_distribution_may_be_a_folder_of_the_project(
    fetching: Fetching, wheel_factory: WheelFactory
) -> None:
    wheel = wheel_factory("compiled", "2.0", folder=fetching.project / "full distribution")
    (fetched,) = fetching(locked(wheel, "distribution", wheel.name), distribution_url="full distribution")
    assert fetched.path.read_bytes() == wheel.read_bytes()


def test_a_full_distribution_beside_the_core_is_used_as_it_is(
    fetching: Fetching, wheel_factory: WheelFactory
) -> None:
    wheel = wheel_factory("compiled", "2.0", folder=fetching.core.folder)
    (fetched,) = fetching(locked(wheel, "distribution", wheel.name))
    assert fetched.path == wheel


def test_a_local_wheel_that_changed_since_it_was_locked_is_a_mistake(
    fetching: Fetching, wheel_factory: WheelFactory
) -> None:
    wheel = wheel_factory("local", "1.0", folder=fetching.project)
    package = locked(wheel, "local", wheel.name)
    wheel.write_bytes(b"changed")
    with pytest.raises(UserMistake, match="not the one that was locked"):
        fetching(package)


def test_a_carrier_of_another_version_is_told(
    fetching: Fetching, wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    wheel = wheel_factory("carried", "1.0", folder=tmp_path / "carrier")
    package = locked(wheel, "carried", "a carrier 1.0")
    wheel.write_bytes(b"another")
    with pytest.raises(BuildFailure, match=r"a carrier 1\.0"):
        fetching(package, carried=[tmp_path / "carrier"])


def test_a_full_disk_is_said_in_words(
    fetching: Fetching, indexed: LockedPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_is_full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lite_build.packages.wheels.fetch.download", disk_is_full)
    with pytest.raises(BuildFailure, match="the disk is full"):
        fetching(indexed)


def test_an_offline_folder_serves_a_build_with_an_empty_cache(
    fetching: Fetching,
    indexed: LockedPackage,
    compiled: LockedPackage,
    file_server: FileServer,
    wheel_factory: WheelFactory,
    tmp_path: Path,
    forbid_connections: Callable[[], None],
) -> None:
    carrier = wheel_factory("carried", "1.0", folder=tmp_path / "carrier")
    wanted = (indexed, compiled, locked(carrier, "carried", "a carrier 1.0"))
    fetched = fetching(*wanted, carried=[carrier.parent], distribution_url=file_server.url)
    folder = tmp_path / "off line"
    write_offline_folder(
        folder, lock_of(*wanted), fetched, core_archive=None, npm_tarballs=(), project_root=fetching.project
    )

    fetching.cache = tmp_path / "empty cache"
    forbid_connections()
    offline = read_offline_folder(folder)
    assert offline.lock.packages == tuple(sorted(wanted, key=lambda package: package.name))
    again = fetching(*wanted, offline=True, offline_folder=offline)
    assert [one.sha256 for one in again] == [one.sha256 for one in wanted]
    assert all(one.path.is_relative_to(folder) for one in again)
    assert not fetching.cache.exists()


def test_a_second_fetch_takes_away_what_it_no_longer_needs_and_nothing_else(
    fetching: Fetching, indexed: LockedPackage, tmp_path: Path
) -> None:
    folder = tmp_path / "offline"
    write = partial(
        write_offline_folder, folder, core_archive=None, npm_tarballs=(), project_root=fetching.project
    )
    write(lock_of(indexed), fetching(indexed))
    (folder / "packages" / "notes.txt").write_text("mine", encoding="utf-8")
    write(lock_of(), ())
    assert [path.name for path in (folder / "packages").iterdir()] == ["notes.txt"]


def test_a_damaged_file_of_an_offline_folder_is_named(
    fetching: Fetching, indexed: LockedPackage, tmp_path: Path
) -> None:
    folder = tmp_path / "offline"
    write_offline_folder(
        folder, lock_of(indexed), fetching(indexed), core_archive=None, npm_tarballs=(), project_root=tmp_path
    )
    (folder / "packages" / indexed.file_name).write_bytes(b"damaged")
    with pytest.raises(BuildFailure, match="not the file that was written"):
        fetching(indexed, offline=True, offline_folder=read_offline_folder(folder))


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (None, "not a folder that `lite-build fetch` wrote"),
        ("{", "broken"),
        (json.dumps({"format": 99, "files": {}, "built": {}}), "format 99"),
        (json.dumps({"format": 1, "files": {"../other": "00"}, "built": {}}), "broken"),
    ],
)
def test_a_folder_that_is_none_of_ours_is_a_mistake(tmp_path: Path, manifest: str | None, said: str) -> None:
    if manifest is not None:
        (tmp_path / "lite-build-offline.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(UserMistake, match=said):
        read_offline_folder(tmp_path)
