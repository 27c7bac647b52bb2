"""What a suite's browsers ask of the run: a small server for this machine alone.

Each browser has a folder of its own on it, and knows no other's. A worker's questions wait here for their
answers, as the process under Node.js waits for a line.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from lite_build.hosting.content_types import content_type

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

_LOOPBACK = "127.0.0.1"
_PAGE = Path(__file__).with_name("suite_page.html")
_HTML = "text/html; charset=utf-8"
_JSON = "application/json"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that was ended leaves connections open, which is no fault."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Asking(Protocol):
    """Who answers for the run what one browser says and asks."""

    job: str

    def hear(self, line: bytes) -> None:
        """Take what the browser says."""

    def answer(self) -> str | None:
        """Wait for the answer to a question; None where none comes any more."""

    def lose(self) -> None:
        """The page is there no more."""


class BrowserServer:
    """Serves the site and the project of a suite, for as long as a `with` block runs.

    Args:
        site: the folder with the runtime and the packages.
        project: the project's folder.
        worker: the script that runs a session.
    """

    def __init__(self, site: Path, project: Path, worker: Path) -> None:
        self.site, self.project, self.worker = site, project, worker
        self.asking: dict[str, Asking] = {}
        self._server = _Server((_LOOPBACK, 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def admit(self, asking: Asking) -> str:
        """Give a browser a folder of its own, and tell the address of the page that it is to open.

        Args:
            asking: answers it.
        """
        key = secrets.token_urlsafe(24)
        self.asking[key] = asking
        return f"http://{_LOOPBACK}:{self._server.server_address[1]}/{key}/page.html"

    def dismiss(self, asking: Asking) -> None:
        """Answer a browser no more."""
        for key in [key for key, one in self.asking.items() if one is asking]:
            del self.asking[key]


def _handler(server: BrowserServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers one connection of a browser."""

        protocol_version = "HTTP/1.1"
        # Answers are small and many: none may wait for more to come.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            """Answer a request for a file, for the job, or for nothing."""
            asking, path = self._asked()
            match path.partition("/"):
                case _ if asking is None:
                    self._send(HTTPStatus.NOT_FOUND)
                case ("page.html", _, _):
                    self._send(HTTPStatus.OK, _PAGE.read_bytes(), _HTML)
                case ("worker.mjs", _, _):
                    self._send_file(server.worker)
                case ("job", _, _):
                    self._send(HTTPStatus.OK, asking.job.encode(), _JSON)
                case ("alive", _, _):
                    self._wait_for_its_end(asking)
                case ("site", _, name):
                    self._send_file(_inside(server.site, name))
                case ("project", _, name):
                    self._send_file(_inside(server.project, name))
                case ("folder", _, name):
                    self._send_listing(_inside(server.project, name))
                case _:
                    self._send(HTTPStatus.NOT_FOUND)

        def do_POST(self) -> None:
            """Hear what a worker says, and answer where it asks."""
            asking, path = self._asked()
            line = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if asking is None or path not in {"say", "ask"}:
                self._send(HTTPStatus.NOT_FOUND)
                return
            asking.hear(line)
            answer = asking.answer() if path == "ask" else ""
            if answer is None:
                self._send(HTTPStatus.GONE)
            else:
                self._send(HTTPStatus.OK, answer.encode(), _JSON)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _asked(self) -> tuple[Asking | None, str]:
            key, _, path = unquote(urlsplit(self.path).path).removeprefix("/").partition("/")
            return server.asking.get(key), path

        def _send(self, status: HTTPStatus, content: bytes = b"", media_type: str = _JSON) -> None:
            # A browser that was ended hears nothing of it.
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(content)

        def _send_file(self, path: Path | None) -> None:
            try:
                content = path.read_bytes() if path is not None else None
            except OSError:
                content = None
            if path is None or content is None:
                self._send(HTTPStatus.NOT_FOUND)
            else:
                self._send(HTTPStatus.OK, content, content_type(PurePosixPath(path.name)))

        def _send_listing(self, path: Path | None) -> None:
            try:
                entries = list(_entries(path)) if path is not None else None
            except OSError:
                entries = None
            if entries is None:
                self._send(HTTPStatus.NOT_FOUND)
            else:
                self._send(HTTPStatus.OK, json.dumps(entries).encode(), _JSON)

        def _wait_for_its_end(self, asking: Asking) -> None:
            with suppress(OSError):
                while self.connection.recv(1024):
                    pass
            self.close_connection = True
            asking.lose()

    return Handler


def _inside(folder: Path, name: str) -> Path | None:
    """A path in a folder; None where it would leave it."""
    path = Path(os.path.normpath(folder / name))
    return path if path.is_relative_to(folder) else None


def _entries(folder: Path) -> Iterator[dict[str, object]]:
    """What a drive shows of a folder: `extensions/drive/src/ends.ts`."""
    with os.scandir(folder) as found:
        for entry in found:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder or entry.is_file(follow_symlinks=False):
                facts = entry.stat(follow_symlinks=False)
                yield {
                    "name": entry.name,
                    "isFolder": is_folder,
                    "size": 0 if is_folder else facts.st_size,
                    "modified": facts.st_mtime_ns // 1_000_000,
                    "isPublished": True,
                }
