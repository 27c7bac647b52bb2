"""Joins Python's comms to the worker.

A message goes through as JSON, which both sides parse faster than they convert objects, and its bytes are
copied once. What `json` does not know becomes what jupyter_client makes of it, in `json_default`; a number
that JSON does not know becomes null, as in JavaScript's JSON.
"""

from collections.abc import Iterable
from datetime import date
from json import dumps, loads
from math import isfinite
from numbers import Integral, Real
from typing import Any

from pyodide.ffi import to_js
from pyodide_kernel import kernel_instance as kernel
from pyodide_kernel.comm import Comm


def receive(kind: str, text: str, buffers: Any) -> None:
    """Have a comm handle what the page says on it."""
    message = loads(text)
    message["buffers"] = [buffer.to_memoryview() for buffer in buffers]
    # Meanwhile a cell that awaits goes on putting out its own.
    with kernel.parents.handling(message):
        getattr(kernel.comm_manager, kind)(None, None, message)
    if kind == "comm_close":
        kernel.parents.note_closing(message["content"]["comm_id"])


def publish_by(publish: Any) -> None:
    """Have comms say what they say by a function: of the kind, the message as JSON, and its buffers."""

    def publish_msg(
        self: Any, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        parent = kernel._parent_header or {}
        if msg_type == "comm_open":
            kernel.parents.note_opening(self.comm_id, parent)
        elif msg_type == "comm_close":
            kernel.parents.note_closing(self.comm_id)
        message = {
            "content": {"data": data or {}, "comm_id": self.comm_id, **keys},
            "metadata": metadata or {},
            "parent_header": parent.get("header", {}),
        }
        publish(msg_type, as_json(message), to_js([as_bytes(buffer) for buffer in buffers or ()]))

    Comm.publish_msg = publish_msg


def as_json(message: Any) -> str:
    """Write a message."""
    try:
        return dumps(message, allow_nan=False, default=simpler)
    except ValueError:
        return dumps(finite(message), allow_nan=False, default=simpler)


def simpler(value: Any) -> Any:
    """Make of a value what JSON knows."""
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return finite(float(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | memoryview):
        return [finite(item) for item in value]
    raise TypeError(f"a message to the page cannot hold {value!r}, which is of type {type(value).__name__}")


def finite(value: Any) -> Any:
    """Put null in the place of each number that JSON does not know."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def as_bytes(buffer: Any) -> Any:
    """The bytes of a buffer, in one dimension."""
    view = memoryview(buffer)
    try:
        return view.cast("B")
    except TypeError:
        # Not in order, empty in more than one dimension, or of a format that only its bytes are known of.
        return view.tobytes()
