"""urllib3, whose connections have the browser ask: requests and pooch are made of it.

Its own way by the browser sends a `User-Agent`, for which other hosts have to give leave. It sends files and
generators as their names, and tells neither the reason of a status nor the address that a request was led to.
"""

from __future__ import annotations

import http.client
import importlib
import io
from typing import Any

from lite_build_web.asking import (
    Answer,
    AnswerStream,
    NoAnswer,
    OpenAnswer,
    Question,
    ask_at_once,
    open_at_once,
)

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True


class UrllibStream(AnswerStream):
    """The content of a response, whose errors are urllib3's.

    Args:
        failure: gives urllib3's error for ours.
    """

    def __init__(self, answer: OpenAnswer, failure: Any) -> None:
        super().__init__(answer)
        self._failure = failure

    def readinto(self, buffer: Any) -> int:
        """Fill a part of a buffer."""
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise self._failure(error) from None


def patch(module: Any) -> None:
    """Have connections ask by the browser."""
    errors: Any = importlib.import_module("urllib3.exceptions")
    pools: Any = importlib.import_module("urllib3.connectionpool")
    responses: Any = importlib.import_module("urllib3.contrib.emscripten.response")
    stop_worker(importlib.import_module("urllib3.contrib.emscripten.fetch"))

    def failure_of(error: OSError, pool: Any, url: str) -> Exception:
        failure: Exception
        if isinstance(error, TimeoutError):
            failure = errors.ReadTimeoutError(pool, url, "Read timed out.")
        else:
            failure = errors.ProtocolError(str(error))
        return failure

    def request(
        self: Any, method: str, url: str, body: Any = None, headers: Any = None, **options: Any
    ) -> None:
        self._closed = False
        self._response = None
        if url.startswith("/"):
            host = f"[{self.host}]" if ":" in self.host else self.host
            port = "" if self.port is None else f":{self.port}"
            url = f"{self.scheme}://{host}{port}{url}"
        timeout = getattr(self, "lite_build_timeout", self.timeout) or None
        question = Question(method, url, list((headers or {}).items()), content_of(body), timeout)
        ask = ask_at_once if options.get("preload_content", True) else open_at_once
        self._response = (question, ask(question))

    def getresponse(self: Any) -> Any:
        if self._response is None:
            raise http.client.ResponseNotReady()
        question, answer = self._response
        pool = getattr(self, "lite_build_pool", self)
        body = (
            io.BytesIO(answer.body)
            if isinstance(answer, Answer)
            else UrllibStream(answer, lambda error: failure_of(error, pool, question.url))
        )
        response = responses.EmscriptenHttpResponseWrapper(
            internal_response=responses.EmscriptenResponse(
                status_code=answer.status,
                headers=dict(answer.headers),
                body=body,
                request=responses.EmscriptenRequest(method=question.method, url=question.url),
            ),
            url=answer.redirected or question.url,
            connection=self,
        )
        response.reason = http.client.responses.get(answer.status, "")
        response.lite_build_redirected = answer.redirected
        return response

    make_request = pools.HTTPConnectionPool._make_request

    def make_request_in_words(self: Any, conn: Any, method: str, url: str, *more: Any, **options: Any) -> Any:
        conn.lite_build_pool = self
        conn.lite_build_timeout = read_timeout(options.get("timeout"))
        try:
            return make_request(self, conn, method, url, *more, **options)
        except (NoAnswer, TimeoutError) as error:
            raise failure_of(error, self, url) from None

    module.EmscriptenHTTPConnection.request = request
    module.EmscriptenHTTPConnection.getresponse = getresponse
    pools.HTTPConnectionPool._make_request = make_request_in_words


def content_of(body: Any) -> bytes:
    """The bytes of what a client takes for a body: text, bytes, a file, or an iterable of parts."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if hasattr(body, "read"):
        return content_of(body.read())
    try:
        return bytes(memoryview(body))
    except TypeError:
        return b"".join(map(content_of, body))


def read_timeout(timeout: Any) -> float | None:
    """For how long a client waits for more of an answer, in seconds; None for ever.

    Args:
        timeout: urllib3's `Timeout`, or a number.
    """
    kinds = (getattr(timeout, "_read", timeout), getattr(timeout, "total", None))
    seconds = [each for each in kinds if isinstance(each, int | float)]
    return min(seconds, default=None)


def stop_worker(module: Any) -> None:
    """End the worker that urllib3 has started to ask by, which nothing asks."""
    if module._fetcher is not None:
        module._fetcher.js_worker.terminate()
        module._fetcher = None
