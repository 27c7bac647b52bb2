from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
from typing import TYPE_CHECKING

import pytest

from lite_build.files.digest import Digest
from lite_build.network.reach import Reach
from lite_build.runtime.npm import NpmTarball, fetch_npm_tarball, offline_path
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FileServer

NAME, VERSION = "@spam/eggs", "1.2.3"
WRONG_INTEGRITY = Digest("sha512", "00" * 64).to_integrity()


def publish(registry: FileServer, *, integrity: str | None = None) -> str:
    """Put a package into the served folder as a registry would answer; give its integrity."""
    manifest = {"name": NAME, "version": VERSION}
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as opened:
        data = json.dumps(manifest).encode()
        member = tarfile.TarInfo("package/package.json")
        member.size = len(data)
        opened.addfile(member, io.BytesIO(data))
    tarball = content.getvalue()
    own = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    (registry.folder / "eggs.tgz").write_bytes(tarball)
    (registry.folder / "@spam").mkdir()
    dist = {"integrity": integrity or own, "tarball": f"{registry.url}/eggs.tgz"}
    packument = {
        "name": NAME,
        "dist-tags": {"latest": VERSION},
        "versions": {VERSION: {**manifest, "dist": dist}},
    }
    (registry.folder / "@spam" / "eggs").write_text(json.dumps(packument), encoding="utf-8")
    return own


@pytest.fixture
def registry(file_server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileServer:
    """A registry on loopback that npm's own settings name."""
    monkeypatch.setenv("npm_config_registry", file_server.url)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_noproxy", "127.0.0.1")
    return file_server


def fetch(cache: Path, *, expected_integrity: str | None = None, offline: bool = False) -> NpmTarball:
    return fetch_npm_tarball(NAME, VERSION, Reach(cache, offline=offline), expected_integrity)


def test_npms_own_settings_choose_the_registry(registry: FileServer, tmp_path: Path) -> None:
    integrity = publish(registry)
    tarball = fetch(tmp_path / "cache")
    assert (tarball.name, tarball.version, tarball.integrity) == (NAME, VERSION, integrity)
    assert Digest.of_file(tarball.path, "sha512").to_integrity() == integrity
    assert "/eggs.tgz" in registry.requests


def test_a_second_build_asks_nobody(registry: FileServer, tmp_path: Path) -> None:
    publish(registry)
    first = fetch(tmp_path / "cache")
    asked = len(registry.requests)
    assert fetch(tmp_path / "cache") == first
    assert fetch(tmp_path / "cache", offline=True) == first
    assert len(registry.requests) == asked


def test_a_damaged_tarball_of_the_cache_is_fetched_again(registry: FileServer, tmp_path: Path) -> None:
    publish(registry)
    first = fetch(tmp_path / "cache")
    first.path.write_bytes(b"damaged")
    with pytest.raises(BuildFailure, match="offline"):
        fetch(tmp_path / "cache", offline=True)
    assert fetch(tmp_path / "cache") == first


def test_a_tarball_that_the_registry_itself_tells_otherwise_is_refused(
    registry: FileServer, tmp_path: Path
) -> None:
    publish(registry, integrity=WRONG_INTEGRITY)
    with pytest.raises(BuildFailure, match=r"integrity") as raised:
        fetch(tmp_path / "cache")
    assert f"{NAME}@{VERSION}" in str(raised.value)


def test_a_tarball_that_is_not_the_expected_one_is_refused_with_both(
    registry: FileServer, tmp_path: Path
) -> None:
    integrity = publish(registry)
    with pytest.raises(BuildFailure, match="not the file that was expected") as raised:
        fetch(tmp_path / "cache", expected_integrity=WRONG_INTEGRITY)
    assert WRONG_INTEGRITY in str(raised.value)
    assert integrity in str(raised.value)
    with pytest.raises(BuildFailure, match="offline"):
        fetch(tmp_path / "cache", offline=True)


def test_a_package_that_is_not_there_is_the_users_mistake(registry: FileServer, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=f"the npm registry has no {NAME}@{VERSION}"):
        fetch(tmp_path / "cache")
    assert registry.requests


@pytest.mark.usefixtures("registry")
def test_a_registry_that_cannot_be_reached_is_a_failure(
    closed_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{closed_port}")
    with pytest.raises(BuildFailure, match="could not be fetched") as raised:
        fetch(tmp_path / "cache")
    assert "ECONNREFUSED" in str(raised.value)


def test_an_offline_folder_is_asked_before_the_registry(registry: FileServer, tmp_path: Path) -> None:
    publish(registry)
    carried = tmp_path / "collected" / offline_path(NAME, VERSION)
    carried.parent.mkdir(parents=True)
    carried.write_bytes((registry.folder / "eggs.tgz").read_bytes())
    tarball = fetch_npm_tarball(
        NAME, VERSION, Reach(tmp_path / "cache", offline=True, offline_folder=tmp_path / "collected")
    )
    assert tarball.path == carried
    assert registry.requests == []
