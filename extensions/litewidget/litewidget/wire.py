"""State as it travels: JSON, with the binary parts taken out and listed by their paths.

A binary part leaves its key out of a dict and `None` in a list's slot (Jupyter's widget protocol 2.1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from litewidget.binary import Buffer, as_bytes, equal_buffers, sendable, typed_array
from litewidget.errors import SerializationError
from litewidget.protocol import WIDGET_REFERENCE
from litewidget.references import model_id_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comm.base_comm import BaseComm

Path: TypeAlias = tuple[str | int, ...]

_PLAIN = frozenset({str, int, float, bool, type(None)})

#: Stands for a binary part until its container has left it out.
_TAKEN_OUT = object()


# A named tuple: a dataclass takes several times as long to define, and a notebook waits for the import.
class PackedState(NamedTuple):
    """State that a message can carry.

    Args:
        state: what is left without the binary parts, plain JSON.
        buffer_paths: the place of each binary part.
        buffers: the binary parts.
    """

    state: dict[str, Any]
    buffer_paths: list[list[str | int]]
    buffers: list[Buffer]

    def equals(self, other: PackedState) -> bool:
        """Tell whether the page would see the same in both."""
        return (
            self.state == other.state
            and self.buffer_paths == other.buffer_paths
            and equal_buffers(self.buffers, other.buffers)
        )


def pack(state: Mapping[str, object], owner: str) -> PackedState:
    """Make state ready to be sent. What is given stays as it is, and nothing of it but binary data is shared.

    Args:
        state: values by trait.
        owner: whose state it is, for the error.

    Raises:
        SerializationError: a value is of a type that cannot be sent.
    """
    packing = _Packing(owner)
    packed: dict[str, Any] = {}
    for name, value in state.items():
        try:
            part = packing.encode(value, (name,))
        except RecursionError:
            raise SerializationError(owner, (name,), "nests without end") from None
        if part is not _TAKEN_OUT:
            packed[name] = part
    return PackedState(packed, packing.buffer_paths, packing.buffers)


def pack_message(content: object, owner: str, part: str) -> object:
    """Make the content of a custom message ready to be sent.

    Args:
        content: what the page shall read.
        owner: the class's name, for the error.
        part: what the content is, for the error.

    Raises:
        SerializationError: a value is of a type that cannot be sent, or is binary.
    """
    packed = pack({part: content}, owner)
    if packed.buffers:
        path = [*packed.buffer_paths[0]]
        raise SerializationError(owner, path, "is binary, and a message carries that in its buffers alone")
    return packed.state[part]


def pack_buffers(buffers: Iterable[object] | None, owner: str) -> list[Buffer]:
    """Make the buffers of a custom message ready to be sent.

    Raises:
        SerializationError: one is no binary data.
    """
    packed: list[Buffer] = []
    for position, buffer in enumerate(buffers or ()):
        if isinstance(buffer, bytes | bytearray | memoryview):
            packed.append(as_bytes(buffer))
            continue
        array = typed_array(buffer)
        if array is None:
            raise SerializationError(
                owner, ("buffers", position), f"is of type {type(buffer).__name__}, which is no binary data"
            )
        packed.append(array.data)
    return packed


def send_packed(comm: BaseComm, packed: PackedState, **data: object) -> None:
    """Send a message with the binary parts of a state.

    Args:
        comm: where.
        packed: the state.
        data: the rest of the message's data.
    """
    # comm names bytes alone in its types; every kernel takes the others too.
    buffers: Any = packed.buffers
    comm.send(data={**data, "buffer_paths": packed.buffer_paths}, buffers=buffers)


def put_buffers(
    state: dict[str, Any], buffer_paths: Sequence[Sequence[str | int]], buffers: Sequence[Buffer]
) -> None:
    """Put the binary parts of a received message where they belong, in place.

    Raises:
        ValueError: there are not as many paths as buffers.
    """
    for path, buffer in zip(buffer_paths, buffers, strict=True):
        container: Any = state
        for part in path[:-1]:
            container = container[part]
        container[path[-1]] = buffer


class _Packing:
    """One walk through a state, and the binary parts that it met."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self.buffer_paths: list[list[str | int]] = []
        self.buffers: list[Buffer] = []

    def encode(self, value: Any, path: Path) -> object:
        if type(value) in _PLAIN:
            return value
        if isinstance(value, bytes | bytearray | memoryview):
            return self._take_out(as_bytes(value), path)
        if isinstance(value, list | tuple):
            return self._encode_items(value, path)
        if isinstance(value, Mapping):
            return self._encode_mapping(value, path)
        model_id = model_id_of(value)
        if model_id is not None:
            return f"{WIDGET_REFERENCE}{model_id}"
        if is_dataclass(value) and not isinstance(value, type):
            return self._encode_mapping(
                {each.name: getattr(value, each.name) for each in fields(value)}, path
            )
        return self._encode_scalar(value, path)

    def _encode_items(self, items: Iterable[object], path: Path) -> list[object]:
        parts = (self.encode(item, (*path, position)) for position, item in enumerate(items))
        return [None if part is _TAKEN_OUT else part for part in parts]

    def _encode_mapping(self, mapping: Mapping[Any, object], path: Path) -> dict[str, object]:
        encoded: dict[str, object] = {}
        for key, value in mapping.items():
            if not isinstance(key, str) and type(key) is not int:
                raise SerializationError(
                    self._owner, path, f"has a key of type {type(key).__name__}, and keys are text"
                )
            name = str(key)
            part = self.encode(value, (*path, name))
            if part is not _TAKEN_OUT:
                encoded[name] = part
        return encoded

    def _encode_scalar(self, value: Any, path: Path) -> object:
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, Integral):
            return int(value)
        if isinstance(value, Real):
            return float(value)
        if isinstance(value, Enum):
            return self.encode(value.value, path)
        if isinstance(value, date | time):
            return value.isoformat()
        binary = sendable(value)
        if isinstance(binary, dict):
            return self._encode_mapping(binary, path) if binary["shape"] else memoryview(value).tolist()
        if binary is not None:
            return self._take_out(binary, path)
        if isinstance(value, Sequence | AbstractSet):
            return self._encode_items(value, path)
        raise SerializationError(self._owner, path, f"is of type {_type_name(value)}")

    def _take_out(self, buffer: Buffer, path: Path) -> object:
        self.buffer_paths.append([*path])
        self.buffers.append(buffer)
        return _TAKEN_OUT


def _type_name(value: object) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
