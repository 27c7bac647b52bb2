"""The AFM runtime's own tests of what needs no page, under the Node.js that lite-build ships with."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lite_build.runtime.node import node_executable

AFM = Path(__file__).parents[2] / "extensions" / "afm"


def test_the_afm_runtimes_tests_pass_under_node() -> None:
    tests = sorted(str(path) for path in (AFM / "tests").glob("*.test.ts"))
    assert tests
    run = subprocess.run(
        [node_executable(), "--test", *tests],
        cwd=AFM,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
