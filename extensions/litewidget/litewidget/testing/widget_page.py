"""A browser page that shows widgets whose Python is this process.

The page runs the AFM runtime; Playwright carries the messages. The page's side of them is
`extensions/widget-page/src/messages.ts`.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import traceback
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import greenlet
from comm.base_comm import BaseComm, CommManager

from litewidget.references import model_id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import ConsoleMessage, Locator, Page, Route

#: Where the page seems to be. Playwright answers for it; nothing is asked of any network.
ADDRESS = "https://widget.test/"
_SCRIPT = "page.js"
_DOCUMENT = f"""<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A widget's test</title>
    <link rel="icon" href="data:,">
    <script type="module" src="{_SCRIPT}"></script>
  </head>
  <body></body>
</html>
"""
#: What browsers log for a request that was refused, which the page tells by itself.
_REFUSED_REQUEST = "Failed to load resource"


class WidgetError(Exception):
    """A widget that cannot be mounted, in words."""


class WidgetPage:
    """Mounts widgets in a page; `open` makes it. Call it with a widget.

    Args:
        page: an open page of Playwright's synchronous interface, for this alone.
    """

    def __init__(self, page: Page) -> None:
        self.comms = CommManager()
        self._page = page
        self._errors: list[str] = []
        self._outbox: list[dict[str, Any]] = []
        self._is_filled = asyncio.Event()
        self._is_over = False
        self._answering: str | None = None
        self._tests_greenlet = greenlet.getcurrent()

    @classmethod
    @contextmanager
    def open(cls, page: Page) -> Iterator[WidgetPage]:
        """Load a page for widgets, and close those that were mounted when the block ends."""
        mounting = cls(page)
        log = _ErrorLog(mounting._errors)
        logger = logging.getLogger("litewidget")
        page.route("**/*", mounting._answer)
        page.on("console", mounting._hear_console)
        page.on("pageerror", lambda error: mounting._errors.append(f"In the page: {error}"))
        page.expose_binding("widgetPageSend", lambda source, text: mounting._receive(text))
        page.expose_binding("widgetPageNext", lambda source: mounting._next())
        page.goto(ADDRESS)
        logger.addHandler(log)
        try:
            yield mounting
        finally:
            logger.removeHandler(log)
            mounting._end()

    def __call__(self, widget: object, *, timeout: float = 10.0) -> Locator:
        """Show a widget in the page, below those that are there.

        Args:
            widget: an open widget of litewidget or anywidget, or an object of a class that a decorator or a
                descriptor makes widgets of.
            timeout: the longest time until it shows itself, in seconds.

        Returns:
            The element that it is shown in, for Playwright's actions and expectations.

        Raises:
            WidgetError: it is no widget, it was made before the page was there, or it fails to show itself.
        """
        name = type(widget).__name__
        model_id = model_id_of(widget)
        if model_id is None:
            raise WidgetError(f"{name} is no widget.")
        if self.comms.get_comm(model_id) is None:
            raise WidgetError(f"{name} was made before this test's page was there: make it in the test.")
        self._flush()
        mounted = self._page.evaluate(
            "([model, milliseconds]) => widgetPage.mount(model, milliseconds)", [model_id, timeout * 1000]
        )
        if mounted["failure"] is not None:
            # The page has said the same on its console.
            about = [error for error in self.take_errors() if name not in error]
            raise WidgetError("\n\n".join([f"{name} is not shown: {mounted['failure']}", *about]))
        return self._page.locator(f"#{mounted['element']}")

    def take_errors(self) -> list[str]:
        """What went wrong since this was asked last, in the page or in Python; it fails the test no more."""
        taken = self._errors.copy()
        self._errors.clear()
        return taken

    def create_comm(self, *args: Any, **kwargs: Any) -> BaseComm:
        """Open a comm to the page: stands in for `comm.create_comm`."""
        return _PageComm(*args, post=self._post, **kwargs)

    def _post(self, message: dict[str, Any]) -> None:
        """Have the page hear a message: at once where the test itself speaks, else with the next answer."""
        if self._is_over:
            return
        self._outbox.append({**message, "parent": self._answering})
        if greenlet.getcurrent() is not self._tests_greenlet:
            self._is_filled.set()
        elif message["kind"] == "message":
            self._flush()
        elif message["kind"] == "close":
            # It may be the garbage collector's doing, at any time, also within Playwright.
            self._is_filled.set()
        # A model that is opened hears nothing before its constructor has ended: `mount` tells the page of it.

    def _flush(self) -> None:
        self._page.evaluate("text => widgetPage.receive(text)", self._taken())

    def _taken(self) -> str:
        outbox, self._outbox = self._outbox, []
        return json.dumps(outbox, allow_nan=False)

    def _receive(self, text: str) -> str:
        """Handle a message of the page; gives what Python says meanwhile."""
        message = json.loads(text)
        comm = self.comms.get_comm(message["model"])
        self._answering = message["id"]
        try:
            if comm is not None:
                buffers = [memoryview(base64.b64decode(each)) for each in message["buffers"]]
                content = {"comm_id": message["model"], "data": message["data"]}
                comm.handle_msg({"content": content, "buffers": buffers, "metadata": {}, "header": {}})
        except Exception:
            self._errors.append(f"In Python, handling the page's message:\n{traceback.format_exc()}")
        finally:
            self._answering = None
        return self._taken()

    async def _next(self) -> str | None:
        """What Python says when it was not asked, such as the answer of an asynchronous command."""
        await self._is_filled.wait()
        self._is_filled.clear()
        return None if self._is_over else self._taken()

    def _end(self) -> None:
        for model_id in tuple(self.comms.comms):
            self.comms.comm_close(None, "", {"content": {"comm_id": model_id, "data": {}}})  # type: ignore[arg-type]
        self._is_over = True
        self._is_filled.set()

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if url == ADDRESS:
            route.fulfill(body=_DOCUMENT, content_type="text/html")
        elif url == f"{ADDRESS}{_SCRIPT}":
            script = (files("litewidget.testing") / _SCRIPT).read_text(encoding="utf-8")
            route.fulfill(body=script, content_type="text/javascript")
        else:
            self._errors.append(
                f"The page asked for {url}, and a widget's test has no network. "
                "Ship the file with the widget, or answer for it in the test: page.route(…)."
            )
            route.abort()

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_REFUSED_REQUEST):
            self._errors.append(f"In the page: {message.text}")


class _PageComm(BaseComm):
    """A comm whose other end is the page."""

    #: anywidget's descriptor sends nothing on a comm that has no kernel.
    kernel = object()

    def __init__(self, *args: Any, post: Callable[[dict[str, Any]], None], **kwargs: Any) -> None:
        self._post = post
        super().__init__(*args, **kwargs)

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: Iterable[Any] | None = None,
        **keys: object,
    ) -> None:
        """Tell the page what a kernel would."""
        given = data or {}
        texts = [base64.b64encode(each).decode() for each in buffers or ()]
        match msg_type:
            case "comm_open":
                paths = given.get("buffer_paths", [])
                said = {
                    "kind": "open",
                    "state": given.get("state", {}),
                    "buffer_paths": paths,
                    "buffers": texts,
                }
            case "comm_msg":
                said = {"kind": "message", "data": given, "buffers": texts}
            case _:
                said = {"kind": "close"}
        self._post({"model": self.comm_id, **said})


class _ErrorLog(logging.Handler):
    """Keeps what litewidget reports of exceptions that have no caller."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record as text, with its traceback."""
        self._errors.append(f"In Python: {self.format(record)}")
