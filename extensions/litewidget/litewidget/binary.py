"""Binary data on its way to the page and back: raw bytes, typed arrays, Arrow tables.

A typed array travels as `{"dtype": "float32", "shape": [2, 3], "buffer": …}`, the form that ipydatawidgets
made known; the page makes a Float32Array of it with no copy. NumPy is never imported: everything goes through
the buffer protocol (PEP 3118), so arrays of any library will do.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What a message can carry as it is.
Buffer: TypeAlias = bytes | bytearray | memoryview

_KINDS = {
    **dict.fromkeys("bhilqn", "int"),
    **dict.fromkeys("BHILQN", "uint"),
    **dict.fromkeys("efd", "float"),
    "?": "bool",
}
_FORMATS = {
    "bool": "?",
    "int8": "b",
    "int16": "h",
    "int32": "i",
    "int64": "q",
    "uint8": "B",
    "uint16": "H",
    "uint32": "I",
    "uint64": "Q",
    "float16": "e",
    "float32": "f",
    "float64": "d",
}
#: Type codes of `array.array` by item size, to swap bytes with.
_UNSIGNED = {2: "H", 4: "I", 8: "Q"}


class TypedArray(NamedTuple):
    """Numbers of one type, in C order and little-endian.

    Args:
        dtype: NumPy's name of the type, such as `float32`.
        shape: the length of each dimension.
        data: the numbers' bytes.
    """

    dtype: str
    shape: list[int]
    data: Buffer


def typed_array(value: object) -> TypedArray | None:
    """The array that an object holds, with no copy where its memory is in order.

    Returns:
        None where the object shows no memory, or memory of no type that JavaScript has.
    """
    try:
        view = memoryview(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, BufferError):
        return None
    order, code = (view.format[0], view.format[1:]) if view.format[0] in "@=<>!" else ("@", view.format)
    if code not in _KINDS:
        return None
    dtype = "bool" if code == "?" else f"{_KINDS[code]}{8 * view.itemsize}"
    data: Buffer = as_bytes(view)
    if view.itemsize > 1 and (order in ">!" or (order in "@=" and sys.byteorder == "big")):
        data = _swapped(data, view.itemsize)
    return TypedArray(dtype, list(view.shape or ()), data)


def array_of(described: Mapping[str, Any]) -> object:
    """The inverse of what `typed_array` describes, as it comes back from the page.

    Args:
        described: a mapping with `dtype`, `shape` and `buffer`.

    Returns:
        A NumPy array where NumPy is in use, else a memoryview; both over the message's own memory.

    Raises:
        ValueError: the type is unknown, or type, shape and bytes do not fit together.
    """
    dtype, shape, data = described["dtype"], described["shape"], described["buffer"]
    if dtype not in _FORMATS:
        raise ValueError(f"{dtype!r} is no type of array; there are {', '.join(_FORMATS)}")
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        array: object = numpy.frombuffer(data, dtype=numpy.dtype(dtype).newbyteorder("<")).reshape(shape)
        return array
    try:
        return memoryview(data).cast("B").cast(_FORMATS[dtype], shape)  # type: ignore[call-overload]
    except TypeError as error:
        raise ValueError(f"{len(data)} bytes make no {dtype} array of shape {shape}") from error


def describes_array(value: object) -> bool:
    """Tell whether a value from the page is the description of a typed array."""
    return isinstance(value, dict) and value.keys() == {"dtype", "shape", "buffer"}


def sendable(value: object) -> Buffer | dict[str, object] | None:
    """Binary data in the form in which it travels: bytes as they are, arrays described, tables as a stream.

    Returns:
        None where the value is none of that.
    """
    if isinstance(value, bytes | bytearray | memoryview):
        return as_bytes(value)
    table = arrow_stream(value)
    if table is not None:
        return table
    array = typed_array(value)
    if array is None:
        return None
    return {"dtype": array.dtype, "shape": array.shape, "buffer": array.data}


def arrow_stream(value: object) -> memoryview | None:
    """An Arrow table, of any library that has the PyCapsule interface, as an Arrow IPC stream.

    Returns:
        None where the object is no Arrow table, or pyarrow is not there to write it.
    """
    if not hasattr(type(value), "__arrow_c_stream__"):
        return None
    try:
        import pyarrow
    except ImportError:
        return None
    table = pyarrow.table(value)
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def as_bytes(value: Buffer) -> Buffer:
    """The bytes of a buffer, one after the other; copied only where they do not lie so."""
    if not isinstance(value, memoryview):
        return value
    if not value.c_contiguous or not value.nbytes:
        return value.tobytes()
    try:
        return value.cast("B")
    except (TypeError, ValueError):
        return value.tobytes()


def equal_buffers(some: Sequence[Buffer], others: Sequence[Buffer]) -> bool:
    """Tell whether two lists of buffers hold the same bytes."""
    return len(some) == len(others) and all(
        as_bytes(one) == as_bytes(other) for one, other in zip(some, others, strict=True)
    )


def _swapped(data: Buffer, item_size: int) -> bytes:
    from array import array

    items = array(_UNSIGNED[item_size], bytes(data))
    items.byteswap()
    return items.tobytes()
