"""The resolver against the configured package index itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from lite_build.network.client import open_client
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.index.settings import read_index_settings
from lite_build.packages.resolver.resolve import PackageSources, Resolution, resolve
from lite_build.words.errors import UserMistake
from tests.conftest import RUNTIME_PLATFORM

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.runtime.core import Interpreter

pytestmark = pytest.mark.registry


def resolve_there(names: list[str], interpreter: Interpreter, cache: Path) -> Resolution:
    settings = read_index_settings()
    with open_client(settings.network) as client:
        return resolve(
            [AskedRequirement(Requirement(name), f"line {line}") for line, name in enumerate(names, start=1)],
            PackageSources(settings),
            interpreter,
            client=client,
            cache=cache,
        )


def test_widgets_that_want_different_bridges_get_an_older_one_of_the_two(
    interpreter: Interpreter, tmp_path: Path
) -> None:
    resolution = resolve_there(["wigglystuff", "widget_periodictable"], interpreter, tmp_path)
    versions = {package.name: package.version for package in resolution.packages}
    held = {package.name: package for package in resolution.held_back}
    assert versions["anywidget"]
    (older,) = held.keys() & {"wigglystuff", "widget-periodictable"}
    assert SpecifierSet(f"<{held[older].newest}").contains(versions[older])
    assert any(
        "widget-periodictable" in reason and "anywidget~=0.9" in reason for reason in held[older].held_by
    )
    assert any("wigglystuff" in reason and "anywidget>=0.11" in reason for reason in held[older].held_by)


def test_a_compiled_wheel_for_the_runtime_is_found(interpreter: Interpreter, tmp_path: Path) -> None:
    resolution = resolve_there(["msgspec"], interpreter, tmp_path)
    assert resolution.packages[0].file_name.endswith(f"{RUNTIME_PLATFORM}.whl")


def test_a_package_with_wheels_for_other_platforms_alone_names_them(
    interpreter: Interpreter, tmp_path: Path
) -> None:
    with pytest.raises(UserMistake, match=r"for other platforms only \(.*Linux x86_64.*Windows amd64"):
        resolve_there(["psycopg2-binary"], interpreter, tmp_path)
