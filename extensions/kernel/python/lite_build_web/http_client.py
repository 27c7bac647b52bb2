"""`http.client`, which `urllib.request`, `xmlrpc` and others are made of, on something like a socket.

It takes the request and gives the browser's answer.
"""

from __future__ import annotations

import http.client
import io
from typing import TYPE_CHECKING, Any

from lite_build_web.asking import NoAnswer, Question, ask_at_once

if TYPE_CHECKING:
    from lite_build_web.asking import Answer

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True


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


def patch(module: Any) -> None:
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
