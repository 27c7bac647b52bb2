"""Small things that pages written for PyScript import."""

from __future__ import annotations

import inspect
from typing import Any

import js


def as_bytearray(buffer: Any) -> bytearray:
    """The bytes of an `ArrayBuffer` of JavaScript."""
    return bytearray(js.Uint8Array.new(buffer).to_bytes())


def is_awaitable(function: Any) -> bool:
    """Whether what a function gives has to be awaited."""
    return inspect.iscoroutinefunction(function)


class NotSupported:
    """Stands for what cannot be had where the code runs: says so when it is used.

    Args:
        name: of what it stands for.
        error: why it cannot be had.
    """

    def __init__(self, name: str, error: str) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "error", error)

    def __repr__(self) -> str:
        return f"<NotSupported {self.name} [{self.error}]>"

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(self.error)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(self.error)

    def __call__(self, *values: Any, **options: Any) -> Any:
        """Say so."""
        raise TypeError(self.error)
