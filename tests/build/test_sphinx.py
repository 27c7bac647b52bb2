"""A Sphinx project with jupyterlite-sphinx gets the same site, with the same options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import CommandLine, write_notebook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

CONFIGURATION = """
project = "course"
extensions = ["jupyterlite_sphinx"]
jupyterlite_config = "jupyter_lite_config.json"
jupyterlite_contents = ["notebooks"]
exclude_patterns = ["_build"]
"""


def test_a_sphinx_build_ships_the_runtime_and_the_packages(command_line: CommandLine, tmp_path: Path) -> None:
    write_notebook(tmp_path / "notebooks" / "first.ipynb", "import humanize")
    (tmp_path / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "index.rst").write_text(
        "Course\n======\n\n.. jupyterlite:: notebooks/first.ipynb\n", encoding="utf-8"
    )
    options = {"PackagesAddon": {"requirements": ["humanize"]}}
    (tmp_path / "jupyter_lite_config.json").write_text(json.dumps(options), encoding="utf-8")
    # jupyterlite-sphinx starts `jupyter` by its name.
    finished = command_line.run(
        "-q", ".", "_build", cwd=tmp_path, command="sphinx-build", PATH=str(command_line.scripts)
    )
    assert finished.status == 0, finished.said
    site = tmp_path / "_build" / "lite"
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    lock = site / kernel["loadPyodideOptions"]["lockFileURL"]
    assert (site / kernel["pyodideUrl"]).is_file()
    assert "humanize" in json.loads(lock.read_text(encoding="utf-8"))["packages"]
    assert (site / "files" / "notebooks" / "first.ipynb").is_file()
