from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.upstream.errors import CannotRun
from tests.upstream.newest import ask_npm, newest_versions, not_older, read_pip_report
from tests.upstream.pins import Pin

REPOSITORY = Path(__file__).parents[3]


def test_pips_report_tells_versions_by_normalized_names() -> None:
    installed = [{"metadata": {"name": "Jupyterlite_Core", "version": "0.8.6"}, "is_yanked": False}]
    assert read_pip_report(json.dumps({"version": "1", "install": installed})) == {
        "jupyterlite-core": "0.8.6"
    }


@pytest.mark.parametrize(
    ("pinned", "newest", "then"),
    [("0.8.6", "0.8.10", "0.8.10"), ("0.9.0", "0.8.10", "0.9.0"), ("1.0", "1.0", "1.0")],
)
def test_a_pin_is_not_moved_back(pinned: str, newest: str, then: str) -> None:
    assert not_older(pinned, newest) == then


@pytest.mark.registry
def test_both_registries_tell_releases_that_are_there() -> None:
    pins = [Pin("PyPI", "anywidget", "0.6.0"), Pin("npm", "pyodide", "0.20.0")]
    newest = newest_versions(pins, REPOSITORY)
    assert [newest[pin] != pin.version for pin in pins] == [True, True]
    assert ask_npm(f"pyodide@{newest[pins[1]]}", "dist.integrity", REPOSITORY).startswith("sha512-")


@pytest.mark.registry
def test_a_package_that_a_registry_does_not_have_is_told_by_name() -> None:
    with pytest.raises(CannotRun, match="the npm registry tells nothing of @lite-build/never-published"):
        ask_npm("@lite-build/never-published", "version", REPOSITORY)
