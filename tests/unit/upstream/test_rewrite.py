from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.upstream.pins import Pin, read_pins
from tests.upstream.rewrite import requirement_at, spec_at, write_versions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("written", "version", "then"),
    [
        ("a==1.0", "1.1", "a==1.1"),
        ("a>=1.0", "1.1", "a>=1.0"),
        ("a>=1.0,<2", "1.1", "a>=1.0,<2"),
        ("a>=1.0,<2", "2.1", "a>=1.0,<3"),
        ("a~=1.4", "2.0", "a<3"),
        ("a[b]==1; python_version>'3'", "2", 'a[b]==2; python_version > "3"'),
    ],
)
def test_a_requirement_changes_as_far_as_it_must(written: str, version: str, then: str) -> None:
    assert requirement_at(written, version, exactly=False) == then


def test_a_trial_has_the_very_version_where_a_range_would_let_others_in() -> None:
    assert requirement_at("a>=1.0,<2", "1.1", exactly=True) == "a==1.1"


@pytest.mark.parametrize(
    ("written", "version", "then"),
    [
        ("1.0.0", "1.1.0", "1.1.0"),
        ("^1.0.0", "1.1.0", "^1.0.0"),
        ("^1.0.0", "2.0.0", "^2.0.0"),
        ("^1.2.0", "1.1.0", "^1.1.0"),
        ("^0.8.4", "0.8.5", "^0.8.4"),
        ("^0.8.4", "0.9.0", "^0.9.0"),
        ("~1.1.0", "1.1.5", "~1.1.0"),
        ("~1.1.0", "1.2.0", "~1.2.0"),
        ("file:../a", "2.0.0", "file:../a"),
        ("*", "2.0.0", "*"),
    ],
)
def test_a_range_of_npm_changes_as_far_as_it_must(written: str, version: str, then: str) -> None:
    assert spec_at(written, version) == then


def move(checkout: Path, *moved: str, exactly: bool = False) -> None:
    """Move packages to version 999.0.0, named as `name` or `registry:name`."""
    versions = {
        pin: "999.0.0" if {pin.name, f"{pin.registry}:{pin.name}"} & {*moved} else pin.version
        for pin in read_pins(checkout)
    }
    write_versions(checkout, versions, lambda version: f"sha512-of-{version}", exactly=exactly)


def contents(checkout: Path) -> dict[str, str]:
    return {
        path.relative_to(checkout).as_posix(): path.read_text(encoding="utf-8")
        for path in checkout.rglob("*")
        if path.is_file()
    }


def changed_lines(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {
        line.strip()
        for name, text in after.items()
        for line in set(text.splitlines()) - set(before[name].splitlines())
    }


def test_nothing_changes_where_no_version_does(checkout: Path) -> None:
    before = contents(checkout)
    move(checkout)
    assert contents(checkout) == before


def test_a_moved_package_of_python_changes_its_line_alone(checkout: Path) -> None:
    before = contents(checkout)
    move(checkout, "jupyterlite-core")
    assert changed_lines(before, contents(checkout)) == {'"jupyterlite-core==999.0.0",'}


def test_a_moved_package_of_npm_changes_in_each_workspace(checkout: Path) -> None:
    before = contents(checkout)
    move(checkout, "@jupyterlab/services")
    assert changed_lines(before, contents(checkout)) == {'"@jupyterlab/services": "^999.0.0"'}


def test_a_kernel_and_anywidget_that_move_are_still_replaced_by_ours(checkout: Path) -> None:
    move(checkout, "jupyterlite-pyodide-kernel", "anywidget")
    replaced = {}
    for name in ("kernel", "lab"):
        text = (checkout / f"extensions/{name}/package.json").read_text(encoding="utf-8")
        replaced |= json.loads(text)["replaces"]
    assert replaced == {
        "@jupyterlite/pyodide-kernel-extension": ["0.8.6", "999.0.0"],
        "anywidget": ["0.10.0", "0.11.0", "999.0.0"],
    }


def test_a_moved_core_has_its_integrity_pinned_and_counts_as_tested(checkout: Path) -> None:
    move(checkout, "pyodide")
    pinned = (checkout / "lite_build/anywhere/acquire.py").read_text(encoding="utf-8")
    names: dict[str, dict[str, str]] = {}
    exec(pinned, {}, names)
    assert names["PINNED_INTEGRITY"] == {"314.0.6": "sha512-of-6", "999.0.0": "sha512-of-999.0.0"}
    assert names["OTHER"] == {"1.0": "2"}
    tested = (checkout / "lite_build/elsewhere/tested.py").read_text(encoding="utf-8")
    assert tested == 'TESTED_PYODIDE = frozenset({"314.0.6", "314.0.7", "999.0.0"})\n'
    assert Pin("npm", "pyodide", "999.0.0") in read_pins(checkout)


def test_a_move_of_a_range_is_noted_and_a_trial_is_not(checkout: Path) -> None:
    before = contents(checkout)
    move(checkout, "ipywidgets", exactly=True)
    assert changed_lines(before, contents(checkout)) >= {
        'test = ["anywidget==0.11.0", "ipywidgets==999.0.0"]',
        '"jupyterlab-widgets==3.0.17",',
    }
    passed = checkout / "tests/upstream/passed.json"
    assert json.loads(passed.read_text(encoding="utf-8"))["ipywidgets"] == "8.1.9"


def test_a_move_within_a_range_changes_the_note_alone(checkout: Path) -> None:
    before = contents(checkout)
    move(checkout, "ipywidgets")
    assert changed_lines(before, contents(checkout)) == {'"ipywidgets": "999.0.0",'}
