"""`pyodide.http.pyxhr`, whose own error does not say why there is no answer."""

from __future__ import annotations

from typing import Any

#: Tracebacks show readers nothing of this module.
__tracebackhide__ = True


def patch(module: Any) -> None:
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
