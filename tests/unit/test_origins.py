"""Where the parts of a site come from on this machine."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import Distribution, PathDistribution, requires
from typing import TYPE_CHECKING

import pytest

from lite_build.files.digest import Digest
from lite_build.packages.locked.lock import Lock
from lite_build.packages.locked.lock_file import write_lock
from lite_build.packages.wheels.wheel import read_wheel
from lite_build.project.file_names import LOCK_FILE
from lite_build.project.options import PackageOptions, RuntimeOptions
from lite_build.project.project import Project
from lite_build.runtime.npm import offline_path
from lite_build.supply import carried_wheels
from lite_build.supply.collected import write_offline_folder
from lite_build.supply.origins import Origins
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.conftest import FileServer

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

    monkeypatch.setattr(carried_wheels, "distribution", distribution)
    return user


def test_the_stand_ins_are_found_where_the_distribution_was_installed(installed: Path) -> None:
    (installed / STAND_INS).mkdir(parents=True)
    own, stand_ins = carried_wheels.carried_wheels()
    assert not own.stand_in
    assert stand_ins.stand_in
    assert stand_ins.folder == (installed / STAND_INS).resolve()
    assert stand_ins.carrier == "jupyterlite-pyodide-kernel 0.8.6"


@pytest.mark.usefixtures("installed")
def test_stand_ins_that_are_not_there_are_told_with_a_remedy() -> None:
    with pytest.raises(BuildFailure, match=r"jupyterlite-pyodide-kernel 0\.8\.6") as error:
        carried_wheels.carried_wheels()
    assert error.value.remedy is not None and "pip install" in error.value.remedy


def test_the_wheel_of_litewidget_is_there_at_the_version_that_lite_build_depends_on() -> None:
    (wheel,) = carried_wheels.carried_wheels()[0].folder.glob("*.whl")
    needed = [name for name in requires("lite-build") or () if name.startswith("litewidget")]
    assert needed == [f"litewidget=={read_wheel(wheel).version}"]
    assert read_wheel(wheel).labextensions == ("litewidget",)


def test_a_missing_wheel_of_litewidget_is_told_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried_wheels, "_OWN_WHEELS", tmp_path)
    with pytest.raises(BuildFailure, match="litewidget's wheel") as error:
        carried_wheels.carried_wheels()
    assert error.value.remedy is not None and "make build" in error.value.remedy


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
        Origins(project_with(tmp_path, core_folder.name), tmp_path / "cache").core(OTHER_CORE)
    assert error.value.remedy is not None and "`lite-build lock`" in error.value.remedy


def test_a_version_of_npm_that_is_not_the_core_of_the_lock_is_told_as_a_disagreement(tmp_path: Path) -> None:
    tarball = tmp_path / "offline" / offline_path("pyodide", "314.0.9")
    tarball.parent.mkdir(parents=True)
    tarball.write_bytes(b"another")
    project = project_with(tmp_path, "npm:314.0.9", offline=True, offline_folder=tmp_path / "offline")
    with pytest.raises(BuildFailure, match="configuration and the lock disagree"):
        Origins(project, tmp_path / "cache").core(OTHER_CORE)


def test_no_lock_is_used_where_none_is_wanted(tmp_path: Path) -> None:
    write_offline_folder(
        tmp_path / "offline", OTHER_CORE, [], core_archive=None, npm_tarballs=[], project_root=tmp_path
    )
    write_lock(OTHER_CORE, tmp_path / LOCK_FILE)
    wanted = project_with(tmp_path, "npm:314.0.9", offline_folder=tmp_path / "offline")
    assert Origins(wanted, tmp_path).used_lock == OTHER_CORE
    (tmp_path / LOCK_FILE).unlink()
    assert Origins(wanted, tmp_path).used_lock == OTHER_CORE
    assert (
        Origins(replace(wanted, packages=replace(wanted.packages, use_lock=False)), tmp_path).used_lock
        is None
    )


def test_a_disagreement_is_told_without_the_login_of_the_core_s_url(
    tmp_path: Path, file_server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITE_BUILD_CACHE", str(tmp_path / "cache"))
    (file_server.folder / "pyodide.tgz").write_bytes(b"another")
    url = f"{file_server.url.replace('http://', 'http://ada:secret@')}/pyodide.tgz"
    with pytest.raises(BuildFailure, match="configuration and the lock disagree") as error:
        Origins(project_with(tmp_path, url), tmp_path / "cache").core(OTHER_CORE)
    assert "secret" not in str(error.value)
