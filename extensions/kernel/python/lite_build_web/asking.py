"""Requests that the browser sends for Python, and its answers."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import js
from pyodide.ffi import JsException, can_run_sync, run_sync, to_js

if TYPE_CHECKING:
    Headers = list[tuple[str, str]]

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True
#: What the browser says by itself, and refuses to be told; a `User-Agent` would need each host's leave.
BROWSERS_OWN = {
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
}
#: The same of headers by how their names begin.
BROWSERS_OWN_KINDS = ("proxy-", "sec-")
#: What is true of an answer as it was sent, and not as the browser gives it: unpacked, and whole.
OF_THE_WIRE = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
#: What is said of another host on a page's own thread.
NO_LEAVE = (
    "cannot be reached, or does not allow pages of other sites to read it. Put a copy of the file beside the "
    "page, have the site ship it (DataAddon.files of its build), or take it from a host that allows pages of "
    "other sites to read it (with the header Access-Control-Allow-Origin)."
)
#: Methods whose requests have no body.
BODILESS = {"GET", "HEAD"}


class Question:
    """A request.

    Args:
        timeout: of each wait for more of the answer, in seconds; None for none.
    """

    def __init__(
        self, method: str, url: str, headers: Headers, body: bytes, timeout: float | None = None
    ) -> None:
        self.method = method.upper()
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout

    def header(self, name: str) -> str | None:
        """The value of a header, by its name in small letters."""
        return next((value for known, value in self.headers if known.lower() == name), None)


class Answer:
    """A response, with its content as it is once unpacked.

    Args:
        redirected: the address that it came from, where that is another than was asked.
    """

    def __init__(self, status: int, headers: Headers, body: bytes, redirected: str | None) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.redirected = redirected


class NoAnswer(ConnectionError):
    """A host gave no answer, or none that the page may read; the reason is for people."""


class Patience:
    """Gives a request up once nothing of its answer has come for a time.

    Args:
        seconds: None for ever.
    """

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._controller = js.AbortController.new()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def signal(self) -> Any:
        """Has the browser give the request up."""
        return self._controller.signal

    def begin(self) -> None:
        """Wait from now on."""
        self.end()
        if self._seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._controller.abort)

    def end(self) -> None:
        """Wait no more."""
        if self._timer is not None:
            self._timer.cancel()


class OpenAnswer:
    """A response whose content is still coming.

    Args:
        response: of the browser's.
        question: what was asked.
        patience: with each wait for more of it.
    """

    def __init__(self, response: Any, question: Question, patience: Patience) -> None:
        named = [(str(name), str(value)) for name, value in js.Array.from_(response.headers.entries())]
        self.status: int = response.status
        self.headers = received(named, question)
        self.redirected = str(response.url) if response.redirected else None
        self._reader = response.body.getReader() if response.body else None
        self._patience = patience

    async def more(self) -> bytes:
        """Wait for more of the content; nothing at its end.

        Raises:
            NoAnswer: the connection has broken.
            TimeoutError: it did not come in time.
        """
        while self._reader is not None:
            try:
                self._patience.begin()
                part = await self._reader.read()
            except JsException as error:
                raise error_of(error) from None
            finally:
                self._patience.end()
            if part.done:
                self._reader = None
            elif part.value.length:
                return bytes(part.value.to_bytes())
        return b""

    async def whole(self) -> Answer:
        """Wait for all of it; raises what `more` does."""
        content = bytearray()
        while part := await self.more():
            content += part
        return Answer(self.status, self.headers, bytes(content), self.redirected)

    def close(self) -> None:
        """Want no more of it."""
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None


class AnswerStream(io.RawIOBase):
    """The content of a response as a file, for which all else in Python waits."""

    def __init__(self, answer: OpenAnswer) -> None:
        super().__init__()
        self._answer = answer
        self._part = memoryview(b"")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a part of a buffer; raises what `OpenAnswer.more` does."""
        if not self._part:
            if not can_run_sync():
                raise NoAnswer(
                    "a callback cannot wait for the rest of this answer: read it where it was asked for"
                )
            self._part = memoryview(run_sync(self._answer.more()))
        count = min(len(buffer), len(self._part))
        buffer[:count] = self._part[:count]
        self._part = self._part[count:]
        return count

    def close(self) -> None:
        """Want no more of it."""
        self._answer.close()
        super().close()


async def open_answer(question: Question) -> OpenAnswer:
    """Ask, and wait for the beginning of the answer.

    Raises:
        NoAnswer: there is none.
        TimeoutError: it did not come in time.
    """
    patience = Patience(question.timeout)
    options: dict[str, Any] = {
        "method": question.method,
        "headers": [list(each) for each in asked(question)],
        "signal": patience.signal,
    }
    if question.body:
        options["body"] = question.body
    try:
        request = js.Request.new(question.url, to_js(options, dict_converter=js.Object.fromEntries))
    except JsException as error:
        # What the browser refuses to send is no fault of the host's.
        raise error_of(error) from None
    try:
        patience.begin()
        return OpenAnswer(await js.fetch(request), question, patience)
    except JsException as error:
        raise refusal_of(error, question) from None
    finally:
        patience.end()


async def ask(question: Question) -> Answer:
    """Ask, and wait for the answer; raises what `open_answer` and `OpenAnswer.more` do."""
    return await (await open_answer(question)).whole()


def open_at_once(question: Question) -> OpenAnswer | Answer:
    """Ask while everything else in Python waits, for the answer's beginning or for all of it.

    All of it where Python cannot be suspended. There the browser has no limit of time but for the whole
    answer: none is set.

    Raises:
        NoAnswer: there is none.
        TimeoutError: it did not come in time.
    """
    if question.body and question.method in BODILESS:
        raise NoAnswer(f"browsers send nothing with {question.method}: put it into the address, or use POST")
    if can_run_sync():
        opened: OpenAnswer = run_sync(open_answer(question))
        return opened
    return ask_blocking(question)


def ask_at_once(question: Question) -> Answer:
    """Ask while everything else in Python waits; raises what `open_at_once` does."""
    opened = open_at_once(question)
    if isinstance(opened, Answer):
        return opened
    answer: Answer = run_sync(opened.whole())
    return answer


def ask_blocking(question: Question) -> Answer:
    """Ask in a way that keeps the thread.

    Raises:
        NoAnswer: there is no answer.
    """
    request = js.XMLHttpRequest.new()
    has_document = hasattr(js, "document")
    try:
        request.open(question.method, question.url, False)
        if has_document:
            # There such a request gives text alone: of one character for each byte.
            request.overrideMimeType("text/plain; charset=x-user-defined")
        else:
            request.responseType = "arraybuffer"
        for name, value in asked(question):
            request.setRequestHeader(name, value)
        request.send(to_js(question.body) if question.body else None)
    except JsException as error:
        raise refusal_of(error, question) from None
    lines = str(request.getAllResponseHeaders() or "").split("\r\n")
    headers = [(name, value.strip()) for name, mark, value in (line.partition(":") for line in lines) if mark]
    asked_url = js.URL.new(question.url, js.location.href)
    asked_url.hash = ""
    final_url = str(request.responseURL or asked_url.href)
    redirected = None if final_url == asked_url.href else final_url
    content = (
        str(request.responseText).encode("utf-16-le", "surrogatepass")[::2]
        if has_document
        else request.response.to_bytes()
    )
    return Answer(request.status, received(headers, question), content, redirected)


def asked(question: Question) -> Headers:
    """The headers that a request may have here."""
    return [
        (name, value)
        for name, value in question.headers
        if name.lower() not in BROWSERS_OWN and not name.lower().startswith(BROWSERS_OWN_KINDS)
    ]


def received(headers: list[tuple[str, str]], question: Question) -> Headers:
    """The headers that are true of an answer here. `HEAD` may ask for nothing but the length."""
    is_packed = any(name.lower() == "content-encoding" for name, _ in headers)
    untrue = OF_THE_WIRE if question.method != "HEAD" or is_packed else OF_THE_WIRE - {"content-length"}
    return [(name, value) for name, value in headers if name.lower() not in untrue]


def error_of(error: Any) -> OSError:
    """What Python raises for an error of the browser's."""
    if error.name in ("TimeoutError", "AbortError"):
        return TimeoutError("timed out")
    return NoAnswer(str(error.message))


def refusal_of(error: Any, question: Question) -> OSError:
    """What Python raises where no answer has come.

    A kernel's worker says of other hosts why there is none; on a page's own thread the browser does not.
    """
    if hasattr(js, "document") and error.name in ("TypeError", "NetworkError"):
        url = js.URL.new(question.url, js.location.href)
        if url.origin != js.location.origin:
            return NoAnswer(f"{url.host} {NO_LEAVE}")
    return error_of(error)
