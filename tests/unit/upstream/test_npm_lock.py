from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.unit.upstream.conftest import write_json
from tests.upstream.npm_lock import lock_commands
from tests.upstream.pins import Pin

REPOSITORY = Path(__file__).parents[3]
DISPOSABLE = Pin("npm", "@lumino/disposable", "2.1.0")


def test_nothing_is_locked_anew_where_no_package_of_npm_moves() -> None:
    pins = {DISPOSABLE: "2.1.0", Pin("PyPI", "anywidget", "0.11.0"): "1", Pin("npm", "pyodide", "1"): "2"}
    assert list(lock_commands(pins)) == []


@pytest.mark.registry
def test_a_version_that_a_range_lets_in_is_locked_with_no_registrys_address(tmp_path: Path) -> None:
    write_json(tmp_path / "package.json", {"name": "a", "dependencies": {"@lumino/disposable": "^2.1.0"}})
    (tmp_path / "extensions").mkdir()
    script = (REPOSITORY / "extensions/npm.py").read_text(encoding="utf-8")
    (tmp_path / "extensions/npm.py").write_text(script, encoding="utf-8")
    locked = {"": {"name": "a", "dependencies": {"@lumino/disposable": "^2.1.0"}}}
    old = {"version": "2.1.0", "dependencies": {"@lumino/signaling": "^2.1.0"}}
    packages = {**locked, "node_modules/@lumino/disposable": old}
    write_json(tmp_path / "package-lock.json", {"name": "a", "lockfileVersion": 3, "packages": packages})
    for words in lock_commands({DISPOSABLE: "2.1.1"}):
        subprocess.run(words, cwd=tmp_path, capture_output=True, check=True)
    text = (tmp_path / "package-lock.json").read_text(encoding="utf-8")
    version = json.loads(text)["packages"]["node_modules/@lumino/disposable"]["version"]
    assert version.startswith("2.")
    assert version != "2.1.0"
    assert '"resolved"' not in text
