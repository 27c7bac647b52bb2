from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lite_build.boot import files
from lite_build.boot.files import BootFiles, boot_files
from lite_build.boot.make import MadeFile, MadeFiles
from lite_build.boot.selection import BootSelection
from lite_build.runtime.core import Core

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SELECTION = BootSelection((), ())


def make(text: str, meanwhile: Callable[[], object] = lambda: None) -> Callable[..., MadeFiles]:
    """What stands in for the maker, which needs a runtime: writes its files, then lets something happen."""

    def make_in(core: Core, lock_text: str, selection: BootSelection, folder: Path) -> MadeFiles:
        made = [MadeFile(name, 1) for name in ("archive", "snapshot", "part-0")]
        for file in made:
            (folder / file.name).write_text(text, encoding="utf-8")
        meanwhile()
        return MadeFiles(made[0], made[1], tuple(made[2:]))

    return make_in


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., MadeFiles]], BootFiles]:
    core = Core("314.0.6", tmp_path, "sha512-AAAA", "a test")

    def run(maker: Callable[..., MadeFiles]) -> BootFiles:
        monkeypatch.setattr(files, "make_boot_files", maker)
        return boot_files(core, "{}", SELECTION, tmp_path / "cache", lambda _: None)

    return run


def test_files_that_another_build_kept_meanwhile_stay_and_are_used(
    build: Callable[[Callable[..., MadeFiles]], BootFiles],
) -> None:
    of_other: list[BootFiles] = []
    found = build(make("mine", lambda: of_other.append(build(make("the other's")))))
    assert [found] == of_other
    assert found.parts[0].path.read_text(encoding="utf-8") == "the other's"


def test_damaged_files_are_made_again(build: Callable[[Callable[..., MadeFiles]], BootFiles]) -> None:
    first = build(make("first"))
    first.parts[0].path.write_text("damaged", encoding="utf-8")
    second = build(make("second"))
    assert second.archive.path.read_text(encoding="utf-8") == "second"
    assert build(make("third")) == second


def test_what_a_build_left_that_was_killed_is_swept_away_when_nobody_can_be_at_it_any_more(
    build: Callable[[Callable[..., MadeFiles]], BootFiles], tmp_path: Path
) -> None:
    old, new = (tmp_path / "cache" / "boot" / f".making-{name}" for name in ("old", "new"))
    for folder in (old, new):
        (folder / "files").mkdir(parents=True)
    os.utime(old, (0, 0))
    build(make("mine"))
    assert not old.exists()
    assert new.exists()
