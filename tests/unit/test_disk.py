"""What the file system refuses is said with the file or the folder that it is about."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from lite_build.store.cache import CACHE_VARIABLE
from lite_build.store.disk import refusals_in_words
from lite_build.words.errors import BuildFailure


def test_a_copy_that_finds_no_room_names_where_it_was_copied_to() -> None:
    # As shutil.copyfile raises it.
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "cache/core.wasm", None, "site/core.wasm")

    with pytest.raises(BuildFailure) as told, refusals_in_words(Path("site")):
        raise full
    assert str(told.value).startswith("site/core.wasm: the disk is full\n→ Make room and try again")


def test_a_write_that_finds_no_room_names_the_folder_with_the_least(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache" / "not there yet"
    cache.parent.mkdir()
    monkeypatch.setenv(CACHE_VARIABLE, str(cache))
    free = {cache.parent: 3 * 2**20}
    monkeypatch.setattr(
        shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(0, 0, free.get(folder, 2**40))
    )

    with pytest.raises(BuildFailure) as told, refusals_in_words(site):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert told.value.where == str(cache)

    free.clear()
    with pytest.raises(BuildFailure) as told, refusals_in_words(site):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert told.value.where == str(site)
