"""The server, over real sockets on loopback: how a file is sent."""

from __future__ import annotations

import gzip
import os
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from lite_build.serve.compression import CompressedBodies, accepts_gzip
from lite_build.serve.server import serve_site
from tests.unit.serve.conftest import ask

if TYPE_CHECKING:
    from pathlib import Path


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
