"""Values on their way between Python and the page's JavaScript: JSON, with marks for what JSON has not.

A mark is an object with the key `$`, which says its kind. Bytes go beside the JSON, by their places there.
The other end is `extensions/page/src/calls/values.ts`.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__tracebackhide__ = True
MARK = "$"
#: The greatest whole number up to which JavaScript's numbers have each.
SAFE = 2**53 - 1
#: JavaScript's typed arrays, by the formats of `memoryview`, and those by the arrays.
ARRAYS = {
    "b": "Int8Array",
    "B": "Uint8Array",
    "c": "Uint8Array",
    "?": "Uint8Array",
    "h": "Int16Array",
    "H": "Uint16Array",
    "i": "Int32Array",
    "I": "Uint32Array",
    "q": "BigInt64Array",
    "Q": "BigUint64Array",
    "f": "Float32Array",
    "d": "Float64Array",
}
FORMATS = {"Uint8ClampedArray": "B"} | {array: code for code, array in ARRAYS.items() if code not in "c?"}
#: Formats whose size depends on the machine, by their sizes.
_OF_SIZE = {("l", 4): "i", ("L", 4): "I", ("l", 8): "q", ("L", 8): "Q", ("n", 4): "i", ("N", 4): "I"}


class Outgoing:
    """Makes what the page is told of values.

    Args:
        keep: takes what stays in Python, and gives the number by which the page knows it.
    """

    def __init__(self, keep: Callable[[Any], int]) -> None:
        self._keep = keep
        self.buffers: list[Any] = []

    def told(self, value: Any) -> Any:
        """What JSON has for a value; of what is no data, a name by which the page can use it."""
        match value:
            case None | bool() | str():
                return value
            case Integral():
                whole = int(value)
                return whole if abs(whole) <= SAFE else {MARK: "bigint", "value": str(whole)}
            case Real():
                real = float(value)
                return real if math.isfinite(real) else {MARK: "number", "value": _name_of(real)}
            case bytes() | bytearray() | memoryview():
                return self._array(value)
            case list() | tuple():
                return [self.told(item) for item in value]
            case dict():
                return self._mapping(value)
            case set() | frozenset():
                return {MARK: "set", "items": [self.told(item) for item in value]}
            case datetime():
                return {MARK: "date", "value": value.timestamp() * 1000}
            case date():
                at = datetime(value.year, value.month, value.day, tzinfo=UTC)
                return {MARK: "date", "value": at.timestamp() * 1000}
        function = getattr(value, "_lite_build_function", None)
        if function is not None:
            return {MARK: "function", "id": function}
        array = self._array(value)
        return self._object(value) if array is None else array

    def _mapping(self, value: dict[Any, Any]) -> Any:
        if MARK not in value and all(isinstance(key, str) for key in value):
            return {key: self.told(item) for key, item in value.items()}
        return {MARK: "map", "items": [[self.told(key), self.told(item)] for key, item in value.items()]}

    def _array(self, value: Any) -> Any:
        try:
            view = memoryview(value)
        except (TypeError, ValueError, BufferError):
            return None
        code = view.format.lstrip("@=<")
        array = ARRAYS.get(_OF_SIZE.get((code, view.itemsize), code))
        if array is None:
            return None
        self.buffers.append(view if view.c_contiguous else view.tobytes())
        shape = list(view.shape or ())
        return {MARK: "array", "type": array, "at": len(self.buffers) - 1, "shape": shape}

    def _object(self, value: Any) -> Any:
        return {MARK: "object", "id": self._keep(value), "type": type(value).__qualname__}


class Incoming:
    """Makes values of what the page has told.

    Args:
        buffers: what went beside it.
        kept: gives what stayed in Python, by its number.
        function: makes something that can be called of the number of a function of the page's.
    """

    def __init__(
        self, buffers: list[memoryview], kept: Callable[[int], Any], function: Callable[[int], Any]
    ) -> None:
        self._buffers = buffers
        self._kept = kept
        self._function = function

    def value(self, told: Any) -> Any:
        """The value that something told is."""
        if isinstance(told, list):
            return [self.value(item) for item in told]
        if not isinstance(told, dict):
            return told
        match told.get(MARK):
            case None:
                return {key: self.value(item) for key, item in told.items()}
            case "number":
                return float(told["value"].replace("Infinity", "inf"))
            case "bigint":
                return int(told["value"])
            case "array":
                code: Any = FORMATS[told["type"]]
                return self._buffers[told["at"]].cast("B").cast(code)
            case "map":
                return {_key(self.value(key)): self.value(item) for key, item in told["items"]}
            case "set":
                return {_key(self.value(item)) for item in told["items"]}
            case "date":
                return datetime.fromtimestamp(told["value"] / 1000, UTC)
            case "object":
                return self._kept(told["id"])
            case "function":
                return self._function(told["id"])
            case kind:
                raise ValueError(f"the page has told a value of an unknown kind: {kind}")


def _key(value: Any) -> Any:
    """What may be a key: an array of JavaScript's as a tuple."""
    return tuple(map(_key, value)) if isinstance(value, list) else value


def _name_of(number: float) -> str:
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
