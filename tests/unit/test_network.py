from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lite_build.network.client
from lite_build.files.digest import Digest
from lite_build.network.client import NetworkSettings, open_client, open_offline_client
from lite_build.network.download import download
from lite_build.store.cache import user_cache
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import FileServer

IMPATIENT = NetworkSettings(timeout=5, retries=0)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lite_build.network.client, "FIRST_PAUSE", 0.001)


def fetch(url: str, destination: Path, *, digest: Digest | None = None) -> Path:
    with open_client(IMPATIENT) as client:
        return download(client, url, destination, digest=digest, what="the wheel of spam")


def test_a_download_is_whole_and_leaves_nothing_beside_it(file_server: FileServer, tmp_path: Path) -> None:
    (file_server.folder / "spam é#.whl").write_bytes(b"spam" * 100_000)
    path = fetch(f"{file_server.url}/spam%20%C3%A9%23.whl", tmp_path / "new" / "spam.whl")
    assert path.read_bytes() == b"spam" * 100_000
    assert list(path.parent.iterdir()) == [path]


def test_a_file_url_is_downloaded_too(tmp_path: Path) -> None:
    (tmp_path / "a b.whl").write_bytes(b"spam")
    assert fetch((tmp_path / "a b.whl").as_uri(), tmp_path / "copy").read_bytes() == b"spam"


def test_a_wrong_hash_names_the_url_and_both_hashes_and_keeps_what_was_there(
    file_server: FileServer, tmp_path: Path
) -> None:
    (file_server.folder / "spam.whl").write_bytes(b"spam")
    destination = tmp_path / "kept" / "spam.whl"
    destination.parent.mkdir()
    destination.write_bytes(b"the good one")
    expected = Digest("sha256", "0" * 64)
    with pytest.raises(BuildFailure) as raised:
        fetch(f"{file_server.url}/spam.whl", destination, digest=expected)
    message = str(raised.value)
    assert f"{file_server.url}/spam.whl" in message
    assert str(expected) in message
    assert str(Digest.of_file(file_server.folder / "spam.whl")) in message
    assert destination.read_bytes() == b"the good one"
    assert list(destination.parent.iterdir()) == [destination]


def test_an_unreachable_host_is_named_without_the_password(closed_port: int, tmp_path: Path) -> None:
    with pytest.raises(BuildFailure, match="the wheel of spam could not be fetched") as raised:
        fetch(f"http://user:secret@127.0.0.1:{closed_port}/spam.whl", tmp_path / "spam.whl")
    assert f"127.0.0.1:{closed_port}/spam.whl" in str(raised.value)
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is not None


def test_a_missing_file_is_told_by_the_servers_answer(file_server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(BuildFailure, match="404"):
        fetch(f"{file_server.url}/none.whl", tmp_path / "none.whl")
    assert file_server.requests == ["/none.whl"]


def test_a_server_that_is_unwell_for_a_moment_is_asked_again(file_server: FileServer, tmp_path: Path) -> None:
    (file_server.folder / "spam.whl").write_bytes(b"spam")
    file_server.failures += [503, 502]
    with open_client(NetworkSettings(retries=2)) as client:
        path = download(
            client, f"{file_server.url}/spam.whl", tmp_path / "spam.whl", digest=None, what="spam"
        )
    assert path.read_bytes() == b"spam"
    assert len(file_server.requests) == 3


def test_a_download_that_breaks_off_is_begun_again(file_server: FileServer, tmp_path: Path) -> None:
    (file_server.folder / "spam.whl").write_bytes(b"spam")
    file_server.breaks = 2
    assert fetch(f"{file_server.url}/spam.whl", tmp_path / "spam.whl").read_bytes() == b"spam"


def test_a_download_that_always_breaks_off_leaves_nothing(file_server: FileServer, tmp_path: Path) -> None:
    file_server.breaks = 100
    with pytest.raises(BuildFailure, match="the wheel of spam could not be fetched"):
        fetch(f"{file_server.url}/spam.whl", tmp_path / "new" / "spam.whl")
    assert list((tmp_path / "new").iterdir()) == []


def test_the_offline_client_reads_files_and_opens_no_socket(
    tmp_path: Path, forbid_connections: Callable[[], None]
) -> None:
    forbid_connections()
    (tmp_path / "spam.whl").write_bytes(b"spam")
    with open_offline_client() as client:
        path = download(client, (tmp_path / "spam.whl").as_uri(), tmp_path / "copy", digest=None, what="spam")
        assert path.read_bytes() == b"spam"
        with pytest.raises(BuildFailure, match="offline"):
            download(client, "https://files.example/spam.whl", tmp_path / "new", digest=None, what="spam")
        with pytest.raises(BuildFailure, match="offline"):
            client.get("http://127.0.0.1:1/simple/")
    assert not (tmp_path / "new").exists()


def test_a_certificate_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "authorities.pem"
    with (
        pytest.raises(UserMistake, match=r"certificate cannot be read"),
        open_client(NetworkSettings(certificate=missing)),
    ):
        pass


@given(content=st.binary(max_size=64), algorithm=st.sampled_from(["sha256", "sha384", "sha512"]))
def test_integrity_and_digest_are_inverses(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, algorithm: str
) -> None:
    path = tmp_path_factory.mktemp("digest") / "file"
    path.write_bytes(content)
    digest = Digest.of_file(path, algorithm)
    assert Digest.from_integrity(digest.to_integrity()) == digest


@pytest.mark.parametrize("text", ["", "sha512", "sha512-AAAA", "sha512-!!!", "md5-1B2M2Y8AsgTpgAmY7PhCfg=="])
def test_what_is_no_integrity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a"):
        Digest.from_integrity(text)


def test_the_environment_chooses_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LITE_BUILD_CACHE", str(tmp_path / "elsewhere"))
    assert user_cache() == tmp_path / "elsewhere"
    monkeypatch.delenv("LITE_BUILD_CACHE")
    assert "lite-build" in user_cache().parts
