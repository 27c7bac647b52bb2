"""A site for notebooks in which something goes wrong: with widgets, and with what asks other hosts."""

from __future__ import annotations

import http.server
import json
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.build.conftest import configure_project
from tests.build.test_check import write_notebook
from tests.conftest import serve_on_loopback, write_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.build.conftest import CommandLine

#: A module that asks, as it is imported, which engine it is in.
ENGINE_FACTS = """
import js
from js import Array, XMLHttpRequest

IS_NODE = hasattr(js, "process")
HAS_REQUESTS = hasattr(js, "XMLHttpRequest")
HAS_WORKERS = hasattr(js, "Worker")
HAS_WINDOW = hasattr(js, "window")
"""
#: Run by other notebooks.
OTHER_NOTEBOOK = "other.ipynb"
ROWS = "a,b\n1,2\n"
#: Between two letters of a slow answer.
SLOW_SECONDS = 0.5


def build_errors_site(command_line: CommandLine, project: Path) -> None:
    """Build it into a project's folder."""
    notebooks = project / "notebooks"
    write_notebook(
        notebooks / OTHER_NOTEBOOK,
        [
            "def double(number):\n    return 2 * number",
            "import asyncio\nawait asyncio.sleep(0)\nfive = double(2) + 1",
        ],
    )
    write_notebook(notebooks / "empty.ipynb", ["'begun'"])
    (notebooks / "rows.csv").write_text(ROWS, encoding="utf-8")
    wheel = write_wheel(
        "engine-facts", "1.0", folder=project / "wheels", files={"engine_facts.py": ENGINE_FACTS}
    )
    requirements = ["ipywidgets", "anywidget", "requests", "httpx", f"./{wheel.relative_to(project)}"]
    configure_project(
        project,
        {
            "PackagesAddon": {"requirements": requirements},
            "BootAddon": {
                "snapshot": True,
                "imports": ["comm", "traitlets", "ipywidgets", "anywidget", "litewidget", "engine_facts"],
            },
        },
    )
    command_line.build(project)


def without_snapshot(site: Path) -> None:
    """Have a site's kernels start with nothing prepared."""
    settings_file = site / "jupyter-lite.json"
    settings = json.loads(settings_file.read_text(encoding="utf-8"))
    del settings["jupyter-config-data"]["litePluginSettings"]["@lite-build/jupyterlite:kernel"]["boot"]
    settings_file.unlink()
    settings_file.write_text(json.dumps(settings), encoding="utf-8")


@dataclass(frozen=True)
class OtherHosts:
    """Addresses of other hosts: one that pages may read, one that they may not, one that is not there."""

    open: str
    closed: str
    absent: str


class _Host(http.server.BaseHTTPRequestHandler):
    allows = False

    def do_OPTIONS(self) -> None:
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/rows.csv")
            self.end_headers()
        elif self.path == "/slow":
            self._answer_slowly()
        else:
            self._answer(ROWS.encode())

    def do_HEAD(self) -> None:
        self._answer(ROWS.encode())

    def do_POST(self) -> None:
        self._answer(b"got " + self.rfile.read(int(self.headers["Content-Length"] or 0)))

    def end_headers(self) -> None:
        if self.allows:
            for name in ("Origin", "Headers", "Methods"):
                self.send_header(f"Access-Control-Allow-{name}", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer_slowly(self) -> None:
        """Take longer for all than for any part."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(ROWS)))
        self.end_headers()
        for each in ROWS:
            self.wfile.write(each.encode())
            self.wfile.flush()
            time.sleep(SLOW_SECONDS)

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


class _OpenHost(_Host):
    allows = True


@contextmanager
def serving_other_hosts() -> Iterator[OtherHosts]:
    """Serve them while the block runs."""
    with ExitStack() as stack:
        addresses = [stack.enter_context(serve_on_loopback(host)) for host in (_OpenHost, _Host)]
        with serve_on_loopback(_Host) as absent:
            pass
        yield OtherHosts(*addresses, absent)
