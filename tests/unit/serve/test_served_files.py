"""The server, over real sockets on loopback: which file an address leads to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lite_build.hosting.content_types import content_type
from lite_build.serve.location import locate
from lite_build.serve.server import serve_site
from tests.unit.serve.conftest import PAGE, ask

if TYPE_CHECKING:
    from pathlib import Path


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
