from __future__ import annotations

import pytest

from lite_build.hosting.transfer import TransferSizes

CONTENT = b"word " * 1000


@pytest.mark.parametrize(
    "name", ["a.html", "a.mjs", "a.ipynb", "a.wasm", "a.css.map", "a.ttf", "a.txt", "A.JSON"]
)
def test_what_the_server_compresses_is_counted_as_compressed(name: str) -> None:
    assert TransferSizes().of(name, CONTENT) < len(CONTENT) / 10


@pytest.mark.parametrize("name", ["a.whl", "a.png", "a.woff2", "a.zip", "a"])
def test_what_the_server_sends_as_it_is_is_counted_whole(name: str) -> None:
    assert TransferSizes().of(name, CONTENT) == len(CONTENT)


def test_what_was_found_counts_where_the_same_library_compresses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = TransferSizes()
    size = here.of("a.html", CONTENT)
    assert TransferSizes(dict.fromkeys(here.found, size + 1)).of("a.html", CONTENT) == size + 1
    monkeypatch.setattr("zlib.ZLIB_RUNTIME_VERSION", "another")
    assert TransferSizes(dict.fromkeys(here.found, size + 1)).of("a.html", CONTENT) == size
