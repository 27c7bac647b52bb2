"""Where the parts of a site come from on this machine."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import Distribution, PathDistribution
from typing import TYPE_CHECKING

import pytest

from lite_build import origins
from lite_build.errors import BuildFailure
from lite_build.network import Digest
from lite_build.packages.index_settings import read_index_settings
from lite_build.packages.lock import Lock
from lite_build.packages.lock_file import write_lock
from lite_build.packages.offline import write_offline_folder
from lite_build.packages.requirements import PackageOptions
from lite_build.plan import used_lock
from lite_build.project import LOCK_FILE, Project, RuntimeOptions
from lite_build.runtime.npm import offline_path

if TYPE_CHECKING:
    from pathlib import Path

STAND_INS = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation of the kernel in a person's own folder, whose list names one wheel."""
    user = tmp_path / "user"
    information = user / "lib" / "site-packages" / "jupyterlite_pyodide_kernel-0.8.6.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: jupyterlite-pyodide-kernel\nVersion: 0.8.6\n", encoding="utf-8"
    )
    (information / "RECORD").write_text(
        f"../../{STAND_INS}/comm-1.0-py3-none-any.whl,,\n../../{STAND_INS}/all.json,,\n", encoding="utf-8"
    )

    def distribution(name: str) -> Distribution:
        assert name == "jupyterlite-pyodide-kernel"
        return PathDistribution(information)

    monkeypatch.setattr(origins, "distribution", distribution)
    return user


def test_the_stand_ins_are_found_where_the_distribution_was_installed(installed: Path) -> None:
    (installed / STAND_INS).mkdir(parents=True)
    (carried,) = origins.carried_wheels()
    assert carried.folder == (installed / STAND_INS).resolve()
    assert carried.carrier == "jupyterlite-pyodide-kernel 0.8.6"


@pytest.mark.usefixtures("installed")
def test_stand_ins_that_are_not_there_are_told_with_a_remedy() -> None:
    with pytest.raises(BuildFailure, match=r"jupyterlite-pyodide-kernel 0\.8\.6") as error:
        origins.carried_wheels()
    assert error.value.remedy is not None and "pip install" in error.value.remedy


def project_with(folder: Path, core: str, **options: object) -> Project:
    return Project(
        root=folder,
        contents=(),
        output=folder / "dist",
        runtime=RuntimeOptions(core),
        packages=PackageOptions(**options),
    )


OTHER_CORE = Lock("3.14.2", "314.0.9", Digest("sha512", "00" * 64).to_integrity(), {}, (), ())


def test_a_folder_that_is_not_the_core_of_the_lock_is_told_as_a_disagreement(
    tmp_path: Path, core_folder: Path
) -> None:
    with pytest.raises(BuildFailure, match="configuration and the lock disagree") as error:
        origins.get_core(project_with(tmp_path, core_folder.name), read_index_settings(), OTHER_CORE)
    assert error.value.remedy is not None and "`lite-build lock`" in error.value.remedy


def test_a_version_of_npm_that_is_not_the_core_of_the_lock_is_told_as_a_disagreement(tmp_path: Path) -> None:
    tarball = tmp_path / "offline" / offline_path("pyodide", "314.0.9")
    tarball.parent.mkdir(parents=True)
    tarball.write_bytes(b"another")
    project = project_with(tmp_path, "npm:314.0.9", offline=True, offline_folder=tmp_path / "offline")
    with pytest.raises(BuildFailure, match="configuration and the lock disagree"):
        origins.get_core(project, read_index_settings(), OTHER_CORE)


def test_no_lock_is_used_where_none_is_wanted(tmp_path: Path) -> None:
    write_offline_folder(
        tmp_path / "offline", OTHER_CORE, [], core_archive=None, npm_tarballs=[], project_root=tmp_path
    )
    write_lock(OTHER_CORE, tmp_path / LOCK_FILE)
    wanted = project_with(tmp_path, "npm:314.0.9", offline_folder=tmp_path / "offline")
    assert used_lock(wanted) == OTHER_CORE
    (tmp_path / LOCK_FILE).unlink()
    assert used_lock(wanted) == OTHER_CORE
    assert used_lock(replace(wanted, packages=replace(wanted.packages, use_lock=False))) is None
