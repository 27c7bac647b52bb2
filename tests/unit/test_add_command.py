"""`lite-build add`: a name that no index has is said before any file names it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from lite_build.cache import CACHE_VARIABLE
from lite_build.cli import main
from lite_build.project import CONFIG_FILE
from lite_build.runtime.core import LOCK_FILE
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import PackageIndex


@pytest.fixture
def project(
    package_index: PackageIndex, core_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project that asks for nothing; the one index is the test's own, and the runtime is a folder."""
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
    configuration = {"RuntimeAddon": {"core": str(core_folder)}}
    (folder / CONFIG_FILE).write_text(json.dumps(configuration), encoding="utf-8")
    return folder


def test_a_name_that_an_index_has_is_added(project: Path, package_index: PackageIndex) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))

    assert main(["add", "our.plot>=1", "--project", str(project)]) == 0
    assert "our.plot>=1" in (project / CONFIG_FILE).read_text(encoding="utf-8")


def test_a_name_that_no_index_has_is_said_and_nothing_is_written(
    project: Path, package_index: PackageIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    package_index.add(write_wheel("our-plot", "1.0", folder=project.parent))
    before = (project / CONFIG_FILE).read_text(encoding="utf-8")

    assert main(["add", "our-plot", "our-plto", "--project", str(project)]) == 2
    assert "no index has a package named our-plto\n→ Correct the name" in capsys.readouterr().err
    assert [path.name for path in project.iterdir()] == [CONFIG_FILE]
    assert (project / CONFIG_FILE).read_text(encoding="utf-8") == before


def test_a_package_that_the_runtime_alone_has_is_added(project: Path, core_folder: Path) -> None:
    compiled = {"name": "numpy", "version": "2.4.3", "file_name": "numpy.whl", "sha256": "a" * 64}
    rest = {"install_dir": "site", "package_type": "package", "unvendored_tests": False}
    packages = {"numpy": {**compiled, **rest, "depends": [], "imports": ["numpy"]}}
    (core_folder / LOCK_FILE).write_text(json.dumps({"packages": packages}), encoding="utf-8")

    assert main(["add", "NumPy>=2", "--project", str(project)]) == 0
    assert "NumPy>=2" in (project / CONFIG_FILE).read_text(encoding="utf-8")


def test_where_nobody_can_be_asked_it_is_added_and_said(
    project: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed_port}/simple/")

    assert main(["add", "our-plot", "--project", str(project)]) == 0
    assert "Whether there is a package named our-plot could not be asked" in capsys.readouterr().out
    assert "our-plot" in (project / CONFIG_FILE).read_text(encoding="utf-8")


def test_what_comes_with_the_site_or_lies_in_the_project_is_on_no_index(
    project: Path, package_index: PackageIndex
) -> None:
    wheel = write_wheel("our-tool", "1.0", folder=project)

    assert main(["add", "piplite", wheel.name, "--project", str(project)]) == 0
    assert package_index.requests == []
