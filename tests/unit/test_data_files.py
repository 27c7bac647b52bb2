"""Data files of other hosts: asked for, kept, locked."""

from __future__ import annotations

import gzip
import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from lite_build.data.asked import AskedData, AskedFile, AskedRegistry, read_asked_data, read_digest
from lite_build.data.kept import KeptFiles
from lite_build.data.locking import LARGE, DataFile, get_files, large_files, lock_files, unasked_files
from lite_build.files.digest import Digest
from lite_build.network.client import open_client
from lite_build.network.reach import Reach
from lite_build.packages.locked.lock import LockedFile
from lite_build.project.options import DataOptions
from lite_build.supply.addresses import data_file_url
from lite_build.words.errors import BuildFailure, UserMistake
from tests.web_host import ROWS, WebHost, web_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.unit.conftest import FileServer

ROWS_SHA256 = hashlib.sha256(ROWS.encode()).hexdigest()


@pytest.fixture
def host() -> Iterator[WebHost]:
    with web_host("none") as serving:
        yield serving


@pytest.fixture
def reach(tmp_path: Path) -> Reach:
    return Reach(tmp_path / "cache")


@pytest.fixture
def kept(reach: Reach) -> Iterator[KeptFiles]:
    with open_client(reach.network) as client:
        yield KeptFiles(reach, client)


def asked(url: str, digest: Digest | None = None) -> AskedFile:
    return AskedFile(url, digest, "DataAddon.files")


def locked(url: str, sha256: str = ROWS_SHA256, size: int = len(ROWS)) -> LockedFile:
    return LockedFile(url, sha256, size, "text/csv", ("DataAddon.files",))


def test_a_file_is_asked_for_again_and_fetched_only_when_it_is_newer(
    kept: KeptFiles, file_server: FileServer
) -> None:
    path = file_server.folder / "rows.csv"
    path.write_text("one", encoding="utf-8")
    url = f"{file_server.url}/rows.csv"
    first = kept.newest(url)
    assert (first.path.read_text(encoding="utf-8"), first.content_type) == ("one", "text/csv")
    assert kept.newest(url) == first
    assert file_server.requests == ["/rows.csv"] * 2
    path.write_text("two and more", encoding="utf-8")
    later = path.stat().st_mtime + 10
    os.utime(path, (later, later))
    assert kept.newest(url).path.read_text(encoding="utf-8") == "two and more"
    assert first.path.read_text(encoding="utf-8") == "one", "what a lock may name stays"


def test_a_file_whose_hash_is_known_is_fetched_once_and_again_when_it_is_damaged(
    kept: KeptFiles, host: WebHost
) -> None:
    url = f"{host.address}/rows.csv"
    for _ in range(2):
        found = kept.of_hash(url, ROWS_SHA256)
    assert host.asked == ["GET /rows.csv"]
    found.path.write_text("damaged", encoding="utf-8")
    assert kept.of_hash(url, ROWS_SHA256).path.read_text(encoding="utf-8") == ROWS


def test_offline_what_was_fetched_is_taken_and_nothing_else(
    reach: Reach, kept: KeptFiles, host: WebHost
) -> None:
    url = f"{host.address}/rows.csv"
    kept.newest(url)
    offline = Reach(reach.cache, offline=True)
    with offline.client() as client:
        without_network = KeptFiles(offline, client)
        assert without_network.newest(url).sha256 == ROWS_SHA256
        with pytest.raises(BuildFailure, match="this build is offline"):
            without_network.newest(f"{host.address}/latin")
    assert host.asked == ["GET /rows.csv"]


def test_a_file_that_its_host_compresses_for_the_way_is_kept_as_clients_read_it(
    kept: KeptFiles, host: WebHost
) -> None:
    host.files["/packed.csv.gz"] = (gzip.compress(ROWS.encode()), "application/gzip")
    assert kept.newest(f"{host.address}/gzip").sha256 == ROWS_SHA256
    packed = kept.newest(f"{host.address}/packed.csv.gz").path.read_bytes()
    assert gzip.decompress(packed).decode() == ROWS


def test_a_lock_has_each_address_once_with_all_who_ask(kept: KeptFiles, host: WebHost) -> None:
    url = f"{host.address}/rows.csv"
    found = lock_files([asked(url), AskedFile(url, None, "oceans: rows.csv")], kept, (), lambda _: True)
    assert found == (
        LockedFile(url, ROWS_SHA256, len(ROWS), "text/csv", ("DataAddon.files", "oceans: rows.csv")),
    )


def test_what_was_locked_stays_until_it_is_upgraded(kept: KeptFiles, host: WebHost) -> None:
    url = f"{host.address}/rows.csv"
    before = (locked(url, "ab" * 32),)
    [same] = lock_files([asked(url)], kept, before, lambda _: False)
    assert same == before[0]
    assert host.asked == []
    [newer] = lock_files([asked(url)], kept, before, lambda name: name == url)
    assert newer.sha256 == ROWS_SHA256
    [corrected] = lock_files([asked(url, Digest("sha256", ROWS_SHA256))], kept, before, lambda _: False)
    assert corrected.sha256 == ROWS_SHA256


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
def test_another_file_than_the_hash_says_is_an_error_that_names_both(
    kept: KeptFiles, host: WebHost, algorithm: str
) -> None:
    url = f"{host.address}/rows.csv"
    wrong = Digest(algorithm, "0" * len(hashlib.new(algorithm).hexdigest()))
    with pytest.raises(BuildFailure) as raised:
        lock_files([asked(url, wrong)], kept, (), lambda _: True)
    assert f"expected {wrong}" in str(raised.value)
    assert f"found    {algorithm}:{hashlib.new(algorithm, ROWS.encode()).hexdigest()}" in str(raised.value)
    assert str(raised.value).startswith(url)


def test_every_problem_is_told_at_once(kept: KeptFiles, host: WebHost) -> None:
    urls = [f"{host.address}/status/403", f"{host.address}/none.csv"]
    with pytest.raises(BuildFailure) as raised:
        lock_files([asked(url) for url in urls], kept, (), lambda _: True)
    assert all(url in str(raised.value) for url in urls)
    assert "2 data files could not be locked" in str(raised.value)


def test_a_build_takes_what_is_locked_of_what_is_asked_for(kept: KeptFiles, host: WebHost) -> None:
    url = f"{host.address}/rows.csv"
    wanted = AskedData((asked(url),), (AskedRegistry("oceans", ("*.txt",)),))
    of_registry = LockedFile(f"{host.address}/lines", "", 0, None, ("oceans: *.txt",))
    with pytest.raises(UserMistake, match="does not have the data of oceans: "):
        get_files(wanted, [locked(url)], kept, "the.lock")
    unwanted = locked(f"{host.address}/no-more.csv")
    lines = hashlib.sha256(b"one\ntwo\nthree\n").hexdigest()
    of_registry = LockedFile(f"{host.address}/lines", lines, 14, None, ("oceans: *.txt",))
    assert unasked_files(wanted, [locked(url), unwanted, of_registry]) == (unwanted,)
    found = get_files(wanted, [locked(url), unwanted, of_registry], kept, "the.lock")
    assert [file.locked.url for file in found] == [url, f"{host.address}/lines"]
    assert found[0].path.read_text(encoding="utf-8") == ROWS


def test_a_hash_that_the_configuration_has_is_compared_with_a_locked_file(
    kept: KeptFiles, host: WebHost
) -> None:
    url = f"{host.address}/rows.csv"
    wanted = AskedData((asked(url, Digest("md5", "0" * 32)),))
    with pytest.raises(BuildFailure, match="expected md5:0000"):
        get_files(wanted, [locked(url)], kept, "the.lock")


def test_large_files_are_told_of(tmp_path: Path) -> None:
    files = [DataFile(locked("https://host/small", size=LARGE), tmp_path)]
    assert large_files(files) == ()
    [warning] = large_files([DataFile(locked("https://host/large", size=3 * LARGE), tmp_path)])
    assert "https://host/large has 96 MiB" in warning


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://host/rows.csv", "rows.csv"),
        ("https://host/deep/grid.nc.gz?raw=true", "grid.nc.gz.bin"),
        ("https://host/page.html", "page.html.bin"),
        ("https://host/K%C3%A4se%20rows.CSV", "K_se_rows.CSV.bin"),
        ("https://host/", "file.bin"),
        ("https://host/.htaccess", "htaccess.bin"),
        ("https://host/" + "long" * 100 + ".json", "ong" + "long" * 18 + ".json"),
    ],
)
def test_a_file_has_a_name_in_the_site_that_every_host_leaves_as_it_is(url: str, name: str) -> None:
    folder, _, found = data_file_url(locked(url)).rpartition("/")
    assert folder == f"static/data/{ROWS_SHA256[:12]}"
    assert found == name


def test_options_are_read_and_what_is_wrong_is_told_at_once() -> None:
    options = DataOptions(
        files={"https://host/rows.csv#part": f"sha256:{ROWS_SHA256}", "https://host/b": None},
        registries={"Scikit_Image": ("data/brain.tiff",)},
    )
    found = read_asked_data(options)
    assert found.files == (
        asked("https://host/rows.csv", Digest("sha256", ROWS_SHA256)),
        asked("https://host/b"),
    )
    assert found.registries == (AskedRegistry("scikit-image", ("data/brain.tiff",)),)
    wrong = {"rows.csv": None, "file:///rows.csv": None, "https://host/a": "sha256:1", "https://[host/": None}
    with pytest.raises(UserMistake) as raised:
        read_asked_data(DataOptions(files=wrong))
    assert all(url in str(raised.value) for url in wrong)
    with pytest.raises(UserMistake, match="no file is named of oceans"):
        read_asked_data(DataOptions(registries={"oceans": ()}))


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        (ROWS_SHA256, Digest("sha256", ROWS_SHA256)),
        (f"sha256:{ROWS_SHA256.upper()}", Digest("sha256", ROWS_SHA256)),
        ("md5:" + "ab" * 16, Digest("md5", "ab" * 16)),
        ("md5:" + "ab" * 15, None),
        ("crc:abcd", None),
        ("shake_128:abcd", None),
        ("", None),
    ],
)
def test_a_hash_is_read_as_pooch_writes_it(text: str, digest: Digest | None) -> None:
    assert read_digest(text) == digest


def test_a_file_of_the_offline_folder_needs_no_connection(
    tmp_path: Path, forbid_connections: Callable[[], None]
) -> None:
    folder = tmp_path / "collected"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / ROWS_SHA256).write_text(ROWS, encoding="utf-8")
    reach = Reach(tmp_path / "cache", offline=True, offline_folder=folder)
    forbid_connections()
    with reach.client() as client:
        found = KeptFiles(reach, client).of_hash("https://host/rows.csv", ROWS_SHA256)
    assert found.path == folder / "data" / ROWS_SHA256
