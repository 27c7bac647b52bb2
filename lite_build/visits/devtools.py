"""A browser of Chromium's kind, started for a while and asked over its DevTools protocol.

See <https://chromedevtools.github.io/devtools-protocol/>.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tornado.websocket import WebSocketClosedError, websocket_connect

from lite_build.browser.find import BROWSER_VARIABLE

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tornado.websocket import WebSocketClientConnection

    #: Is told of an event: its name, what it says, and the session that it is of.
    Listener = Callable[[str, dict[str, Any], str], None]

#: How long a browser may take to start, in seconds.
_START = 30.0
#: How long it may take to answer, where nobody says otherwise.
_ANSWER = 60.0
#: How long it may take to end by itself.
_END = 5.0
_LISTENS = re.compile(rb"DevTools listening on (ws://\S+)")
#: An address of a file or of data that a page has may be long.
_LONGEST_MESSAGE = 1 << 28
_WORDS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
)
#: Nothing but this machine has an address.
_OFFLINE = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
)


class BrowserGone(Exception):
    """The browser has ended, or has not begun; the words say why."""

    def __init__(self, why: str = "the browser has ended") -> None:
        super().__init__(why)


class NoAnswer(Exception):
    """The browser did not do what it was asked; the words are its own."""


class DevTools:
    """A connection to a browser. `browser_open` makes one."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection
        self._last = 0
        self._is_gone = False
        self._awaited: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: dict[str, Listener] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def ask(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        """Have the browser do something, and return its answer, as `request` does."""
        return await self.request(method, parameters, session)

    async def request(
        self,
        method: str,
        parameters: Mapping[str, object],
        session: str | None = None,
        limit: float | None = _ANSWER,
    ) -> dict[str, Any]:
        """Have the browser do something, and return its answer.

        Args:
            method: of the protocol.
            parameters: of the method.
            session: the page or the worker that it is about; None for the browser as a whole.
            limit: how long the answer may take, in seconds; None for as long as it takes.

        Raises:
            NoAnswer: it cannot be done, or takes too long.
            BrowserGone: there is no browser any more.
        """
        if self._is_gone:
            raise BrowserGone
        self._last += 1
        number = self._last
        message = {"id": number, "method": method, "params": dict(parameters)}
        awaited: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._awaited[number] = awaited
        try:
            with _gone_if_closed():
                await self._connection.write_message(
                    json.dumps(message if session is None else {**message, "sessionId": session})
                )
            async with asyncio.timeout(limit):
                return await awaited
        except TimeoutError:
            raise NoAnswer(f"no answer to {method} after {limit:g} s") from None
        finally:
            del self._awaited[number]

    def tell(self, method: str, session: str, **parameters: object) -> None:
        """Have the browser do something, and wait for nothing: what it is about may be gone already."""

        async def ask() -> None:
            with contextlib.suppress(NoAnswer, BrowserGone):
                await self.ask(method, session, **parameters)

        task = asyncio.ensure_future(ask())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def listen(self, session: str, listener: Listener) -> None:
        """Tell somebody of the events of a session, from now on."""
        self._listeners[session] = listener

    async def read(self) -> None:
        """Hand out what the browser says, until it has gone."""
        try:
            while (text := await self._connection.read_message()) is not None:
                self._hand_out(json.loads(text))
        finally:
            # Whoever waits is told, also where a listener has failed.
            self._is_gone = True
            for awaited in self._awaited.values():
                if not awaited.done():
                    awaited.set_exception(BrowserGone())

    def _hand_out(self, message: dict[str, Any]) -> None:
        session = message.get("sessionId", "")
        awaited = self._awaited.get(message.get("id", 0))
        if awaited is not None and not awaited.done():
            if "error" in message:
                awaited.set_exception(NoAnswer(message["error"].get("message", "")))
            else:
                awaited.set_result(message.get("result", {}))
        elif "method" in message and (listener := self._listeners.get(session)) is not None:
            listener(message["method"], message.get("params", {}), session)


@asynccontextmanager
async def browser_open(program: Path, *, offline: bool) -> AsyncIterator[DevTools]:
    """Have a browser with an empty profile run while the block does.

    Args:
        program: of Chromium's kind.
        offline: whether it reaches this machine alone.

    Raises:
        BrowserGone: the browser does not start.
    """
    with tempfile.TemporaryDirectory(prefix="lite-build-", ignore_cleanup_errors=True) as profile:
        words = [*_WORDS, f"--user-data-dir={profile}", *(_OFFLINE if offline else ())]
        process, address = await _started(program, words)
        try:
            connection = await websocket_connect(address, max_message_size=_LONGEST_MESSAGE)
            tools = DevTools(connection)
            reading = asyncio.ensure_future(tools.read())
            try:
                yield tools
                with contextlib.suppress(BrowserGone, NoAnswer, TimeoutError):
                    await asyncio.wait_for(tools.ask("Browser.close"), _END)
            finally:
                reading.cancel()
                connection.close()
        finally:
            await _ended(process)


async def _started(program: Path, words: Sequence[str]) -> tuple[Process, str]:
    """Start a browser: in its sandbox where it can have one. Containers often give the rights to none."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    said = ""
    for sandbox in (["--no-sandbox"],) if is_root else ([], ["--no-sandbox"]):
        try:
            process = await asyncio.create_subprocess_exec(
                program, *words, *sandbox, "about:blank", stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE
            )
        except OSError as error:
            said = str(error)
            break
        try:
            address, said = await asyncio.wait_for(_address(process), _START)
        except TimeoutError:
            address, said = None, f"it does not listen after {_START:g} s"
        except BaseException:
            await _ended(process)
            raise
        if address is not None:
            return process, address
        await _ended(process)
    raise BrowserGone(
        f"{program} does not start: {said}. {BROWSER_VARIABLE} may name the program of another browser"
    )


async def _address(process: Process) -> tuple[str | None, str]:
    """Where a browser listens, and the last line that it said before; no address where it has ended."""
    assert process.stderr is not None
    last = ""
    while line := await process.stderr.readline():
        if found := _LISTENS.search(line):
            # What it says from now on is for nobody, and must not fill the pipe.
            reading = asyncio.ensure_future(process.stderr.read())
            reading.add_done_callback(lambda done: done.cancelled() or done.exception())
            return found[1].decode(), last
        last = line.decode("utf-8", errors="replace").strip() or last
    return None, last


async def _ended(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 0.5)
    for end in (process.terminate, process.kill):
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                end()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _END)


@contextlib.contextmanager
def _gone_if_closed() -> Iterator[None]:
    try:
        yield
    except WebSocketClosedError as error:
        raise BrowserGone from error
