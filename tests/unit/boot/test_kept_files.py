from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lite_build.boot.kept import KeptFile, MadeFile, keep, making_beside, read_kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "boot" / "a key"


def make(kept: Path, text: str, meanwhile: Callable[[], object] = lambda: None) -> tuple[KeptFile, ...]:
    """Make files for a place, and keep them after something has happened."""
    with making_beside(kept) as folder:
        new = folder / "files"
        new.mkdir()
        made = [MadeFile("archive", 1), MadeFile("snapshot", 2)]
        for file in made:
            (new / file.name).write_text(text, encoding="utf-8")
        meanwhile()
        return keep(new, made, kept)


def test_what_is_kept_is_read_again_in_its_order(kept: Path) -> None:
    assert read_kept(kept) is None
    found = make(kept, "mine")
    assert [(file.path.name, file.size) for file in found] == [("archive", 1), ("snapshot", 2)]
    assert read_kept(kept) == found
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_files_that_another_build_kept_meanwhile_stay_and_are_used(kept: Path) -> None:
    of_other: list[tuple[KeptFile, ...]] = []
    found = make(kept, "mine", lambda: of_other.append(make(kept, "the other's")))
    assert [found] == of_other
    assert found[1].path.read_text(encoding="utf-8") == "the other's"


def test_damaged_files_are_replaced(kept: Path) -> None:
    first = make(kept, "first")
    first[1].path.write_text("damaged", encoding="utf-8")
    assert read_kept(kept) is None
    second = make(kept, "second")
    assert second[0].path.read_text(encoding="utf-8") == "second"


def test_what_a_build_left_that_was_killed_is_swept_away_when_nobody_can_be_at_it_any_more(
    kept: Path,
) -> None:
    old, new = (kept.parent / f".making-{name}" for name in ("old", "new"))
    for folder in (old, new):
        (folder / "files").mkdir(parents=True)
    os.utime(old, (0, 0))
    make(kept, "mine")
    assert not old.exists()
    assert new.exists()
