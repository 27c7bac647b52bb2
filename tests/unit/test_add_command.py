"""`lite-build add`: a name that no index has is said before any file names it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lite_build.cache import CACHE_VARIABLE
from lite_build.cli import main
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import PackageIndex


@pytest.fixture
def project(package_index: PackageIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project; the one index that is configured is the test's own."""
    for name, value in {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": package_index.url,
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
        CACHE_VARIABLE: str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def test_a_name_that_an_index_has_is_added(project: Path, package_index: PackageIndex) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))

    assert main(["add", "our.plot>=1", "--project", str(project)]) == 0
    assert "our.plot>=1" in (project / "jupyter_lite_config.json").read_text(encoding="utf-8")


def test_a_name_that_no_index_has_is_said_and_nothing_is_written(
    project: Path, package_index: PackageIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))

    assert main(["add", "our-plot", "our-plto", "--project", str(project)]) == 2
    assert "no index has a package named our-plto\n→ Correct the name" in capsys.readouterr().err
    assert list(project.iterdir()) == []


def test_where_nobody_can_be_asked_it_is_added_and_said(
    project: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed_port}/simple/")

    assert main(["add", "our-plot", "--project", str(project)]) == 0
    assert "Whether there is a package named our-plot could not be asked" in capsys.readouterr().out
    assert "our-plot" in (project / "jupyter_lite_config.json").read_text(encoding="utf-8")


def test_what_comes_with_the_site_or_lies_in_the_project_is_on_no_index(
    project: Path, package_index: PackageIndex
) -> None:
    wheel = write_wheel("our-tool", "1.0", folder=project)

    assert main(["add", "piplite", wheel.name, "--project", str(project)]) == 0
    assert package_index.requests == []
