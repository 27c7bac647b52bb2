"""A server for one static site, for as long as a `with` block runs."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import socket
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from tornado.httpserver import HTTPServer
from tornado.web import Application

from lite_build.serve.handlers import (
    OWN_FOLDER,
    BuildsHandler,
    FileHandler,
    NothingHandler,
    PrefixHandler,
    ReloadScriptHandler,
    ServedSite,
)
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lite_build.serve.reload import ReloadChannel

LOOPBACK = "127.0.0.1"
#: What a rebuilt file needs in order to be seen: browsers ask each time, and are told if nothing changed.
ALWAYS_ASK = "no-cache"
#: What GitHub Pages sends with every file.
AS_PUBLISHED = "max-age=600"
#: How many connections may wait: pages ask for dozens of files at once.
BACKLOG = 128


@contextmanager
def serve_site(
    site: Path,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    prefix: str = "/",
    reload: ReloadChannel | None = None,
    as_published: bool = False,
    is_isolated: bool = False,
) -> Iterator[str]:
    """Serve a folder over HTTP from a thread of its own, until the `with` block ends.

    No header is sent that a plain static host lacks, where nothing else is asked. The folder may be replaced
    while it is served; while it is away, requests are answered with 503.

    Args:
        site: the folder. It need not exist yet.
        host: the address or name to listen on.
        port: 0 for any that is free.
        prefix: the path under which the site appears, such as "/my-repo/".
        reload: has served pages listen for builds and reload; their files stay as they are.
        as_published: whether files may be cached for as long as GitHub Pages allows.
        is_isolated: whether the headers are sent by which pages share memory with their workers.

    Yields:
        The URL of the site's root, ending with a slash.

    Raises:
        UserMistake: the port is in use or not allowed, the host is none of this machine's, or the prefix is
            no path.
    """
    quoted_prefix = normalize_prefix(prefix)
    served = ServedSite(
        folder=site,
        prefix=quoted_prefix,
        reload=reload,
        cache_control=AS_PUBLISHED if as_published else ALWAYS_ASK,
        is_isolated=is_isolated,
    )
    listening = _listen(host, port)
    address = f"http://{_authority(host, listening.getsockname()[1])}{quoted_prefix}"
    running: Future[_Running] = Future()
    thread = threading.Thread(
        target=lambda: asyncio.run(_run(_application(served), listening, running)), name="lite-build serve"
    )
    thread.start()
    try:
        yield address
    finally:
        running.result().end()
        thread.join()


def normalize_prefix(prefix: str) -> str:
    """Return a prefix as a URL path: quoted, with a slash at both ends.

    Raises:
        UserMistake: it is a whole URL, or holds what is no part of a path.
    """
    segments = [segment for segment in prefix.split("/") if segment]
    if "://" in prefix or "\\" in prefix or {".", ".."} & set(segments):
        raise UserMistake(
            f"{prefix!r} is no path that a site can be published under.",
            where="--prefix",
            remedy="give the path alone, such as /my-repo/",
        )
    return "".join(f"/{quote(segment)}" for segment in segments) + "/"


@dataclass(frozen=True)
class _Running:
    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)


async def _run(application: Application, listening: socket.socket, running: Future[_Running]) -> None:
    stop = asyncio.Event()
    server = HTTPServer(application)
    server.add_socket(listening)
    running.set_result(_Running(asyncio.get_running_loop(), stop))
    await stop.wait()
    server.stop()
    await server.close_all_connections()


def _application(served: ServedSite) -> Application:
    prefix = re.escape(served.prefix)
    settings = {"served": served}
    return Application(
        [
            (f"{prefix}{re.escape(OWN_FOLDER)}reload\\.js", ReloadScriptHandler, settings),
            (f"{prefix}{re.escape(OWN_FOLDER)}builds", BuildsHandler, settings),
            (f"{prefix}(.*)", FileHandler, settings),
            (re.escape(served.prefix.removesuffix("/")), PrefixHandler, settings),
            (".*", NothingHandler, settings),
        ],
        # The terminal is for builds: JupyterLite asks for many files that may be missing.
        log_function=lambda handler: None,
    )


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise UserMistake(
            f"{port} is no port.",
            where="--port",
            remedy="give a number up to 65535; 0 takes one that is free",
        )
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise _no_address(host) from error
    try:
        listening = socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise _no_address(host) from error
        raise UserMistake(
            f"cannot listen on {_authority(host, port)}: {os.strerror(error.errno or 0)}.",
            where="--port",
            remedy="end the program that uses it, or give another port; --port 0 takes one that is free",
        ) from error
    listening.setblocking(False)
    return listening


def _no_address(host: str) -> UserMistake:
    return UserMistake(
        f"{host!r} is no address of this machine.",
        where="--host",
        remedy=f"leave it out for {LOOPBACK}, or give 0.0.0.0 to serve the whole network",
    )


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
