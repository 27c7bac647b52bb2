"""Indexes that demand a login: it is sent to them, and neither kept nor printed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.asked.requirement_line import UnreadableRequirementError, parse_requirement
from lite_build.packages.locked.lock import Lock, LockedPackage
from lite_build.packages.resolver.resolve import resolve
from lite_build.packages.wheels.fetch import Places, fetch_packages
from lite_build.project.project import Project
from lite_build.runtime.core import Core
from lite_build.supply.origins import Origins
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.runtime.core import Interpreter
    from tests.conftest import PackageIndex, WheelFactory


class Building:
    """One project, with the settings of a person who has a private index."""

    def __init__(self, folder: Path, core_folder: Path, interpreter: Interpreter, index: str) -> None:
        self.folder = folder
        self.core = Core("314.0.9", core_folder, "sha512-x", "folder")
        self.interpreter = interpreter
        self.project = Project(root=folder, contents=(), output=folder / "dist")
        self.environment = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index, "PIP_RETRIES": "0"}

    def lock(self, *texts: str) -> tuple[LockedPackage, ...]:
        asked = [AskedRequirement(Requirement(text), "a test") for text in texts]
        origins = Origins(self.project, self.folder / "cache", self.environment)
        with origins.client() as client:
            return resolve(
                asked,
                origins.package_sources({}),
                self.interpreter,
                client=client,
                cache=self.folder / "cache",
            ).packages

    def fetch_with_a_cold_cache(self, *packages: LockedPackage) -> Path:
        with Origins(self.project, self.folder / "cold", self.environment).client() as client:
            (fetched,) = fetch_packages(
                Lock("3.14.2", "314.0.9", "sha512-x", {}, (), packages),
                Places(project_root=self.folder, core=self.core, client=client, cache=self.folder / "cold"),
            )
        return fetched.path


@pytest.fixture
def private_index(package_index: PackageIndex, wheel_factory: WheelFactory) -> PackageIndex:
    package_index.add(wheel_factory("tool", "1.0"))
    package_index.login = "ada:secret"
    return package_index


def with_login(url: str) -> str:
    return url.replace("http://", "http://ada:secret@")


@pytest.fixture
def building(
    tmp_path: Path, core_folder: Path, interpreter: Interpreter, private_index: PackageIndex
) -> Building:
    return Building(tmp_path, core_folder, interpreter, with_login(private_index.url))


def test_what_is_locked_holds_no_login_and_is_fetched_with_it(
    building: Building, private_index: PackageIndex
) -> None:
    (package,) = building.lock("tool")
    assert package.location == f"{private_index.url.removesuffix('simple/')}files/{package.file_name}"
    assert building.fetch_with_a_cold_cache(package).name == package.file_name
    kept = [path for path in building.folder.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]
    assert kept == []


def test_a_wheel_that_is_named_by_url_is_locked_without_its_login(
    building: Building, private_index: PackageIndex
) -> None:
    url = f"{private_index.url.removesuffix('simple/')}files/tool-1.0-py3-none-any.whl"
    (package,) = building.lock(f"tool @ {with_login(url)}")
    assert package.location == url


def test_a_login_of_a_netrc_file_is_sent(
    building: Building, private_index: PackageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package,) = building.lock("tool")
    netrc = building.folder / "netrc"
    netrc.write_text("machine 127.0.0.1 login ada password secret\n", encoding="utf-8")
    if sys.platform != "win32":
        netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    nameless = Building(building.folder, building.core.folder, building.interpreter, private_index.url)
    assert nameless.fetch_with_a_cold_cache(package).name == package.file_name


def test_a_login_is_sent_to_no_other_host(
    building: Building, private_index: PackageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETRC", str(building.folder / "none"))
    (package,) = building.lock("tool")
    elsewhere = Building(
        building.folder, building.core.folder, building.interpreter, "http://ada:secret@index.invalid/simple/"
    )
    with pytest.raises(BuildFailure, match="401"):
        elsewhere.fetch_with_a_cold_cache(package)


def test_requirements_that_conflict_are_told_without_their_logins(building: Building) -> None:
    url = with_login("http://127.0.0.1:9/files/tool-1.0-py3-none-any.whl")
    with pytest.raises((BuildFailure, UserMistake)) as error:
        building.lock(f"tool @ {url}", "tool>2")
    assert "secret" not in str(error.value)
    assert "127.0.0.1:9/files" in str(error.value)


@pytest.mark.parametrize(
    "line",
    [
        "git+https://secret@host.example/repository",
        "tool @ git+https://ada:secret@host.example/repository",
        "https://ada:secret@host.example/tool.zip",
        "https://ada:secret@host.example/tool.whl",
        "tool[ @ https://ada:secret@host.example/tool-1.0-py3-none-any.whl",
    ],
)
def test_a_line_that_cannot_be_used_is_told_without_its_login(line: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableRequirementError) as error:
        parse_requirement(line, tmp_path)
    assert "secret" not in f"{error.value} {error.value.what} {error.value.remedy}"
