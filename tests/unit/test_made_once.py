from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.made_once import made_once

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_made_once_and_again_where_making_it_failed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    tries: list[Path] = []

    def make(folder: Path) -> None:
        folder.mkdir()
        tries.append(folder)
        if len(tries) == 1:
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        made_once(tmp_path_factory, "made-once", make)
    made = [made_once(tmp_path_factory, "made-once", make) for _ in range(2)]
    assert tries == [made[0], made[0]]
    assert made[0] == made[1]
