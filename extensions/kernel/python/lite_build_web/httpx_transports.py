"""httpx, whose transports have the browser ask."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from lite_build_web.asking import Question, ask, ask_at_once

if TYPE_CHECKING:
    from lite_build_web.asking import Answer

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True


def patch(module: Any) -> None:
    """Have httpx's clients ask by the browser, as far as they are given no transport of their own."""
    httpx: Any = importlib.import_module("httpx")

    def question_of(request: Any, body: bytes) -> Question:
        limit = request.extensions.get("timeout", {}).get("read")
        # A login in the address is in a header already, and browsers refuse it in the address.
        url = str(request.url.copy_with(userinfo=b""))
        return Question(request.method, url, request.headers.multi_items(), body, limit)

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
            raise failure_of(error, request) from None

    async def handle_async_request(_transport: Any, request: Any) -> Any:
        try:
            return response_of(await ask(question_of(request, await request.aread())), request)
        except OSError as error:
            raise failure_of(error, request) from None

    module.HTTPTransport.handle_request = handle_request
    module.AsyncHTTPTransport.handle_async_request = handle_async_request
