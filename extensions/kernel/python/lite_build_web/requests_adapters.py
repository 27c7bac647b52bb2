"""requests: an answer has the address that it came from, and an error is one sentence."""

from __future__ import annotations

from typing import Any

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True


def patch(module: Any) -> None:
    """Change its adapters, which urllib3 asks for."""
    adapter = module.HTTPAdapter
    build_response, send = adapter.build_response, adapter.send

    def build_response_of(self: Any, asked: Any, answer: Any) -> Any:
        response = build_response(self, asked, answer)
        # The browser follows redirects, which requests would see one by one.
        response.url = getattr(answer, "lite_build_redirected", None) or response.url
        return response

    def send_in_words(self: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return send(self, *arguments, **options)
        except module.ConnectionError as error:
            # What urllib3 has raised says the same.
            raise error from None

    adapter.build_response = build_response_of
    adapter.send = send_in_words
