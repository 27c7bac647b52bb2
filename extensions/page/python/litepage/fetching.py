"""Fetches addresses, as JavaScript's `fetch` does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import js

from litepage import page
from litepage.ffi import to_js

if TYPE_CHECKING:
    from collections.abc import Generator


class Response:
    """What was answered; its attributes are those of JavaScript's `Response`.

    Args:
        response: JavaScript's.
    """

    def __init__(self, response: Any) -> None:
        self._response = response

    def __getattr__(self, name: str) -> Any:
        return getattr(self._response, name)

    async def text(self) -> str:
        """The answer as text."""
        return str(await self._response.text())

    async def json(self) -> Any:
        """The answer, which is JSON, as objects of Python.

        Raises:
            ValueError: it is no JSON.
        """
        return json.loads(await self.text())

    async def bytearray(self) -> bytearray:
        """The answer's bytes."""
        return bytearray(await self.arrayBuffer())

    async def arrayBuffer(self) -> memoryview:  # noqa: N802 - JavaScript's name
        """The answer's bytes, which are not copied."""
        return (await self._response.arrayBuffer()).to_memoryview()  # type: ignore[no-any-return]

    async def blob(self) -> Any:
        """The answer as a `Blob` of JavaScript."""
        return await self._response.blob()


class Fetching:
    """An answer that is on its way: awaited, it is a `Response`; its methods wait for it themselves.

    Args:
        coming: the promise of JavaScript.
    """

    def __init__(self, coming: Any) -> None:
        self._coming = coming

    def __await__(self) -> Generator[Any, Any, Response]:
        return self._answer().__await__()

    async def _answer(self) -> Response:
        return Response(await self._coming)

    async def text(self) -> str:
        """See `Response.text`."""
        return await (await self).text()

    async def json(self) -> Any:
        """See `Response.json`."""
        return await (await self).json()

    async def bytearray(self) -> bytearray:
        """See `Response.bytearray`."""
        return await (await self).bytearray()

    async def arrayBuffer(self) -> memoryview:  # noqa: N802
        """See `Response.arrayBuffer`."""
        return await (await self).arrayBuffer()

    async def blob(self) -> Any:
        """See `Response.blob`."""
        return await (await self).blob()


def fetch(url: Any, **options: Any) -> Fetching:
    """Fetch an address, which is relative to the page.

    Args:
        url: the address.
        options: of JavaScript's `fetch`, such as `method="POST"`, `headers={…}`, `body=…`.
    """
    return Fetching(js.fetch(page.absolute(url), to_js(options)))
