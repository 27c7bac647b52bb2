"""Another host than a site's, which answers in the ways that HTTP clients know, and notes what was asked."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from tests.conftest import serve_on_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How far a host lets pages of other sites ask it: anything; what needs no question before; nothing.
Leave = Literal["all", "simple", "none"]
LARGE_SIZE = 16 * 2**20
SLOW_SECONDS = 0.5
ROWS = "a,b\n1,2\n"


def large_content() -> bytes:
    """Bytes of every value, whose repetition does not show where a part is lost or doubled."""
    return b"".join(number.to_bytes(4, "big") for number in range(LARGE_SIZE // 4))


@dataclass
class WebHost:
    """A host; `asked` are the requests that came, in their order: method and path.

    `files` are answered besides, each by its path: content and content type; `moved` by a redirect.
    """

    address: str = ""
    asked: list[str] = field(default_factory=list)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def __init__(self, *args: object, host: WebHost, leave: Leave, **options: object) -> None:
        self.host = host
        self.leave = leave
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def do_OPTIONS(self) -> None:
        self._note()
        self.send_response(204 if self.leave == "all" else 405)
        self.end_headers()

    def do_GET(self) -> None:
        self._note()
        path = urlsplit(self.path).path
        match path.strip("/").split("/"):
            case _ if path in self.host.files:
                content, content_type = self.host.files[path]
                self._answer(content, content_type)
            case _ if path in self.host.moved:
                place = self.host.moved[path]
                self._answer(b"", "text/plain", status=302, headers={"Location": place})
            case ["rows.csv"]:
                self._answer(ROWS.encode(), "text/csv")
            case ["echo"]:
                self._echo()
            case ["status", status]:
                self._answer(b'{"reason": "so it is"}', "application/json", status=int(status))
            case ["moved"]:
                self._answer(b"", "text/plain", status=302, headers={"Location": "/rows.csv"})
            case ["large"]:
                self._answer(large_content(), "application/octet-stream")
            case ["gzip"]:
                packed = gzip.compress(ROWS.encode())
                self._answer(packed, "text/csv", headers={"Content-Encoding": "gzip"})
            case ["latin"]:
                self._answer("Käse".encode("latin-1"), "text/plain; charset=iso-8859-1")
            case ["late"]:
                time.sleep(SLOW_SECONDS)
                self._answer(ROWS.encode(), "text/csv")
            case ["lines"]:
                self._answer(b"one\ntwo\nthree\n", "text/plain")
            case ["login"]:
                is_known = self.headers.get("Authorization") == "Basic YW5uOnBlYXI="
                self._answer(
                    b"welcome" if is_known else b"who?", "text/plain", status=200 if is_known else 401
                )
            case _:
                self._answer(b"not found", "text/plain", status=404)

    def end_headers(self) -> None:
        if self.leave != "none":
            self.send_header("Access-Control-Allow-Origin", "*")
        if self.leave == "all":
            for name in ("Headers", "Methods"):
                self.send_header(f"Access-Control-Allow-{name}", "*")
            self.send_header("Access-Control-Allow-Headers", "Authorization, *")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _note(self) -> None:
        self.host.asked.append(f"{self.command} {self.path}")

    def _echo(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {
            "method": self.command,
            "query": urlsplit(self.path).query,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "content": content.decode("latin-1"),
        }
        self._answer(json.dumps(told).encode(), "application/json")

    def _answer(
        self,
        content: bytes,
        content_type: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


for _method in ("HEAD", "POST", "PUT", "PATCH", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler.do_GET)


@contextmanager
def web_host(leave: Leave) -> Iterator[WebHost]:
    """Serve a host while the block runs."""
    host = WebHost()
    with serve_on_loopback(partial(_Handler, host=host, leave=leave)) as address:
        host.address = address
        yield host
