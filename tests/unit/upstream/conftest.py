"""A checkout in its least form: the files that name versions of upstream, and no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = """\
[project]
name = "lite-build"
dependencies = [
  "jupyterlab-widgets>=3.0.15,<4",
  "jupyterlite-core==0.8.6",
  "jupyterlite-pyodide-kernel==0.8.6",
  "litewidget==0.1.0",
  "rich>=13.9",
]

[project.optional-dependencies]
test = ["anywidget==0.11.0", "ipywidgets>=8.1.5"]
"""
ACQUIRE = """\
PINNED_INTEGRITY = {
    "314.0.6": (
        "sha512-of-6"
    ),
}

OTHER = {"1.0": "2"}
"""
TESTED = 'TESTED_PYODIDE = frozenset({"314.0.6", "314.0.7"})\n'
KERNEL = {
    "name": "@lite-build/kernel",
    "dependencies": {"@jupyterlab/services": "^7.6.4"},
    "devDependencies": {"@jupyterlite/pyodide-kernel": "0.8.6", "esbuild": "0.28.2"},
    "replaces": {"@jupyterlite/pyodide-kernel-extension": ["0.8.6"]},
}
LAB = {
    "name": "litewidget",
    "dependencies": {"@jupyterlab/services": "^7.6.6"},
    "replaces": {"anywidget": ["0.10.0", "0.11.0"]},
}


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    write_text(tmp_path / "pyproject.toml", PYPROJECT)
    write_text(tmp_path / "lite_build/anywhere/acquire.py", ACQUIRE)
    write_text(tmp_path / "lite_build/elsewhere/tested.py", TESTED)
    write_json(
        tmp_path / "tests/upstream/passed.json", {"ipywidgets": "8.1.9", "jupyterlab-widgets": "3.0.17"}
    )
    write_json(tmp_path / "package.json", {"name": "all", "devDependencies": {"prettier": "^3.6.0"}})
    write_json(tmp_path / "extensions/kernel/package.json", KERNEL)
    write_json(tmp_path / "extensions/lab/package.json", LAB)
    locked = {
        "node_modules/@jupyterlab/services": "7.6.6",
        "extensions/kernel/node_modules/@jupyterlab/services": "7.6.4",
        "node_modules/@jupyterlite/pyodide-kernel": "0.8.6",
    }
    packages = {place: {"version": version} for place, version in locked.items()}
    write_json(tmp_path / "package-lock.json", {"packages": packages})
    return tmp_path
