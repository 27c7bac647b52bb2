"""Binary data in both directions: raw bytes, typed arrays, Arrow tables."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING

import pytest
from litewidget import BinaryTrait, SerializationError, Widget
from traitlets import Any as AnyTrait
from traitlets import Bytes, Dict, List, TraitError

if TYPE_CHECKING:
    from tests.unit.litewidget.conftest import Page

ESM = "export default {};"


class Holder(Widget):
    _esm = ESM
    data = BinaryTrait().tag(sync=True)
    anything = AnyTrait().tag(sync=True)


def test_bytes_travel_beside_the_state(page: Page) -> None:
    class Picture(Widget):
        _esm = ESM
        pixels = Bytes(b"\x00\xff").tag(sync=True)

    picture = Picture()
    opened = page.opened(picture.model_id)
    assert "pixels" not in opened.data["state"]
    assert (opened.data["buffer_paths"], opened.buffers) == ([["pixels"]], [b"\x00\xff"])


def test_a_binary_trait_begins_with_what_its_class_gives_it(page: Page) -> None:
    class Picture(Widget):
        _esm = ESM
        pixels = BinaryTrait(b"\x00\xff").tag(sync=True)

    opened = page.opened(Picture().model_id)
    assert (opened.data["buffer_paths"], opened.buffers) == ([["pixels"]], [b"\x00\xff"])


def test_binary_parts_leave_their_key_in_a_dict_and_none_in_a_list(page: Page) -> None:
    class Nested(Widget):
        _esm = ESM
        x = Dict().tag(sync=True)
        y = List().tag(sync=True)

    nested = Nested()
    page.take()
    with nested.hold_sync():
        nested.x = {"a": b"1", "b": {"c": memoryview(b"2")}, "d": 4}
        nested.y = [b"3", 5, [bytearray(b"6")]]
    [sent] = page.take()
    assert sent.data["state"] == {"x": {"b": {}, "d": 4}, "y": [None, 5, [None]]}
    assert sent.data["buffer_paths"] == [["x", "a"], ["x", "b", "c"], ["y", 0], ["y", 2, 0]]
    assert sent.buffers == [b"1", b"2", b"3", b"6"]
    assert nested.x["a"] == b"1"


def test_bytes_that_the_page_sets_are_bytes_here(page: Page) -> None:
    class Picture(Widget):
        _esm = ESM
        pixels = Bytes(b"").tag(sync=True)

    picture = Picture()
    page.take()
    page.set(picture.model_id, {}, [["pixels"]], [b"new"])
    assert picture.pixels == b"new"
    [echo] = page.take()
    assert (echo.data["method"], echo.data["buffer_paths"], echo.buffers) == (
        "echo_update",
        [["pixels"]],
        [b"new"],
    )


@pytest.mark.parametrize(
    ("code", "dtype"),
    [("b", "int8"), ("H", "uint16"), ("i", "int32"), ("q", "int64"), ("f", "float32"), ("d", "float64")],
)
def test_an_array_of_the_standard_library_travels_with_its_type(page: Page, code: str, dtype: str) -> None:
    holder = Holder()
    page.take()
    holder.data = array(code, [1, 2, 3])
    [sent] = page.take()
    assert sent.data["state"] == {"data": {"dtype": dtype, "shape": [3]}}
    assert sent.data["buffer_paths"] == [["data", "buffer"]]
    assert sent.buffers == [array(code, [1, 2, 3]).tobytes()]


def test_a_numpy_array_travels_in_c_order_and_little_endian(page: Page) -> None:
    numpy = pytest.importorskip("numpy")
    holder = Holder()
    page.take()
    base = numpy.arange(6, dtype="float32").reshape(2, 3)
    for given_array in (
        base,
        numpy.asfortranarray(base),
        base.astype(">f4"),
        numpy.repeat(base, 2, axis=1)[:, ::2],
    ):
        holder.anything = given_array
        [sent] = page.take()
        assert sent.data["state"] == {"anything": {"dtype": "float32", "shape": [2, 3]}}
        assert sent.buffers == [base.tobytes()]


def test_numpys_scalars_are_plain_numbers_and_empty_arrays_are_arrays(page: Page) -> None:
    numpy = pytest.importorskip("numpy")
    holder = Holder()
    page.take()
    holder.anything = [numpy.int64(1), numpy.float32(0.5), numpy.bool_(True), numpy.array(3)]
    assert page.updates() == [{"anything": [1, 0.5, True, 3]}]
    holder.anything = numpy.zeros((0, 2), dtype="int16")
    [sent] = page.take()
    assert (sent.data["state"]["anything"], sent.buffers) == ({"dtype": "int16", "shape": [0, 2]}, [b""])


def test_arrays_that_javascript_does_not_have_are_refused(page: Page) -> None:
    numpy = pytest.importorskip("numpy")
    holder = Holder()
    for unknown in (
        numpy.zeros(2, dtype=complex),
        numpy.array([object()]),
        numpy.array(["2020"], "datetime64[D]"),
    ):
        with pytest.raises(SerializationError, match=r"Holder\.anything .* numpy\.ndarray"):
            holder.anything = unknown
        with pytest.raises(TraitError, match="binary data, an array"):
            holder.data = unknown


def test_an_array_that_the_page_sets_is_one_here_and_is_not_sent_back(page: Page) -> None:
    numpy = pytest.importorskip("numpy")
    holder = Holder()
    page.take()
    raw = numpy.arange(4, dtype="<f8").tobytes()
    page.set(holder.model_id, {"data": {"dtype": "float64", "shape": [2, 2]}}, [["data", "buffer"]], [raw])
    assert isinstance(holder.data, numpy.ndarray)
    assert holder.data.tolist() == [[0, 1], [2, 3]]
    assert page.updates() == []


def test_without_numpy_it_is_a_memoryview(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    holder = Holder()
    raw = array("i", [1, 2, 3, 4]).tobytes()
    page.set(holder.model_id, {"data": {"dtype": "int32", "shape": [2, 2]}}, [["data", "buffer"]], [raw])
    assert isinstance(holder.data, memoryview)
    assert holder.data.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(("dtype", "shape"), [("text", [2]), ("int32", [9])])
def test_an_array_that_does_not_fit_its_bytes_is_reported(
    page: Page, caplog: pytest.LogCaptureFixture, dtype: str, shape: list[int]
) -> None:
    holder = Holder()
    page.set(holder.model_id, {"data": {"dtype": dtype, "shape": shape}}, [["data", "buffer"]], [b"12345678"])
    assert holder.data is None
    assert "Holder" in caplog.text
    assert "ValueError" in caplog.text


def test_an_arrow_table_travels_as_a_stream(page: Page) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"x": [1, 2], "y": ["a", "b"]})
    holder = Holder(data=table)
    opened = page.opened(holder.model_id)
    assert opened.data["buffer_paths"] == [["data"]]
    assert pyarrow.ipc.open_stream(opened.buffers[0]).read_all().equals(table)
