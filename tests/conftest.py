"""What many tests build upon: real little wheels, a real index on loopback, the tags of the runtime."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import signal
import socket
import subprocess
import sys
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

import pytest
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename

from lite_build.runtime.core import Interpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

JSON_PAGE = "application/vnd.pypi.simple.v1+json"
RUNTIME_PLATFORM = "pyemscripten_2026_0_wasm32"


class WheelFactory(Protocol):
    def __call__(
        self,
        name: str,
        version: str,
        *,
        requires: Sequence[str] = (),
        extras: Sequence[str] = (),
        requires_python: str | None = None,
        tag: str = "py3-none-any",
        files: Mapping[str, str | bytes] | None = None,
        folder: Path = ...,
    ) -> Path: ...


def write_wheel(
    name: str,
    version: str,
    *,
    folder: Path,
    requires: Sequence[str] = (),
    extras: Sequence[str] = (),
    requires_python: str | None = None,
    tag: str = "py3-none-any",
    files: Mapping[str, str | bytes] | None = None,
) -> Path:
    """Write an installable wheel; without `files` it holds one module of the distribution's name."""
    module = canonicalize_name(name).replace("-", "_")
    dist_info = f"{module}-{version}.dist-info"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata += [f"Requires-Python: {requires_python}"] if requires_python else []
    metadata += [f"Provides-Extra: {extra}" for extra in extras]
    metadata += [f"Requires-Dist: {requirement}" for requirement in requires]
    contents: dict[str, str | bytes] = {
        **(files if files is not None else {f"{module}.py": f"__version__ = {version!r}\n"}),
        f"{dist_info}/METADATA": "\n".join(metadata) + "\n",
        f"{dist_info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\n"
        f"Root-Is-Purelib: {'true' if tag.endswith('-any') else 'false'}\nTag: {tag}\n",
    }
    record: list[str] = []
    for path, text in contents.items():
        data = text.encode() if isinstance(text, str) else text
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record.append(f"{path},sha256={digest},{len(data)}")
    contents[f"{dist_info}/RECORD"] = "\n".join([*record, f"{dist_info}/RECORD,,"]) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{module}-{version}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in contents.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return wheel


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: Playwright leaves an event loop running, beside which no other starts.

    pytest sorts tests by the fixtures that they share, also by name with fixtures that were replaced. The
    Makefile has pytest-xdist keep this order, which would begin with the largest files.
    """
    items.sort(key=lambda item: "browser" in item.path.parts)
    for item in items:
        if "browser" in item.path.parts:
            # Each that the summary counts is a fault to find; one was seen in a whole run, and not explained.
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_configure() -> None:
    """Let what tests start hear a Ctrl-C, which a run in the background would have it ignore."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def wheel_factory(tmp_path: Path) -> WheelFactory:
    """Writes wheels below the test's own folder."""

    return partial(write_wheel, folder=tmp_path / "wheels")


def write_site(folder: Path, text: str) -> None:
    """Write what makes a folder a site of JupyterLite, with one page of this text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / "jupyter-lite.json").write_text("{}", encoding="utf-8")
    (folder / "jupyterlite.schema.v0.json").write_text("{}", encoding="utf-8")
    (folder / "config-utils.js").touch()


@dataclass
class IndexedFile:
    """One file as the served index offers it."""

    path: Path
    yanked: str | None = None
    requires_python: str | None = None
    metadata: bytes | None = None
    metadata_sha256: str = ""
    hashed: bool = True
    sha256: str = ""


@dataclass
class PackageIndex:
    """A package index (PEP 503, 592, 658, 691) served on loopback.

    `requests` are the paths that were asked for, in order; `html` makes it speak no JSON; `failing` makes it
    answer every request with a server error; `forbidden` are paths that it shows to no one; where `login` is
    set, "user:password", it answers nobody else.
    """

    url: str = ""
    projects: dict[str, list[IndexedFile]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    html: bool = False
    failing: bool = False
    forbidden: set[str] = field(default_factory=set)
    login: str = ""

    def add(
        self,
        path: Path,
        *,
        yanked: str | None = None,
        requires_python: str | None = None,
        metadata: bool = True,
        hashed: bool = True,
        sha256: str | None = None,
    ) -> None:
        """Offer a wheel or an sdist; `sha256` lets the index tell a wrong hash."""
        is_wheel = path.suffix == ".whl"
        name = parse_wheel_filename(path.name)[0] if is_wheel else parse_sdist_filename(path.name)[0]
        told = wheel_metadata(path) if metadata and is_wheel else None
        self.projects.setdefault(name, []).append(
            IndexedFile(
                path,
                yanked=yanked,
                requires_python=requires_python,
                metadata=told,
                metadata_sha256=hashlib.sha256(told or b"").hexdigest(),
                hashed=hashed,
                sha256=sha256 or hashlib.sha256(path.read_bytes()).hexdigest(),
            )
        )

    def answer(self, path: str, accept: str, authorization: str = "") -> tuple[int, str, bytes]:
        """The status, content type and body for a path."""
        self.requests.append(path)
        if self.failing:
            return 503, "text/plain", b"out of order"
        if self.login and authorization != f"Basic {base64.b64encode(self.login.encode()).decode()}":
            return 401, "text/plain", b"who are you?"
        if path in self.forbidden:
            return 403, "text/plain", b"not for you"
        match path.strip("/").split("/"):
            case ["simple", name] if name in self.projects:
                if self.html or JSON_PAGE not in accept:
                    return 200, "text/html", self._html_page(name)
                return 200, JSON_PAGE, self._json_page(name)
            case ["files", file_name]:
                for file in (file for files in self.projects.values() for file in files):
                    if file_name == file.path.name:
                        return 200, "application/octet-stream", file.path.read_bytes()
                    if file_name == f"{file.path.name}.metadata" and file.metadata is not None:
                        return 200, "application/octet-stream", file.metadata
        return 404, "text/plain", b"not found"

    def _json_page(self, name: str) -> bytes:
        files: list[dict[str, Any]] = []
        for file in self.projects[name]:
            entry: dict[str, Any] = {
                "filename": file.path.name,
                "url": f"../../files/{file.path.name}",
                "hashes": {"sha256": file.sha256} if file.hashed else {},
                "size": file.path.stat().st_size,
                "yanked": False if file.yanked is None else file.yanked or True,
            }
            if file.requires_python is not None:
                entry["requires-python"] = file.requires_python
            if file.metadata is not None:
                entry["core-metadata"] = {"sha256": file.metadata_sha256}
            files.append(entry)
        return json.dumps({"meta": {"api-version": "1.1"}, "name": name, "files": files}).encode()

    def _html_page(self, name: str) -> bytes:
        lines = ["<!DOCTYPE html><html><body>"]
        for file in self.projects[name]:
            fragment = f"#sha256={file.sha256}" if file.hashed else ""
            attributes = {"href": f"../../files/{file.path.name}{fragment}"}
            if file.yanked is not None:
                attributes["data-yanked"] = file.yanked
            if file.requires_python is not None:
                attributes["data-requires-python"] = file.requires_python
            if file.metadata is not None:
                attributes["data-core-metadata"] = f"sha256={file.metadata_sha256}"
            written = " ".join(f'{key}="{html.escape(value)}"' for key, value in attributes.items())
            lines.append(f"<a {written}>{file.path.name}</a><br/>")
        return "\n".join([*lines, "</body></html>"]).encode()


def wheel_metadata(path: Path) -> bytes:
    """The METADATA file of a wheel."""
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")))


@pytest.fixture
def package_index() -> Iterator[PackageIndex]:
    """An empty index on loopback; its address is `package_index.url`."""
    index = PackageIndex()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            accept, authorization = (self.headers.get(name, "") for name in ("Accept", "Authorization"))
            status, content_type, body = index.answer(unquote(self.path), accept, authorization)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    with serve_on_loopback(Handler) as address:
        index.url = f"{address}/simple/"
        yield index


@contextmanager
def serve_on_loopback(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve a handler on a free port of the loopback interface while the block runs; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def running(
    words: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run a command that ends with the block, with all it has started. What it says is in its `stdout`."""
    with subprocess.Popen(
        words,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            if sys.platform == "win32":
                subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)
            else:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def read_until(process: subprocess.Popen[str], text: str) -> str:
    """Read what a command says up to the line that has a text in it.

    Returns:
        All of it; that line is the last.
    """
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"it ended without saying {text!r}\n{said}")


@pytest.fixture
def closed_port() -> int:
    """A port of the loopback interface where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def interpreter() -> Interpreter:
    """What Pyodide 314.0.6 says of itself; `lite_build.runtime.interpreter` reads it from the real one."""
    version, platforms = (3, 14), [RUNTIME_PLATFORM, "pyodide_2026_0_wasm32"]
    tags = [
        *cpython_tags(version, platforms=platforms),
        *compatible_tags(version, interpreter="cp314", platforms=platforms),
    ]
    return Interpreter(
        markers={
            "implementation_name": "cpython",
            "implementation_version": "3.14.2",
            "os_name": "posix",
            "platform_machine": "wasm32",
            "platform_python_implementation": "CPython",
            "platform_release": "5.0.3",
            "platform_system": "Emscripten",
            "platform_version": "#1",
            "python_full_version": "3.14.2",
            "python_version": "3.14",
            "sys_platform": "emscripten",
        },
        tags=tuple(str(tag) for tag in tags),
        standard_library=frozenset({"json", "os", "sqlite3", "sys"}),
    )
