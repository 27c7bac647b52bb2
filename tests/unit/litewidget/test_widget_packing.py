"""Any state comes out of a message as it went in."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from litewidget.wire import pack, put_buffers

_LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.binary()
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@given(st.dictionaries(st.text(), _VALUES, max_size=4))
def test_what_is_packed_is_put_together_again_as_it_was(state: dict[str, Any]) -> None:
    packed = pack(state, "Anything")
    assert not any(isinstance(each, str) for each in packed.buffers)
    put_buffers(packed.state, packed.buffer_paths, packed.buffers)
    assert packed.state == state


@given(st.dictionaries(st.text(), _VALUES, max_size=4))
def test_packing_leaves_what_was_given_as_it_was(state: dict[str, Any]) -> None:
    before = repr(state)
    packed = pack(state, "Anything")
    put_buffers(packed.state, packed.buffer_paths, [b"other" for _ in packed.buffers])
    assert repr(state) == before
