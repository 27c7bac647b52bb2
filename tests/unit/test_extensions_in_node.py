"""The extensions' own tests of what needs no page, under the Node.js that lite-build ships with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lite_build.runtime.node import node_executable

EXTENSIONS = Path(__file__).parents[2] / "extensions"
PYTHON_AS_TEXT = (EXTENSIONS / "python-as-text.mjs").as_uri()


@pytest.mark.parametrize(
    "extension", ["afm", "boot", "boot-maker", "drive", "jupyterlite", "kernel", "lab", "page"]
)
def test_an_extensions_tests_pass_under_node(extension: str) -> None:
    tests = sorted(str(path) for path in (EXTENSIONS / extension / "tests").glob("*.test.ts"))
    assert tests
    run = subprocess.run(
        [node_executable(), "--import", PYTHON_AS_TEXT, "--test", *tests],
        cwd=EXTENSIONS / extension,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
