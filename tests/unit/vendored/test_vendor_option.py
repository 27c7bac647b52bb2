from __future__ import annotations

import pytest

from lite_build.supply.vendored import read_vendor_imports
from lite_build.words.errors import UserMistake


def test_hosts_and_addresses_are_told_apart() -> None:
    assert read_vendor_imports(option=False) == (frozenset(), ())
    assert read_vendor_imports(option=True) == (None, ())
    hosts, addresses = read_vendor_imports(("esm.sh", "localhost:8000", "https://cdn.example/a.js"))
    assert hosts == {"esm.sh", "localhost:8000"}
    assert addresses == ("https://cdn.example/a.js",)


@pytest.mark.parametrize(
    "entry", ["", "ftp://a.example/a.js", "esm.sh/d3", "two words", "https://u:p@a.example/a"]
)
def test_what_is_neither_is_a_mistake(entry: str) -> None:
    with pytest.raises(UserMistake):
        read_vendor_imports((entry,))
