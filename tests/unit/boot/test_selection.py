from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.boot.selection import select_packages
from lite_build.words.errors import UserMistake
from tests.unit.boot.conftest import shipped

if TYPE_CHECKING:
    from lite_build.packages.wheels.package_file import FetchedPackage
    from tests.conftest import WheelFactory

COMPILED = "cp314-cp314-pyemscripten_2026_0_wasm32"


@pytest.fixture
def packages(wheel_factory: WheelFactory) -> list[FetchedPackage]:
    return [
        shipped(wheel_factory("pyodide-kernel", "1.0"), "ipython"),
        shipped(wheel_factory("ipython", "1.0"), "traitlets"),
        shipped(wheel_factory("traitlets", "1.0")),
        shipped(wheel_factory("anywidget", "1.0"), "fast"),
        shipped(wheel_factory("fast", "1.0", tag=COMPILED)),
        shipped(wheel_factory("plotting", "1.0")),
    ]


def names_of(packages: tuple[FetchedPackage, ...]) -> list[str]:
    return [fetched.package.name for fetched in packages]


def test_what_the_kernel_needs_is_in_the_archive_and_nothing_else(packages: list[FetchedPackage]) -> None:
    selection = select_packages(packages)
    assert names_of(selection.packages) == ["ipython", "pyodide-kernel", "traitlets"]
    assert selection.imports == ("traitlets",)


def test_what_is_asked_for_comes_with_all_that_it_needs(packages: list[FetchedPackage]) -> None:
    selection = select_packages(packages, ["plotting", "json"])
    assert names_of(selection.packages) == ["ipython", "plotting", "pyodide-kernel", "traitlets"]
    assert selection.imports == ("plotting", "json")


def test_a_compiled_package_is_refused_by_name(packages: list[FetchedPackage]) -> None:
    with pytest.raises(UserMistake, match="anywidget needs fast, which is compiled"):
        select_packages(packages, ["anywidget"])


def test_a_module_of_a_namespace_comes_with_its_own_package(wheel_factory: WheelFactory) -> None:
    parts = [
        shipped(wheel_factory(f"cloud-{name}", "1.0", files={f"cloud/{name}/__init__.py": ""}))
        for name in ("maps", "storage", "tables")
    ]
    selection = select_packages(parts, ["cloud.storage.files"])
    assert names_of(selection.packages) == ["cloud-storage"]
