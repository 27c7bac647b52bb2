"""How the server answers."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, NoReturn

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from lite_build.hosting.content_types import content_type, is_compressible
from lite_build.serve.compression import SMALLEST_COMPRESSED, CompressedBodies, accepts_gzip
from lite_build.serve.location import locate

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from lite_build.serve.reload import BuildState, ReloadChannel

#: The folder of our own addresses, below the prefix. JupyterLite's service worker leaves paths with "/api/"
#: alone; any other stream it would fetch, and could put in its cache.
OWN_FOLDER = "api/lite-build/"

#: In bytes. A longer file is sent as it is, piece by piece, and never held in memory as a whole.
LARGEST_HELD = 32 * 1024 * 1024
CHUNK_SIZE = 256 * 1024
#: In bytes, for all compressed bodies together: Pyodide's core and the front end fit several times.
COMPRESSED_CAPACITY = 64 * 1024 * 1024

#: Of all servers of the process: bodies are known by their content.
_COMPRESSED = CompressedBodies(COMPRESSED_CAPACITY)

#: In seconds. A comment goes over an idle stream this often: it shows whether anyone still listens.
STREAM_PULSE = 15.0

#: What a host sends whose pages share memory with their workers.
ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


@dataclass(frozen=True)
class ServedSite:
    """What the handlers serve, and how.

    Args:
        folder: the site. It may be replaced by another at any time.
        prefix: the URL path of its root, quoted, with a slash at both ends.
        reload: tells the pages of builds; None to leave them as they are.
        cache_control: the header of that name on every answer.
        is_isolated: whether pages may share memory with their workers.
    """

    folder: Path
    prefix: str
    reload: ReloadChannel | None
    cache_control: str
    is_isolated: bool = False
    compressed: CompressedBodies = _COMPRESSED


class SiteHandler(RequestHandler):
    """What all answers have in common: how long they are good for, and errors as plain text."""

    def initialize(self, served: ServedSite) -> None:
        """Take what is served, as tornado hands it over."""
        self.served = served

    def set_default_headers(self) -> None:
        """Leave out what says which software answers: a static host has no such header."""
        self.clear_header("Server")

    def prepare(self) -> None:
        """Set how long the answer is good for, and what its page may do."""
        self.set_header("Cache-Control", self.served.cache_control)
        for name, value in ISOLATED.items() if self.served.is_isolated else ():
            self.set_header(name, value)

    def write_error(self, status_code: int, **details: object) -> None:
        """Answer with the reason as text."""
        error = sys.exc_info()[1]
        known = None
        if isinstance(error, HTTPError) and error.log_message is not None:
            # tornado keeps the message as a format string, whether or not it has arguments.
            known = error.log_message % error.args
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        if status_code == 503:
            self.set_header("Retry-After", "1")
            # Browsers do not retry by themselves, but they do refresh.
            self.set_header("Refresh", "1")
        self.finish(f"{status_code}: {known or self._reason}\n")

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log our own faults. A missing file is the client's business, and it has been told."""
        if not isinstance(value, HTTPError):
            super().log_exception(typ, value, tb)


class NothingHandler(SiteHandler):
    """Answers for what is outside the prefix."""

    def get(self) -> None:
        """Say where the site is."""
        raise HTTPError(404, f"Nothing is here: the site is at {self.served.prefix}")

    head = get


class PrefixHandler(SiteHandler):
    """Answers for the prefix without its last slash."""

    def get(self) -> None:
        """Redirect to the site's root."""
        self.redirect(_with_query(self.served.prefix, self.request.query))

    head = get


class FileHandler(SiteHandler):
    """Answers with the site's files.

    Each request opens its file by its path, so that a site which was replaced meanwhile is seen at once.
    tornado's own `StaticFileHandler` remembers hashes by path, which a rebuilt file would outlive.
    """

    async def get(self, url_path: str) -> None:
        """Answer with a file, a folder's `index.html`, or a redirect to the folder's own address."""
        found = await asyncio.to_thread(locate, self.served.folder, url_path)
        if found is not None and found.is_dir():
            if url_path and not url_path.endswith("/"):
                self.redirect(_with_query(f"{self.request.path}/", self.request.query))
                return
            found = await asyncio.to_thread(locate, self.served.folder, f"{url_path}index.html")
        if found is None:
            self._say_missing(url_path)
        try:
            await self._send(found)
        except FileNotFoundError:
            self._say_missing(url_path)

    async def head(self, url_path: str) -> None:
        """Answer as `get` does. tornado leaves the body out."""
        await self.get(url_path)

    async def _send(self, file: Path) -> None:
        type_name = content_type(file)
        self.set_header("Content-Type", type_name)
        details = await asyncio.to_thread(file.stat)
        self.set_header("Last-Modified", datetime.fromtimestamp(details.st_mtime, UTC))
        if details.st_size > LARGEST_HELD:
            await self._stream(file, details.st_size)
            return
        body = await asyncio.to_thread(file.read_bytes)
        if self.served.reload is not None and type_name.startswith("text/html"):
            self.add_header("Vary", "Accept")
            if self._is_navigation():
                body += _reload_tag(self.served.prefix, self.served.reload.state)
        if is_compressible(type_name):
            self.add_header("Vary", "Accept-Encoding")
            if len(body) >= SMALLEST_COMPRESSED and accepts_gzip(
                self.request.headers.get("Accept-Encoding", "")
            ):
                self.set_header("Content-Encoding", "gzip")
                body = await asyncio.to_thread(self.served.compressed.compress, body)
        # tornado adds an ETag, the hash of these bytes, and answers 304 to who has them already.
        # If-Modified-Since is not heeded: reproducible builds give every file the same date.
        self.write(body)

    async def _stream(self, file: Path, size: int) -> None:
        self.set_header("Content-Length", size)
        with await asyncio.to_thread(file.open, "rb") as stream:
            if self.request.method == "HEAD":
                return
            while chunk := await asyncio.to_thread(stream.read, CHUNK_SIZE):
                self.write(chunk)
                try:
                    await self.flush()
                except StreamClosedError:
                    return

    def _is_navigation(self) -> bool:
        # JupyterLite fetches HTML files too, as contents to be edited: those must come as they are. Only
        # a navigation asks for HTML by name.
        return "text/html" in self.request.headers.get("Accept", "")

    def _say_missing(self, url_path: str) -> NoReturn:
        if not self.served.folder.is_dir():
            raise HTTPError(503, "The site is being replaced. It will be here in a moment.")
        raise HTTPError(404, f"The site has no {url_path or 'index.html'}")


class ReloadScriptHandler(SiteHandler):
    """Answers with the script that pages listen with."""

    def get(self) -> None:
        """Send `reload.js`."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(_reload_script())


class BuildsHandler(SiteHandler):
    """Answers with a stream of the builds' states: now, and whenever it changes.

    Source: "Server-sent events" in the HTML standard.
    """

    def initialize(self, served: ServedSite) -> None:
        """Take what is served, and have a place for what is to be sent."""
        super().initialize(served)
        self._states: asyncio.Queue[BuildState | None] = asyncio.Queue()

    async def get(self) -> None:
        """Send states until the client leaves or the server stops."""
        if self.served.reload is None:
            raise HTTPError(404, "Nothing is rebuilt here")
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        loop = asyncio.get_running_loop()

        def queue(state: BuildState) -> None:
            loop.call_soon_threadsafe(self._states.put_nowait, state)

        with self.served.reload.listening(queue):
            while not self._finished:
                try:
                    state = await asyncio.wait_for(self._states.get(), STREAM_PULSE)
                except TimeoutError:
                    self.write(": still here\n\n")
                else:
                    if state is None:
                        return
                    self.write(f"data: {state.to_json()}\n\n")
                try:
                    await self.flush()
                except StreamClosedError:
                    return

    def on_connection_close(self) -> None:
        """Stop waiting for builds."""
        self._states.put_nowait(None)


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _reload_tag(prefix: str, state: BuildState) -> bytes:
    # At the very end, where a parser takes it whatever the page looks like: finding the place for it
    # anywhere else would mean to read the page as a browser does.
    source = escape(f"{prefix}{OWN_FOLDER}reload.js", quote=True)
    return f'\n<script src="{source}" data-build="{state.build}"></script>\n'.encode()


@cache
def _reload_script() -> str:
    return files("lite_build.serve").joinpath("reload.js").read_text(encoding="utf-8")
