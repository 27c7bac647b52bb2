from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from lite_build.files.digest import Digest
from lite_build.network.client import NetworkSettings
from lite_build.network.reach import Reach
from lite_build.runtime.acquire import acquire_core, collect_core
from lite_build.runtime.core import CORE_FILES, LOCK_FILE
from lite_build.store.record import RECORD
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import FileServer

    from lite_build.runtime.core import Core

WRONG_INTEGRITY = Digest("sha512", "00" * 64).to_integrity()


def acquire(
    source: str | None,
    cache: Path,
    *,
    expected_integrity: str | None = None,
    offline: bool = False,
    offline_folder: Path | None = None,
) -> Core:
    return acquire_core(
        source,
        Reach(cache, NetworkSettings(timeout=5, retries=0), offline, offline_folder),
        expected_integrity,
    )


def pack(folder: Path, archive: Path, layout: str) -> Path:
    with tarfile.open(archive, "w:bz2" if archive.suffix == ".bz2" else "w:gz") as opened:
        opened.add(folder, layout)
    return archive


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def npm_archive(core_folder: Path, tmp_path: Path) -> Path:
    return pack(core_folder, tmp_path / "pyodide-314.0.9.tgz", "package")


def test_a_folder_is_used_as_it_is(core_folder: Path, cache: Path) -> None:
    core = acquire(str(core_folder), cache)
    assert (core.folder, core.version, core.origin) == (core_folder, "314.0.9", "folder")
    assert not cache.exists()


def test_a_folders_integrity_is_that_of_its_core_files(core_folder: Path, cache: Path) -> None:
    before = acquire(str(core_folder), cache).integrity
    (core_folder / "numpy-2.4.6-cp314-cp314-pyemscripten_2026_0_wasm32.whl").write_bytes(b"PK")
    assert acquire(str(core_folder), cache, expected_integrity=before).integrity == before
    (core_folder / "pyodide.asm.wasm").write_bytes(b"another")
    with pytest.raises(BuildFailure, match="not the Pyodide that was expected") as raised:
        acquire(str(core_folder), cache, expected_integrity=before)
    assert before in str(raised.value)


@pytest.mark.parametrize(
    ("name", "layout"), [("core.tgz", "package"), ("pyodide-314.0.9.tar.bz2", "pyodide"), ("flat.tgz", ".")]
)
def test_an_archive_of_any_layout_is_unpacked(
    core_folder: Path, tmp_path: Path, cache: Path, name: str, layout: str
) -> None:
    (core_folder / "numpy.whl").write_bytes(b"PK")
    archive = pack(core_folder, tmp_path / name, layout)
    core = acquire(str(archive), cache)
    unpacked = {path.name for path in core.folder.iterdir()} - {RECORD}
    assert unpacked == {*CORE_FILES, LOCK_FILE, "numpy.whl"}
    assert core.version == "314.0.9"
    assert core.integrity == Digest.of_file(archive, "sha512").to_integrity()
    assert core.origin == f"archive {name}"
    assert core.folder.parent == cache / "pyodide"


def test_an_archive_that_was_unpacked_is_not_unpacked_again(npm_archive: Path, cache: Path) -> None:
    folder = acquire(str(npm_archive), cache).folder
    before = (folder / RECORD).stat().st_mtime_ns
    assert acquire(str(npm_archive), cache).folder == folder
    assert (folder / RECORD).stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", ["another hash", "another size", "missing", "no record", "damaged record"])
def test_a_damaged_cache_is_noticed_and_made_again(npm_archive: Path, cache: Path, damage: str) -> None:
    folder = acquire(str(npm_archive), cache).folder
    wasm = folder / "pyodide.asm.wasm"
    whole = wasm.read_bytes()
    match damage:
        case "another hash":
            wasm.write_bytes(bytes(len(whole)))
        case "another size":
            wasm.write_bytes(whole[:2])
        case "missing":
            wasm.unlink()
        case "no record":
            (folder / RECORD).unlink()
        case _:
            (folder / RECORD).write_text("[", encoding="utf-8")
    again = acquire(str(npm_archive), cache).folder
    assert (again / "pyodide.asm.wasm").read_bytes() == whole
    assert (again / RECORD).is_file()


KILLED_WHILE_UNPACKING = """
import os, sys
from pathlib import Path
import lite_build.runtime.acquire as acquire
from lite_build.network.reach import Reach

acquire.record = lambda *_, **__: os._exit(9)
acquire.acquire_core(sys.argv[1], Reach(Path(sys.argv[2])))
"""


def test_a_build_killed_while_unpacking_does_not_spoil_the_next(npm_archive: Path, cache: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_UNPACKING, str(npm_archive), str(cache)], check=False
    )
    assert killed.returncode == 9
    assert list(cache.rglob(LOCK_FILE))
    core = acquire(str(npm_archive), cache)
    assert list(cache.rglob(LOCK_FILE)) == [core.folder / LOCK_FILE]


def test_builds_at_the_same_time_share_one_core(npm_archive: Path, cache: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: acquire(str(npm_archive), cache).folder, range(8)))
    assert len(folders) == 1


def test_an_archive_from_a_url_is_fetched_once(
    file_server: FileServer, npm_archive: Path, cache: Path
) -> None:
    url = f"{file_server.url}/mirror/core.tgz"
    (file_server.folder / "mirror").mkdir()
    npm_archive.rename(file_server.folder / "mirror" / "core.tgz")
    core = acquire(url, cache)
    assert core.origin == f"URL {url}"
    assert acquire(url, cache, offline=True) == core
    assert file_server.requests == ["/mirror/core.tgz"]


def test_an_archive_from_a_url_that_was_damaged_in_the_cache_is_fetched_again(
    file_server: FileServer, npm_archive: Path, cache: Path
) -> None:
    npm_archive.rename(file_server.folder / "core.tgz")
    url = f"{file_server.url}/core.tgz"
    core = acquire(url, cache)
    (archive,) = cache.rglob("*core.tgz/*core.tgz")
    archive.write_bytes(b"damaged")
    assert acquire(url, cache) == core
    assert file_server.requests == ["/core.tgz"] * 2


def test_an_archive_from_a_url_with_a_wrong_hash_is_not_kept(
    file_server: FileServer, npm_archive: Path, cache: Path
) -> None:
    npm_archive.rename(file_server.folder / "core.tgz")
    url = f"{file_server.url}/core.tgz"
    with pytest.raises(BuildFailure, match="not the file that was expected"):
        acquire(url, cache, expected_integrity=WRONG_INTEGRITY)
    with pytest.raises(BuildFailure, match="offline"):
        acquire(url, cache, offline=True)


def test_a_local_archive_with_a_wrong_hash_is_refused_with_both(npm_archive: Path, cache: Path) -> None:
    with pytest.raises(BuildFailure) as raised:
        acquire(str(npm_archive), cache, expected_integrity=WRONG_INTEGRITY)
    assert WRONG_INTEGRITY in str(raised.value)
    assert Digest.of_file(npm_archive, "sha512").to_integrity() in str(raised.value)


def test_an_offline_build_takes_what_was_collected_and_opens_no_socket(
    file_server: FileServer,
    npm_archive: Path,
    cache: Path,
    tmp_path: Path,
    forbid_connections: Callable[[], None],
) -> None:
    npm_archive.rename(file_server.folder / "core.tgz")
    url = f"{file_server.url}/core.tgz"
    folder = tmp_path / "collected"
    collected = collect_core(url, folder, Reach(cache, NetworkSettings(retries=0)))
    assert collected is not None
    forbid_connections()
    core = acquire(url, tmp_path / "other cache", offline=True, offline_folder=folder)
    assert core.version == "314.0.9"


def test_a_folder_needs_no_collecting(core_folder: Path, cache: Path, tmp_path: Path) -> None:
    settings = NetworkSettings()
    assert collect_core(str(core_folder), tmp_path / "out", Reach(cache, settings)) is None


def test_the_files_that_a_folder_lacks_are_named(core_folder: Path, cache: Path) -> None:
    (core_folder / "python_stdlib.zip").unlink()
    (core_folder / LOCK_FILE).unlink()
    with pytest.raises(UserMistake, match=rf"python_stdlib\.zip, {LOCK_FILE} missing"):
        acquire(str(core_folder), cache)


def test_an_older_pyodide_is_told_by_its_missing_modules(
    core_folder: Path, tmp_path: Path, cache: Path
) -> None:
    (core_folder / "pyodide.asm.mjs").rename(core_folder / "pyodide.asm.js")
    archive = pack(core_folder, tmp_path / "pyodide-0.29.0.tar.bz2", "pyodide")
    with pytest.raises(UserMistake, match=r"too old.*pyodide\.asm\.mjs missing") as raised:
        acquire(str(archive), cache)
    assert "pyodide-0.29.0.tar.bz2" in str(raised.value)
    assert not (cache / "pyodide").exists()


def test_what_is_not_there_is_the_users_mistake(cache: Path) -> None:
    with pytest.raises(UserMistake, match="no such folder or archive"):
        acquire("vendor/pyodide.tgz", cache)


@pytest.mark.parametrize("name", ["core.tgz", "core.tar.bz2"])
def test_a_cut_archive_is_no_whole_one(core_folder: Path, tmp_path: Path, cache: Path, name: str) -> None:
    (core_folder / "numpy.whl").write_bytes(os.urandom(100_000))
    archive = pack(core_folder, tmp_path / name, "package")
    archive.write_bytes(archive.read_bytes()[:50_000])
    with pytest.raises(UserMistake, match="no whole archive"):
        acquire(str(archive), cache)


@pytest.mark.parametrize("name", ["../outside", "package/../../../outside", "/outside"])
def test_no_archive_writes_outside_its_folder(tmp_path: Path, cache: Path, name: str) -> None:
    archive = tmp_path / "hostile.tgz"
    with tarfile.open(archive, "w:gz") as opened:
        member = tarfile.TarInfo(name)
        member.size = 4
        opened.addfile(member, io.BytesIO(b"spam"))
    with pytest.raises(UserMistake, match="outside its folder"):
        acquire(str(archive), cache)
    assert not list(tmp_path.rglob("outside"))


def test_a_link_in_an_archive_is_left_out(core_folder: Path, tmp_path: Path, cache: Path) -> None:
    archive = tmp_path / "core.tgz"
    with tarfile.open(archive, "w:gz") as opened:
        opened.add(core_folder, "package")
        link = tarfile.TarInfo("package/elsewhere")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
        opened.addfile(link)
    assert not (acquire(str(archive), cache).folder / "elsewhere").exists()


@pytest.mark.parametrize("source", ["npm:", "npm:latest", "npm:^314.0.0"])
def test_npm_takes_exact_versions_alone(cache: Path, source: str) -> None:
    with pytest.raises(UserMistake, match="names no exact version"):
        acquire(source, cache)
