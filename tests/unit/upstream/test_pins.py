from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.upstream.errors import CannotRun
from tests.upstream.families import FAMILIES, family_of
from tests.upstream.pins import manifests, python_requirements, read_pins

REPOSITORY = Path(__file__).parents[3]


def test_the_versions_of_watched_packages_are_read_wherever_a_checkout_names_them(checkout: Path) -> None:
    pins = read_pins(checkout)
    assert [(pin.registry, pin.name, pin.version) for pin in pins] == [
        ("PyPI", "jupyterlab-widgets", "3.0.17"),
        ("PyPI", "jupyterlite-core", "0.8.6"),
        ("PyPI", "jupyterlite-pyodide-kernel", "0.8.6"),
        ("PyPI", "anywidget", "0.11.0"),
        ("PyPI", "ipywidgets", "8.1.9"),
        ("npm", "@jupyterlab/services", "7.6.4"),
        ("npm", "@jupyterlite/pyodide-kernel", "0.8.6"),
        ("npm", "pyodide", "314.0.6"),
    ]


def test_a_range_with_no_version_that_passed_is_told_by_name(checkout: Path) -> None:
    (checkout / "tests/upstream/passed.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CannotRun, match="names jupyterlab-widgets by a range: add the version in use to"):
        read_pins(checkout)


def test_a_package_that_is_not_locked_is_told_by_name(checkout: Path) -> None:
    (checkout / "package-lock.json").write_text('{"packages": {}}', encoding="utf-8")
    with pytest.raises(CannotRun, match=r"package-lock\.json has no @jupyterlab/services"):
        read_pins(checkout)


def test_a_folder_that_is_no_checkout_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="is missing: is this a checkout of lite-build"):
        read_pins(tmp_path)


def test_a_pinned_integrity_that_cannot_be_found_is_told(checkout: Path) -> None:
    (checkout / "lite_build/anywhere/acquire.py").unlink()
    with pytest.raises(CannotRun, match="0 modules of lite_build/ set PINNED_INTEGRITY, not one"):
        read_pins(checkout)


def test_packages_of_one_project_are_one_family(checkout: Path) -> None:
    of_kernel = {pin.name for pin in read_pins(checkout) if pin.family.name == "Pyodide kernel"}
    assert of_kernel == {"jupyterlite-pyodide-kernel", "@jupyterlite/pyodide-kernel"}
    assert family_of("npm", "@jupyterlite/services") == family_of("PyPI", "jupyterlite-core")
    assert family_of("npm", "esbuild") is None
    assert family_of("PyPI", "pyodide") is None


def test_every_family_has_a_package_of_this_repository() -> None:
    assert {pin.family for pin in read_pins(REPOSITORY)} == set(FAMILIES)


def test_what_must_be_installed_together_is_all_but_the_projects_own_parts(checkout: Path) -> None:
    requirements = python_requirements(checkout)
    assert "rich>=13.9" in requirements
    assert "ipywidgets>=8.1.5" in requirements
    assert not [one for one in requirements if one.startswith("litewidget")]


def test_npms_files_are_written_as_they_would_be_written_anew() -> None:
    """So that a move changes the versions, and nothing else that prettier would complain of."""
    for path in manifests(REPOSITORY):
        text = path.read_text(encoding="utf-8")
        assert json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n" == text, path
