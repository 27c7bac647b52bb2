"""What the tests of the server share: a site in its least form, and a way to ask for its files."""

from __future__ import annotations

import http.client
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
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
