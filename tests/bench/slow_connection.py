"""A slow connection to a local server: of a given rate and delay, for all that a browser fetches together.

The browser's own emulation works target by target: a worker or a service worker that nobody has told of it is
as fast as ever. This is between the browser and the server, and knows of no targets.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

#: In bytes: what one connection sends before it is another one's turn, about what a packet holds.
_PACKET = 1400
#: In bytes: what one connection can have on its way, more than its share of rate times delay.
_BUFFER = 512 * 1024
#: In seconds: for so long the line may stand idle because this process was not at its turn, and catch up.
_CATCH_UP = 0.1


@dataclass(frozen=True)
class Connection:
    """How slow.

    Args:
        name: as people say it.
        rate: of what is received, in bits a second.
        delay: of a round trip, in seconds.
    """

    name: str
    rate: float
    delay: float


CONNECTIONS = (
    Connection("10 Mbit/s, 40 ms", 10e6, 0.040),
    Connection("1.6 Mbit/s, 150 ms", 1.6e6, 0.150),
)


@contextmanager
def slow_connection(address: str, connection: Connection) -> Iterator[str]:
    """Have a server answer at another address as well, where it is as slow as the connection.

    A new TCP connection costs a round trip, as its handshake would; what is asked and what is answered are
    half of one late. All connections share the rate, packet by packet.
    """
    parts = urlsplit(address)
    running: Future[_Running] = Future()
    link = _Link(parts.hostname or "", parts.port or 80, connection)
    thread = threading.Thread(target=lambda: asyncio.run(link.run(running)), name="slow connection")
    thread.start()
    try:
        yield parts._replace(netloc=f"127.0.0.1:{running.result().port}").geturl()
    finally:
        running.result().end()
        thread.join()


@dataclass(frozen=True)
class _Running:
    port: int
    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)


class _Link:
    def __init__(self, host: str, port: int, connection: Connection) -> None:
        self._host, self._port = host, port
        self._connection = connection
        self._turn = asyncio.Lock()
        self._free_at = 0.0
        self._pipes: set[asyncio.Task[None]] = set()

    async def run(self, running: Future[_Running]) -> None:
        stop = asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = server.sockets[0].getsockname()[1]
        running.set_result(_Running(port, asyncio.get_running_loop(), stop))
        await stop.wait()
        server.close()
        for pipe in self._pipes:
            pipe.cancel()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self._connection.delay)
        server_reader, server_writer = await asyncio.open_connection(self._host, self._port)
        pipes = (
            self._pipe(reader, server_writer, is_limited=False),
            self._pipe(server_reader, writer, is_limited=True),
        )
        for pipe in map(asyncio.ensure_future, pipes):
            self._pipes.add(pipe)
            pipe.add_done_callback(self._pipes.discard)

    async def _pipe(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_limited: bool
    ) -> None:
        """Hand on what comes, half a round trip late."""
        loop = asyncio.get_running_loop()
        on_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_BUFFER // _PACKET)

        async def arrive() -> None:
            while True:
                due, packet = await on_way.get()
                await asyncio.sleep(due - loop.time())
                if not packet:
                    writer.close()
                    return
                writer.write(packet)
                await writer.drain()

        arriving = asyncio.ensure_future(arrive())
        try:
            while True:
                packet = await reader.read(_PACKET)
                if is_limited:
                    await self._pass(len(packet))
                await on_way.put((loop.time() + self._connection.delay / 2, packet))
                if not packet:
                    await arriving
                    return
        except ConnectionError:
            pass
        finally:
            arriving.cancel()
            writer.close()

    async def _pass(self, size: int) -> None:
        """Wait until it is this packet's turn and the line has carried it: locks are fair."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            start = max(self._free_at, loop.time() - _CATCH_UP)
            self._free_at = start + size * 8 / self._connection.rate
            # Timers are no finer than a millisecond or so; the debt is kept, so that the rate is right.
            if (debt := self._free_at - loop.time()) > 0.002:
                await asyncio.sleep(debt)
