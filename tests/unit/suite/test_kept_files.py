"""Which files of a run are written on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.suite.kept_files import KeptFiles
from lite_build.suite.place import runtime_path
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    root = tmp_path.resolve() / "project"
    (root / "tests").mkdir(parents=True)
    return KeptFiles(
        root, root / "tests", ("--junitxml=../../report.xml", "--cov-report=html:../../cov", "-x", "..")
    )


@pytest.mark.parametrize(
    "name", ["project/report.xml", "project/.pytest_cache/v/cache/lastfailed", "report.xml", "cov/index.html"]
)
def test_what_is_in_the_project_or_named_is_kept(kept: KeptFiles, tmp_path: Path, name: str) -> None:
    path = tmp_path.resolve() / name
    kept.keep(runtime_path(path), b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("name", ["other.xml", "home/.cache/fonts.json"])
def test_what_a_plugin_writes_elsewhere_is_not(kept: KeptFiles, tmp_path: Path, name: str) -> None:
    path = tmp_path.resolve() / name
    kept.keep(runtime_path(path), b"new")
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_told(kept: KeptFiles) -> None:
    with pytest.raises(BuildFailure, match="cannot be written"):
        kept.keep(runtime_path(kept.root / "tests"), b"a folder is there")
