"""One process of a run: a browser with a page, and a Python in the page's worker."""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING

from lite_build.browser.opened_page import OpenedPage
from lite_build.suite.protocol import BootFailed, Ended, Message, parse_message

if TYPE_CHECKING:
    from pathlib import Path
    from queue import Queue

    from lite_build.suite.browser_server import BrowserServer
    from lite_build.suite.process import SuiteProcess


class BrowserProcess:
    """A browser that was started with a job: see `SuiteProcess`.

    Args:
        job: the line that it is started with.
        messages: is given all that the page's worker says, with this; `Ended` when its page or the browser
            has ended without a word.
        browser: its program.
        server: has the page, the site and the project.
    """

    def __init__(
        self, job: str, messages: Queue[tuple[SuiteProcess, Message]], *, browser: Path, server: BrowserServer
    ) -> None:
        self.job = job
        self._messages = messages
        self._answers: SimpleQueue[str | None] = SimpleQueue()
        self._server = server
        self._is_over = False
        self._page = OpenedPage(browser, server.admit(self), self._end)

    def send(self, line: str) -> None:
        """Give the worker the answer to what it has asked."""
        self._answers.put(line)

    def kill(self) -> None:
        """End the browser at once."""
        self._is_over = True
        self._server.dismiss(self)
        self._answers.put(None)
        self._page.close()

    def hear(self, line: bytes) -> None:
        """Take what the worker says."""
        try:
            message = parse_message(line)
        except ValueError as error:
            message = Ended(f"it has said what cannot be read: {error}")
        if not self._is_over:
            self._is_over = isinstance(message, BootFailed | Ended)
            self._messages.put((self, message))

    def answer(self) -> str | None:
        """Wait for the answer to a question of the worker's; None where none comes any more."""
        return self._answers.get()

    def lose(self) -> None:
        """The page is there no more, though nobody has closed it."""
        self._end("the browser has ended its page, as it does where no memory is left")

    def _end(self, reason: str) -> None:
        if not self._is_over:
            self._is_over = True
            self._messages.put((self, Ended(reason)))
