"""The server, over real sockets on loopback."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import socket
import threading
from contextlib import closing, contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lite_build.errors import UserMistake
from lite_build.serve.compression import CompressedBodies, accepts_gzip
from lite_build.serve.location import locate
from lite_build.serve.reload import ReloadChannel
from lite_build.serve.server import normalize_prefix, serve_site
from lite_build.site.content_types import content_type

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "<!DOCTYPE html><html><head><title>Lab</title></head><body></body></html>"
NAVIGATION = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Answer:
    """A whole answer, read to its end."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def ask(address: str, path: str = "", method: str = "GET", **headers: str) -> Answer:
    """Send one request, with its path exactly as it is given."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path if path.startswith("/") else parts.path + path, headers=named)
        return Answer(connection.getresponse())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "lab").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "lab" / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "large.js").write_text("export const answer = 42;\n" * 200, encoding="utf-8")
    return folder


def test_the_root_is_served_on_loopback_at_a_free_port(site: Path) -> None:
    with serve_site(site) as address:
        answer = ask(address)
    assert address.startswith("http://127.0.0.1:")
    assert address.endswith("/")
    assert answer.status == 200
    assert answer.body.decode() == PAGE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pyodide.mjs", "text/javascript; charset=utf-8"),
        ("bundle.JS", "text/javascript; charset=utf-8"),
        ("pyodide.asm.wasm", "application/wasm"),
        ("comm-0.2.3-py3-none-any.whl", "application/octet-stream"),
        ("tour.ipynb", "application/json"),
        ("all.json", "application/json"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("theme.css", "text/css; charset=utf-8"),
        ("picture.png", "image/png"),
        ("no-suffix", "application/octet-stream"),
    ],
)
def test_files_have_the_type_that_browsers_insist_on(site: Path, name: str, expected: str) -> None:
    (site / name).write_bytes(b"content")
    with serve_site(site) as address:
        assert ask(address, name).headers["Content-Type"] == expected


def test_types_do_not_come_from_what_the_machine_has_registered(tmp_path: Path) -> None:
    import mimetypes

    mimetypes.add_type("text/plain", ".js")
    mimetypes.add_type("application/strange", ".png")
    try:
        assert content_type(tmp_path / "bundle.js") == "text/javascript; charset=utf-8"
        assert content_type(tmp_path / "picture.png") == "image/png"
    finally:
        mimetypes.init()


@pytest.mark.parametrize(
    "name", ["two words.html", "100%.html", "a#b.html", "größe.html", "日本.html", "a+b.html"]
)
def test_names_with_unusual_letters_simply_work(site: Path, name: str) -> None:
    (site / name).write_text(name, encoding="utf-8")
    with serve_site(site) as address:
        assert ask(address, quote(name)).body.decode() == name


def test_a_folder_without_its_slash_is_redirected_with_its_query(site: Path) -> None:
    with serve_site(site, prefix="/my-repo/") as address:
        answer = ask(address, "lab?path=tour.ipynb")
        assert answer.status == 302
        assert answer.headers["Location"] == "/my-repo/lab/?path=tour.ipynb"
        assert ask(address, "lab/?path=tour.ipynb").body.decode() == PAGE


def test_what_is_missing_is_named_in_plain_text(site: Path) -> None:
    with serve_site(site) as address:
        answer = ask(address, "lab/100%25.html")
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "lab/100%.html" in answer.body.decode()


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/lab/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..\\secret.txt",
     "//secret.txt", "/lab/%00", "/lab/./index.html", "/index.html/"],
)  # fmt: skip
def test_a_path_that_leads_out_of_the_site_is_not_found(site: Path, path: str) -> None:
    (site.parent / "secret.txt").write_text("secret", encoding="utf-8")
    with serve_site(site) as address:
        answer = ask(address, path)
    assert answer.status == 404
    assert answer.body != b"secret"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_that_leads_out_of_the_site_is_not_followed(site: Path) -> None:
    (site.parent / "private").mkdir()
    (site.parent / "private" / "index.html").write_text("secret", encoding="utf-8")
    (site / "page.html").symlink_to(site.parent / "private" / "index.html")
    (site / "folder").symlink_to(site.parent / "private", target_is_directory=True)
    with serve_site(site) as address:
        assert ask(address, "page.html").status == 404
        assert ask(address, "folder/index.html").status == 404
        assert ask(address, "folder/").status == 404
        assert ask(address, "folder").status == 404


@given(
    parts=st.lists(
        st.one_of(st.sampled_from(["..", ".", "", "lab", "dist", "C:", "\\", "~", "%2e%2e"]), st.text())
    )
)
def test_no_path_is_located_outside_the_site(
    parts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "outer" / "dist"
    (folder / "lab").mkdir(parents=True, exist_ok=True)
    found = locate(folder, "/".join(parts))
    assert found is None or found.is_relative_to(folder.resolve())


def test_head_has_the_headers_of_get_and_no_body(site: Path) -> None:
    with serve_site(site) as address:
        get, head = ask(address, "large.js"), ask(address, "large.js", method="HEAD")
    assert head.body == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert head.headers[name] == get.headers[name], name


def test_text_is_compressed_for_those_who_take_it(site: Path) -> None:
    with serve_site(site) as address:
        plain = ask(address, "large.js")
        compressed = ask(address, "large.js", Accept_Encoding="br, gzip")
        refused = ask(address, "large.js", Accept_Encoding="gzip;q=0, br")
    assert plain.headers["Content-Encoding"] is None
    assert refused.body == plain.body
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.body) == plain.body
    assert len(compressed.body) < len(plain.body) / 10
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in compressed.headers["Vary"]
    assert compressed.headers["ETag"] != plain.headers["ETag"]


def test_archives_are_sent_as_they_are(site: Path) -> None:
    (site / "comm.whl").write_bytes(b"a" * 5000)
    with serve_site(site) as address:
        answer = ask(address, "comm.whl", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] is None
    assert answer.body == b"a" * 5000


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("*;q=0", False),
        ("gzip;q=much", False),
    ],
)
def test_accept_encoding_is_read_as_the_standard_has_it(accepted: str, expected: bool) -> None:
    assert accepts_gzip(accepted) is expected


def test_compressed_bodies_stay_within_their_bound() -> None:
    bodies = CompressedBodies(capacity=3000)
    contents = [os.urandom(1000) for _ in range(6)]
    for content in (*contents, *contents):
        assert gzip.decompress(bodies.compress(content)) == content
    assert sum(len(kept) for kept in bodies._bodies.values()) <= 3000


def test_a_file_longer_than_what_is_held_comes_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lite_build.serve.handlers.LARGEST_HELD", 1000)
    content = os.urandom(700_000)
    (site / "data.bin").write_bytes(content)
    with serve_site(site) as address:
        assert ask(address, "data.bin").body == content
        head = ask(address, "data.bin", method="HEAD")
    assert head.headers["Content-Length"] == "700000"
    assert head.body == b""


def test_an_unchanged_file_is_not_sent_again_and_a_changed_one_is(site: Path) -> None:
    with serve_site(site) as address:
        first = ask(address, "large.js", Accept_Encoding="gzip")
        again = ask(address, "large.js", Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
        before = (site / "large.js").stat()
        (site / "large.js").write_text("export const answer = 43;\n" * 200, encoding="utf-8")
        # As a reproducible build does: another content of the same length and date.
        os.utime(site / "large.js", ns=(before.st_atime_ns, before.st_mtime_ns))
        changed = ask(
            address,
            "large.js",
            If_None_Match=first.headers["ETag"],
            If_Modified_Since=first.headers["Last-Modified"],
        )
    assert first.headers["Cache-Control"] == "no-cache"
    assert parsedate_to_datetime(first.headers["Last-Modified"]).timestamp() == int(before.st_mtime)
    assert again.status == 304
    assert again.body == b""
    assert changed.status == 200
    assert b"43" in changed.body


def test_as_published_files_may_be_cached_and_no_header_is_special(site: Path) -> None:
    with serve_site(site, as_published=True) as address:
        answer = ask(address)
    assert answer.headers["Cache-Control"] == "max-age=600"
    assert not [name for name in answer.headers if name.lower().startswith("cross-origin")]


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


def test_the_server_goes_on_while_the_site_is_replaced(site: Path) -> None:
    with serve_site(site) as address:
        ask(address)
        site.rename(site.with_name("dist.previous"))
        away = ask(address)
        site.mkdir()
        (site / "index.html").write_text("the new site", encoding="utf-8")
        replaced = ask(address)
    assert away.status == 503
    assert away.headers["Retry-After"] == "1"
    assert replaced.body == b"the new site"


def test_pages_are_given_the_reload_script_and_contents_are_not(site: Path) -> None:
    with serve_site(site, prefix="/my-repo/", reload=ReloadChannel()) as address:
        page = ask(address, "lab/", **NAVIGATION).body.decode()
        as_contents = ask(address, "lab/index.html", Accept="*/*").body.decode()
        script = ask(address, "/my-repo/api/lite-build/reload.js")
    assert page.startswith(PAGE)
    assert '<script src="/my-repo/api/lite-build/reload.js" data-build="' in page
    assert as_contents == PAGE
    assert (site / "lab" / "index.html").read_text(encoding="utf-8") == PAGE
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert b"EventSource" in script.body


def test_without_reload_pages_are_as_they_are_on_the_disk(site: Path) -> None:
    with serve_site(site) as address:
        assert ask(address, "lab/", **NAVIGATION).body.decode() == PAGE
        assert ask(address, "api/lite-build/builds").status == 404


@contextmanager
def stream_of_builds(address: str) -> Iterator[Iterator[dict[str, str | None]]]:
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)) as connection:
        connection.request("GET", f"{parts.path}api/lite-build/builds")
        response = connection.getresponse()
        assert response.headers["Content-Type"].startswith("text/event-stream")

        def states() -> Iterator[dict[str, str | None]]:
            while line := response.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

        with closing(response):
            yield states()


def test_open_pages_are_told_how_each_build_went(site: Path) -> None:
    channel = ReloadChannel()
    with serve_site(site, reload=channel) as address, stream_of_builds(address) as states:
        first = next(states)
        channel.failed("tour.ipynb: not JSON")
        failed = next(states)
        channel.unchanged()
        repaired = next(states)
        channel.succeeded()
        succeeded = next(states)
        page = ask(address, **NAVIGATION).body.decode()
    assert first["failure"] is None
    assert failed == {"build": first["build"], "failure": "tour.ipynb: not JSON"}
    assert repaired == first
    assert succeeded["build"] != first["build"]
    assert f'data-build="{succeeded["build"]}"' in page


def test_a_page_that_comes_late_learns_what_it_missed(site: Path) -> None:
    channel = ReloadChannel()
    channel.failed("a requirement does not exist")
    with serve_site(site, reload=channel) as address, stream_of_builds(address) as states:
        assert next(states)["failure"] == "a requirement does not exist"


def test_the_server_ends_though_a_page_still_listens(site: Path) -> None:
    with serve_site(site, reload=ReloadChannel()) as address, stream_of_builds(address) as states:
        next(states)
        threads = threading.active_count()
    assert threading.active_count() < threads
