"""What tests of the network and the runtime share: files on loopback, and a core in its least form."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass
class FileServer:
    """Serves a folder on loopback; `requests` are the paths that were asked for, in order.

    `failures` holds statuses that are answered first, one for each request. The next `breaks` answers end
    before they are whole.
    """

    folder: Path
    url: str = ""
    requests: list[str] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    breaks: int = 0


class RecordingHandler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, served: FileServer, **options: object) -> None:
        self.served = served
        super().__init__(*args, directory=str(served.folder), **options)

    def do_GET(self) -> None:
        self.served.requests.append(self.path)
        if self.served.failures:
            self.send_error(self.served.failures.pop(0))
        elif self.served.breaks:
            self.served.breaks -= 1
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"half")
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


@pytest.fixture
def file_server(tmp_path: Path) -> Iterator[FileServer]:
    served = FileServer(tmp_path / "served")
    served.folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(RecordingHandler, served=served)) as server:
        served.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield served
        server.shutdown()
        thread.join()


@pytest.fixture
def forbid_connections(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it to make any further connection of this process an error that no part of ours catches."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    return partial(monkeypatch.setattr, socket.socket, "connect", refuse)


CORE_TEXTS = {
    "pyodide.mjs": 'var Y="314.0.9";export const version = Y;\n',
    "pyodide.asm.mjs": "export default 1;\n",
    "pyodide.asm.wasm": "\0asm",
    "python_stdlib.zip": "PK",
    "pyodide-lock.json": '{"info": {"python": "3.14.2"}, "packages": {}}\n',
}


@pytest.fixture
def core_folder(tmp_path: Path) -> Path:
    """A folder with all files of a core, each in its least form. It does not run."""
    folder = tmp_path / "core"
    folder.mkdir()
    for name, text in CORE_TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder
