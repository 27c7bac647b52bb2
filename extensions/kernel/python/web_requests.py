"""Has Python's own HTTP client, and httpx, ask by the browser: a page has no sockets.

`http.client` is what `urllib.request`, `xmlrpc` and others are made of. A connection of its has something
like a socket here, which takes the request and gives the browser's answer. requests and urllib3 ask the
browser by themselves.

`install(finder)` is called once.
"""

from __future__ import annotations

import importlib
import io
from typing import TYPE_CHECKING, Any

import js
from pyodide.ffi import JsException, can_run_sync, run_sync, to_js

if TYPE_CHECKING:
    from collections.abc import Iterable

    Headers = list[tuple[str, str]]


#: What the browser says by itself, and refuses to be told; a `User-Agent` would need each host's leave.
BROWSERS_OWN = {
    "accept-charset",
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "transfer-encoding",
    "user-agent",
}
#: What is true of an answer as it was sent, and not as the browser gives it: unpacked, and whole.
OF_THE_WIRE = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}


LAST_CHUNK = b"0\r\n\r\n"


class Question:
    """A request.

    Args:
        timeout: in seconds; None for none.
    """

    def __init__(
        self, method: str, url: str, headers: Headers, body: bytes, timeout: float | None = None
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout

    def header(self, name: str) -> str | None:
        """The value of a header, by its name in small letters."""
        return next((value for known, value in self.headers if known.lower() == name), None)


class Answer:
    """A response, with its content as it is once unpacked."""

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


class NoAnswer(ConnectionError):
    """A host gave no answer, or none that the page may read; the reason is for people."""


async def ask(question: Question) -> Answer:
    """Ask, and wait for the answer.

    Raises:
        NoAnswer: there is none.
        TimeoutError: it did not come in time.
    """
    options: dict[str, Any] = {"method": question.method, "headers": [list(each) for each in asked(question)]}
    if question.body:
        options["body"] = question.body
    if question.timeout is not None:
        options["signal"] = js.AbortSignal.timeout(int(question.timeout * 1000))
    try:
        response = await js.fetch(question.url, to_js(options, dict_converter=js.Object.fromEntries))
        body = (await response.arrayBuffer()).to_bytes()
    except JsException as error:
        raise _error_of(error) from error
    headers = [(str(name), str(value)) for name, value in js.Array.from_(response.headers.entries())]
    return Answer(response.status, received(headers), body)


def ask_at_once(question: Question) -> Answer:
    """Ask while everything else in Python waits; raises what `ask` does."""
    if can_run_sync():
        answer: Answer = run_sync(ask(question))
        return answer
    request = js.XMLHttpRequest.new()
    try:
        request.open(question.method, question.url, False)
        request.responseType = "arraybuffer"
        for name, value in asked(question):
            request.setRequestHeader(name, value)
        request.send(to_js(question.body) if question.body else None)
    except JsException as error:
        raise _error_of(error) from error
    lines = str(request.getAllResponseHeaders() or "").split("\r\n")
    headers = [(name, value.strip()) for name, mark, value in (line.partition(":") for line in lines) if mark]
    return Answer(request.status, received(headers), request.response.to_bytes())


def asked(question: Question) -> Headers:
    """The headers that a request may have here."""
    return [(name, value) for name, value in question.headers if name.lower() not in BROWSERS_OWN]


def received(headers: Iterable[tuple[str, str]]) -> Headers:
    """The headers that are true of an answer here."""
    return [(name, value) for name, value in headers if name.lower() not in OF_THE_WIRE]


def _error_of(error: Any) -> OSError:
    if error.name in ("TimeoutError", "AbortError"):
        return TimeoutError("timed out")
    return NoAnswer(str(error.message))


class BrowsersSocket:
    """What a connection of `http.client` takes for a socket: one request, then its answer.

    Args:
        origin: the scheme, the host and the port.
        timeout: in seconds; None for none.
    """

    def __init__(self, origin: str, timeout: float | None) -> None:
        self._origin = origin
        self._timeout = timeout
        self._sent = bytearray()
        self._answer: Answer | None = None

    def sendall(self, data: Any) -> None:
        """Take more of the request, and ask once it is whole.

        What goes wrong now, and not when the answer is read, is an error of the connection, as elsewhere.
        """
        self._sent += data
        head, end, body = bytes(self._sent).partition(b"\r\n\r\n")
        if end:
            question = self._question(head)
            length = int(question.header("content-length") or 0)
            if question.header("transfer-encoding") == "chunked":
                if not body.endswith(LAST_CHUNK):
                    return
                body = _unchunked(body)
            if len(body) >= length:
                self._sent.clear()
                question.body = body
                self._answer = ask_at_once(question)

    def makefile(self, *_arguments: Any, **_options: Any) -> io.BytesIO:
        """Give the answer as HTTP has it."""
        import http.client

        answer = self._answer
        if answer is None:
            raise NoAnswer("the request is not whole")
        self._answer = None
        reason = http.client.responses.get(answer.status, "")
        headers = [*answer.headers, ("Content-Length", str(len(answer.body)))]
        lines = [f"HTTP/1.1 {answer.status} {reason}", *(f"{name}: {value}" for name, value in headers)]
        return io.BytesIO("\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + answer.body)

    def settimeout(self, timeout: float | None) -> None:
        """Wait so long for the answer, in seconds."""
        self._timeout = timeout

    def setsockopt(self, *_arguments: Any) -> None:
        """Do nothing."""

    def shutdown(self, _how: int) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""

    def _question(self, head: bytes) -> Question:
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        pairs = [line.partition(":") for line in lines]
        headers = [(name, value.strip()) for name, _, value in pairs]
        url = target if "://" in target else self._origin + target
        return Question(method, url, headers, b"", self._timeout)


def _unchunked(body: bytes) -> bytes:
    parts = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        parts.append(rest[:length])
        body = rest[length + 2 :] if length else b""
    return b"".join(parts)


def patch_http_client(module: Any) -> None:
    """Have connections of `http.client` ask by the browser."""

    def connecting(scheme: str, usual_port: int) -> Any:
        def connect(self: Any) -> None:
            host = f"[{self.host}]" if ":" in self.host else self.host
            port = "" if self.port in (None, usual_port) else f":{self.port}"
            timeout = self.timeout if isinstance(self.timeout, int | float) else None
            self.sock = BrowsersSocket(f"{scheme}://{host}{port}", timeout)

        return connect

    module.HTTPConnection.connect = connecting("http", 80)
    if hasattr(module, "HTTPSConnection"):
        module.HTTPSConnection.connect = connecting("https", 443)


def patch_pyxhr(module: Any) -> None:
    """Have `pyodide.http.pyxhr` say why there is no answer: its own error says no more than that."""
    request = module._xhr_request

    def explained(method: str, url: str, **options: Any) -> Any:
        try:
            return request(method, url, **options)
        except module.XHRNetworkError as error:
            if error.__cause__ is None:
                raise
            raise module.XHRNetworkError(str(error.__cause__.message)) from error.__cause__

    module._xhr_request = explained


def patch_httpx(module: Any) -> None:
    """Have httpx's clients ask by the browser, as far as they are given no transport of their own."""
    httpx: Any = importlib.import_module("httpx")

    def question_of(request: Any, body: bytes) -> Question:
        limit = request.extensions.get("timeout", {}).get("read")
        return Question(request.method, str(request.url), request.headers.multi_items(), body, limit)

    def response_of(answer: Answer) -> Any:
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body)

    def failure_of(error: OSError, request: Any) -> Exception:
        kind: Any = httpx.ReadTimeout if isinstance(error, TimeoutError) else httpx.ConnectError
        failure: Exception = kind(str(error), request=request)
        return failure

    def handle_request(_transport: Any, request: Any) -> Any:
        try:
            return response_of(ask_at_once(question_of(request, request.read())))
        except OSError as error:
            raise failure_of(error, request) from error

    async def handle_async_request(_transport: Any, request: Any) -> Any:
        try:
            return response_of(await ask(question_of(request, await request.aread())))
        except OSError as error:
            raise failure_of(error, request) from error

    module.HTTPTransport.handle_request = handle_request
    module.AsyncHTTPTransport.handle_async_request = handle_async_request


def install(finder: Any) -> None:
    """Have Python ask by the browser.

    Args:
        finder: changes modules as they are imported.
    """
    finder.patch("http.client", patch_http_client)
    finder.patch("pyodide.http.pyxhr", patch_pyxhr)
    finder.patch("httpx._transports.default", patch_httpx)
