from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

import pytest

from tests.conftest import write_wheel
from tests.release.check_distributions import problems_of

if TYPE_CHECKING:
    from pathlib import Path

CHANGELOG = """# Changelog

## Unreleased

## 1.2.0

### Added

- A thing.
"""


def write_distributions(
    folder: Path,
    *,
    ours: str = "1.2.0",
    widgets: str = "0.4.0",
    wanted: str = "==0.4.0",
    carried: str = "0.4.0",
) -> Path:
    """Write all that a release publishes."""
    files = {f"lite_build/carried/litewidget-{carried}-py3-none-any.whl": "a wheel"}
    requires = [f"litewidget{wanted}", "rich>=13.9", 'litewidget[test]; extra == "test"']
    write_wheel("lite-build", ours, folder=folder, requires=requires, extras=["test"], files=files)
    write_wheel("litewidget", widgets, folder=folder)
    with tarfile.open(folder / f"litewidget-{widgets}.tar.gz", "w:gz"):
        pass
    return folder


def test_what_fits_the_tag_each_other_and_the_changelog_can_be_published(tmp_path: Path) -> None:
    assert list(problems_of(write_distributions(tmp_path / "wheels"), "v1.2.0", CHANGELOG)) == []


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        (
            "v1.2.1",
            "the tag 'v1.2.1' is not of lite-build 1.2.0: set the version in pyproject.toml, or tag v1.2.0",
        ),
        (
            "1.2.0",
            "the tag '1.2.0' is not of lite-build 1.2.0: set the version in pyproject.toml, or tag v1.2.0",
        ),
        ("vnext", "the tag 'vnext' names no version: tag v1.2.0"),
    ],
)
def test_a_tag_of_another_version_is_told(tmp_path: Path, tag: str, told: str) -> None:
    assert list(problems_of(write_distributions(tmp_path / "wheels"), tag, CHANGELOG)) == [told]


def test_a_litewidget_that_does_not_fit_is_told(tmp_path: Path) -> None:
    folder = write_distributions(tmp_path / "wheels", wanted="==0.3.0", carried="0.3.0")
    assert list(problems_of(folder, "v1.2.0", CHANGELOG)) == [
        "lite-build wants litewidget==0.3.0, and litewidget 0.4.0 is published with it",
        "the sites would get litewidget 0.3.0, and 0.4.0 is published",
    ]


def test_distributions_of_an_earlier_build_are_told_by_their_names(tmp_path: Path) -> None:
    folder = write_distributions(tmp_path / "wheels")
    write_wheel("litewidget", "0.3.0", folder=folder)
    [problem] = problems_of(folder, "v1.2.0", CHANGELOG)
    assert "litewidget-0.3.0-py3-none-any.whl" in problem
    [nothing] = problems_of(tmp_path / "empty", "v1.2.0", CHANGELOG)
    assert nothing.startswith("empty/ holds nothing; expected lite-build's wheel")


def test_a_source_of_another_version_is_told(tmp_path: Path) -> None:
    folder = write_distributions(tmp_path / "wheels")
    (folder / "litewidget-0.4.0.tar.gz").rename(folder / "litewidget-0.3.0.tar.gz")
    assert list(problems_of(folder, "v1.2.0", CHANGELOG)) == [
        "litewidget-0.3.0.tar.gz is of another version than litewidget 0.4.0"
    ]


def test_a_changelog_that_is_not_of_this_version_is_told(tmp_path: Path) -> None:
    folder = write_distributions(tmp_path / "wheels")
    unreleased = CHANGELOG.replace("## 1.2.0", "")
    assert list(problems_of(folder, "v1.2.0", unreleased)) == [
        "CHANGELOG.md says nothing of 1.2.0",
        "CHANGELOG.md has lines that are still unreleased: move them to 1.2.0",
    ]
    dated = CHANGELOG.replace("## 1.2.0", "## [1.2.0] - 2026-12-01")
    assert list(problems_of(folder, "v1.2.0", dated)) == []
