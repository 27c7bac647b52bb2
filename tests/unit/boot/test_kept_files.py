from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from lite_build.boot.kept import KeptFile, MadeFile, keep, making_alone, read_kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


NAMES = ("archive", "snapshot")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "boot" / "a key"


def make(kept: Path, text: str) -> tuple[KeptFile, ...]:
    """Make files for a place, and keep them; those that are there already are taken."""
    with making_alone(kept) as folder:
        new = folder / "files"
        new.mkdir()
        made = [MadeFile("archive", 1), MadeFile("snapshot", 2)]
        for file in made:
            (new / file.name).write_text(text, encoding="utf-8")
        return read_kept(kept, NAMES) or keep(new, made, kept)


def test_what_is_kept_is_read_again_in_its_order(kept: Path) -> None:
    assert read_kept(kept, NAMES) is None
    found = make(kept, "mine")
    assert [(file.path.name, file.size) for file in found] == [("archive", 1), ("snapshot", 2)]
    assert read_kept(kept, NAMES) == found
    assert [path.name for path in kept.parent.iterdir() if path.suffix != ".lock"] == [kept.name]


def test_a_build_waits_for_another_that_makes_the_same(kept: Path) -> None:
    with ThreadPoolExecutor() as builds:
        with making_alone(kept) as folder:
            waiting = builds.submit(make, kept, "the other's")
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
            new = folder / "files"
            new.mkdir()
            for name in NAMES:
                (new / name).write_text("mine", encoding="utf-8")
            mine = keep(new, [MadeFile(name, 1) for name in NAMES], kept)
        assert waiting.result() == mine


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: (kept / "snapshot").write_text("damaged", encoding="utf-8"),
        lambda kept: (kept / "archive").unlink(),
        lambda kept: (kept / "made.json").write_text("[]", encoding="utf-8"),
        lambda kept: (kept / "made.json").write_text("{", encoding="utf-8"),
        lambda kept: (kept / "made.json").unlink(),
    ],
    ids=["another file", "a file less", "an empty record", "a broken record", "no record"],
)
def test_damaged_files_are_replaced(kept: Path, damage: Callable[[Path], object]) -> None:
    make(kept, "first")
    damage(kept)
    assert read_kept(kept, NAMES) is None
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
