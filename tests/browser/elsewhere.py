"""What a browser asks of any other host than this machine, whichever of its parts asks."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


#: Where Chromium goes by itself, whatever page is open: for updates, for help with forms, to its maker's
#: accounts. No switch turns all of it off. What a page asks of them is heard by its reader all the same.
BROWSERS_OWN_ERRANDS = {
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "update.googleapis.com",
    "www.google.com",
}


@contextmanager
def heard_elsewhere(errands: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """Hear what a browser asks of other hosts while the block runs.

    A browser that is told of the proxy goes past it for loopback addresses alone, so all the rest comes here,
    that of workers too, and gets nothing.

    Args:
        errands: hosts where the browser goes by itself, whatever page is open; those below them too.

    Yields:
        The proxy's address, and what was asked of it, which grows as the browser asks.
    """
    asked: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            authority = self.path if self.command == "CONNECT" else urlsplit(self.path).netloc
            host = authority.partition(":")[0]
            if not any(f".{host}".endswith(f".{errand}") for errand in errands):
                asked.append(f"{self.command} {self.path}")
            self.send_error(502)

        do_CONNECT = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_GET  # noqa: N815 - the base class names them

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    with serve_on_loopback(Recorder) as address:
        yield address, asked
