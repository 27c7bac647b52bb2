"""Has Python's own HTTP client, and httpx, ask by the browser: a page has no sockets.

`http.client` is what `urllib.request`, `xmlrpc` and others are made of. A connection of its has something
like a socket here, which takes the request and gives the browser's answer. requests and urllib3 ask the
browser by themselves.

`install(finder)` is called once.
"""

from __future__ import annotations

import asyncio
import importlib
import io
from typing import TYPE_CHECKING, Any

import js
from pyodide.ffi import JsException, can_run_sync, run_sync, to_js

if TYPE_CHECKING:
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


class Question:
    """A request.

    Args:
        timeout: of each wait for more of the answer, in seconds; None for none.
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
    """A response, with its content as it is once unpacked.

    Args:
        redirected: the address that it came from, where that is another than was asked.
    """

    def __init__(self, status: int, headers: Headers, body: bytes, redirected: str | None) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.redirected = redirected


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


class NoAnswer(ConnectionError):
    """A host gave no answer, or none that the page may read; the reason is for people."""


async def ask(question: Question) -> Answer:
    """Ask, and wait for the answer.

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
        patience.begin()
        response = await js.fetch(question.url, to_js(options, dict_converter=js.Object.fromEntries))
        body = bytearray()
        if response.body:
            reader = response.body.getReader()
            patience.begin()
            while not (part := await reader.read()).done:
                body += part.value.to_bytes()
                patience.begin()
    except JsException as error:
        raise _error_of(error) from error
    finally:
        patience.end()
    headers = [(str(name), str(value)) for name, value in js.Array.from_(response.headers.entries())]
    redirected = str(response.url) if response.redirected else None
    return Answer(response.status, received(headers, question), bytes(body), redirected)


def ask_at_once(question: Question) -> Answer:
    """Ask while everything else in Python waits; raises what `ask` does.

    Where Python cannot be suspended the browser has no limit of time but for the whole answer: none is set.
    """
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
    asked_url = js.URL.new(question.url, js.location.href)
    asked_url.hash = ""
    final_url = str(request.responseURL or asked_url.href)
    redirected = None if final_url == asked_url.href else final_url
    return Answer(request.status, received(headers, question), request.response.to_bytes(), redirected)


def asked(question: Question) -> Headers:
    """The headers that a request may have here."""
    return [(name, value) for name, value in question.headers if name.lower() not in BROWSERS_OWN]


def received(headers: list[tuple[str, str]], question: Question) -> Headers:
    """The headers that are true of an answer here. `HEAD` may ask for nothing but the length."""
    is_packed = any(name.lower() == "content-encoding" for name, _ in headers)
    untrue = OF_THE_WIRE if question.method != "HEAD" or is_packed else OF_THE_WIRE - {"content-length"}
    return [(name, value) for name, value in headers if name.lower() not in untrue]


def _error_of(error: Any) -> OSError:
    if error.name in ("TimeoutError", "AbortError"):
        return TimeoutError("timed out")
    return NoAnswer(str(error.message))


class PartialRequest:
    """A request that comes in parts, whose head is there."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._received = bytearray()
        self._length = int(question.header("content-length") or 0)
        self._is_chunked = question.header("transfer-encoding") == "chunked"
        self._chunks: list[bytes] = []
        #: Where the next chunk begins, and whether the last one has come.
        self._place = 0
        self._has_ended = False

    def take(self, data: Any) -> None:
        """Take more of its body."""
        self._received += data
        while self._is_chunked and not self._has_ended:
            line_end = self._received.find(b"\r\n", self._place)
            if line_end < 0:
                return
            length = int(self._received[self._place : line_end].split(b";")[0], 16)
            begin = line_end + 2
            if len(self._received) < begin + length + 2:
                return
            self._chunks.append(bytes(self._received[begin : begin + length]))
            self._place = begin + length + 2
            self._has_ended = length == 0

    @property
    def is_whole(self) -> bool:
        """Whether all has come."""
        return self._has_ended if self._is_chunked else len(self._received) >= self._length

    def question(self) -> Question:
        """What is asked."""
        self._question.body = b"".join(self._chunks) if self._is_chunked else bytes(self._received)
        return self._question


class BrowsersSocket:
    """What a connection of `http.client` takes for a socket: one request, then its answer.

    Args:
        origin: the scheme, the host and the port.
        timeout: in seconds; None for none.
    """

    def __init__(self, origin: str, timeout: float | None) -> None:
        self._origin = origin
        self._timeout = timeout
        self._head = bytearray()
        self._request: PartialRequest | None = None
        self._answer: Answer | None = None
        self._method = ""
        #: Where the answer came from, if that is another address than was asked.
        self.redirected: str | None = None

    def sendall(self, data: Any) -> None:
        """Take more of the request, and ask once it is whole.

        What goes wrong now, and not when the answer is read, is an error of the connection, as elsewhere.
        """
        if self._request is None:
            self._head += data
            head, end, data = bytes(self._head).partition(b"\r\n\r\n")
            if not end:
                return
            self._head.clear()
            self._request = PartialRequest(self._question(head))
        self._request.take(data)
        if self._request.is_whole:
            question = self._request.question()
            self._request = None
            self._method = question.method
            self._answer = ask_at_once(question)
            self.redirected = self._answer.redirected

    def makefile(self, *_arguments: Any, **_options: Any) -> io.BytesIO:
        """Give the answer as HTTP has it."""
        import http.client

        answer = self._answer
        if answer is None:
            raise NoAnswer("the request is not whole")
        self._answer = None
        reason = http.client.responses.get(answer.status, "")
        headers = answer.headers
        if self._method != "HEAD":
            headers = [*headers, ("Content-Length", str(len(answer.body)))]
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


def patch_http_client(module: Any) -> None:
    """Have connections of `http.client` ask by the browser."""

    def connecting(scheme: str, usual_port: int) -> Any:
        def connect(self: Any) -> None:
            host = f"[{self.host}]" if ":" in self.host else self.host
            port = "" if self.port in (None, usual_port) else f":{self.port}"
            timeout = self.timeout if isinstance(self.timeout, int | float) else None
            self.sock = BrowsersSocket(f"{scheme}://{host}{port}", timeout)

        return connect

    begin = module.HTTPResponse.__init__

    def begin_noting(self: Any, sock: Any, *arguments: Any, **options: Any) -> None:
        self._redirected = getattr(sock, "redirected", None)
        begin(self, sock, *arguments, **options)

    def url_of(self: Any) -> Any:
        if self._redirected is None and "url" not in vars(self):
            raise AttributeError("url")
        return self._redirected or vars(self)["url"]

    def set_url(self: Any, url: Any) -> None:
        vars(self)["url"] = url

    module.HTTPResponse.__init__ = begin_noting
    # urllib.request sets what was asked.
    module.HTTPResponse.url = property(url_of, set_url)
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

    def response_of(answer: Answer, request: Any) -> Any:
        if answer.redirected is not None:
            # httpx takes the address of a response from its request.
            request.url = httpx.URL(answer.redirected)
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body)

    def failure_of(error: OSError, request: Any) -> Exception:
        kind: Any = httpx.ReadTimeout if isinstance(error, TimeoutError) else httpx.ConnectError
        failure: Exception = kind(str(error), request=request)
        return failure

    def handle_request(_transport: Any, request: Any) -> Any:
        try:
            return response_of(ask_at_once(question_of(request, request.read())), request)
        except OSError as error:
            raise failure_of(error, request) from error

    async def handle_async_request(_transport: Any, request: Any) -> Any:
        try:
            return response_of(await ask(question_of(request, await request.aread())), request)
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
