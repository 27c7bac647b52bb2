"""The server: where it listens, and under which path the site appears."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from lite_build.serve.server import normalize_prefix, serve_site
from lite_build.words.errors import UserMistake
from tests.unit.serve.conftest import PAGE, ask

if TYPE_CHECKING:
    from pathlib import Path


def test_under_a_prefix_nothing_else_is_served(site: Path) -> None:
    with serve_site(site, prefix="my repo") as address:
        assert address.endswith("/my%20repo/")
        assert ask(address).body.decode() == PAGE
        assert ask(address, "/my%20repo").headers["Location"] == "/my%20repo/"
        outside = ask(address, "/lab/")
        assert outside.status == 404
        assert "/my%20repo/" in outside.body.decode()


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("", "/"), ("/", "/"), ("my-repo", "/my-repo/"), ("/a/b/", "/a/b/"), ("/größe", "/gr%C3%B6%C3%9Fe/")],
)
def test_a_prefix_is_a_path_with_a_slash_at_both_ends(prefix: str, expected: str) -> None:
    assert normalize_prefix(prefix) == expected


@pytest.mark.parametrize("prefix", ["https://example.org/repo/", "/../", "a\\b"])
def test_a_prefix_that_is_no_path_is_a_mistake(prefix: str) -> None:
    with pytest.raises(UserMistake, match="--prefix"):
        normalize_prefix(prefix)


def test_a_port_in_use_is_a_mistake_with_a_remedy(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserMistake, match=f"127.0.0.1:{port}.*\n.*--port 0"), serve_site(site, port=port):
            pass


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_cannot_be_is_a_mistake(site: Path, port: int) -> None:
    with pytest.raises(UserMistake, match="--port"), serve_site(site, port=port):
        pass


@pytest.mark.parametrize("host", ["192.0.2.1", "two..dots"])
def test_an_address_of_another_machine_is_a_mistake(site: Path, host: str) -> None:
    with pytest.raises(UserMistake, match=r"--host: .*\n.*0\.0\.0\.0"), serve_site(site, host=host):
        pass


def test_the_port_is_free_again_at_the_end(site: Path) -> None:
    with serve_site(site) as address:
        port = urlsplit(address).port
        assert port is not None
        ask(address)
    with serve_site(site, port=port) as again:
        assert again == address
    with pytest.raises(ConnectionRefusedError):
        ask(address)
