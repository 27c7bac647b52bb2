"""Hosts of pages and sites that send what a test says, and the readers who come to them."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Headers = Callable[[str], Mapping[str, str]]

#: What a site's host sends so that pages of other origins may use it.
SHARED = {"Access-Control-Allow-Origin": "*"}


@contextmanager
def hosted(folder: Path, headers: Headers = lambda _: {}) -> Iterator[str]:
    """Serve a folder from an origin of its own while the block runs.

    Args:
        folder: what is served, at the host's root.
        headers: what is sent besides with a file, by its path in the address.

    Yields:
        The root's address, with a slash at its end.
    """

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def end_headers(self) -> None:
            for name, value in headers(urlsplit(self.path).path).items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    with serve_on_loopback(partial(Handler, directory=str(folder))) as address:
        yield f"{address}/"


def write_page(folder: Path, script: str, body: str) -> None:
    """Write a page, `page.html`, with the tag of its script."""
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>{script}'
    (folder / "page.html").write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
