"""Work that several threads may ask for, done once."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


class Memo(Generic[Key, Value]):
    """Values by key, each made at most once, by the thread that asks first; the others wait for it.

    An exception is kept like a value, and raised to everyone who asks.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[Key, Future[Value]] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of `key`, made by `make` if nobody asked for it before."""
        with self._lock:
            future = self._made.get(key)
            is_mine = future is None
            if future is None:
                future = self._made[key] = Future()
        if is_mine:
            try:
                future.set_result(make())
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()

    def keys(self) -> tuple[Key, ...]:
        """Everything that was asked for so far."""
        with self._lock:
            return tuple(self._made)
