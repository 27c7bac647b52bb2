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
BESIDE = """
project = "course"
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "local"))
extensions = ["jupyterlite_sphinx", "sphinx_gallery.gen_gallery", "lite_build.sphinx"]
jupyterlite_contents = ["notebooks"]
jupyterlite_bind_ipynb_suffix = False
lite_build_config = {"BootAddon": {"snapshot": False}}


def change(notebook, name):
    notebook["cells"][-1]["source"].append("  # changed for readers")


exclude_patterns = ["gallery/*.ipynb"]
suppress_warnings = ["config.cache", "lite_build.package"]
sphinx_gallery_conf = {
    "examples_dirs": "scripts",
    "gallery_dirs": "gallery",
    "filename_pattern": "/draw",
    "show_memory": False,
    "write_computation_times": False,
    "jupyterlite": {"notebook_modification_function": change},
}
"""
DRAW = '''"""
Drawn
=====
"""

print("drawn")
'''


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


def test_beside_our_extension_one_site_is_built_and_unread_pages_keep_their_notebooks(
    command_line: CommandLine, tmp_path: Path
) -> None:
    write_notebook(tmp_path / "docs" / "first.ipynb", "print(1)")
    write_notebook(tmp_path / "docs" / "notebooks" / "second.ipynb", "print(2)")
    docs = tmp_path / "docs"
    (docs / "conf.py").write_text(BESIDE, encoding="utf-8")
    (docs / "scripts").mkdir()
    (docs / "scripts" / "README.txt").write_text("Gallery\n=======\n", encoding="utf-8")
    (docs / "scripts" / "draw.py").write_text(DRAW, encoding="utf-8")
    (docs / "scripts" / "draw_asked.py").write_text(DRAW + "import harbourmaster\n", encoding="utf-8")
    (docs / "local").mkdir()
    (docs / "local" / "harbourmaster.py").write_text("", encoding="utf-8")
    pages = {
        "index": "Course\n======\n\n.. toctree::\n\n   tried\n   other\n   gallery/index\n",
        "tried": "Tried\n=====\n\n.. try_examples::\n\n   >>> 1 + 1\n   2\n",
        "other": "Other\n=====\n\n.. notebooklite:: first.ipynb\n",
    }
    for name, text in pages.items():
        (docs / f"{name}.rst").write_text(text, encoding="utf-8")

    def build() -> str:
        finished = command_line.run("-W", "docs", "_build", cwd=tmp_path, command="sphinx-build")
        assert finished.status == 0, finished.said
        return finished.said

    def notebooks() -> set[str]:
        files = tmp_path / "_build" / "lite" / "files"
        return {path.relative_to(files).as_posix() for path in files.rglob("*.ipynb")}

    assert "Running JupyterLite build" not in build()
    before = notebooks()
    named = {"first.ipynb", "notebooks/second.ipynb", "gallery/draw.ipynb", "gallery/draw_asked.ipynb"}
    assert named < before
    assert len(before) == 5
    drawn = (tmp_path / "_build" / "gallery" / "draw.html").read_text(encoding="utf-8")
    assert drawn.count('href="../lite/lab/index.html?path=gallery/draw.ipynb"') == 1
    assert "in your browser via JupyterLite" in drawn
    text = (tmp_path / "_build" / "lite" / "files" / "gallery" / "draw.ipynb").read_text(encoding="utf-8")
    assert "# changed for readers" in text
    # Where no page has what an example needs, its badge is not there either.
    asked = (tmp_path / "_build" / "gallery" / "draw_asked.html").read_text(encoding="utf-8")
    assert "lite/lab" not in asked and "JupyterLite" not in asked
    assert not (docs / "jupyterlite_contents").exists()
    (docs / "other.rst").write_text(pages["other"].replace("Other", "There"), encoding="utf-8")
    assert "Assembling the site" not in build()
    assert notebooks() == before
    assert (tmp_path / "_build" / "lite" / "notebooks" / "index.html").is_file()
    # What no page leads to any more is not published any more.
    (docs / "tried.rst").unlink()
    (docs / "index.rst").write_text(pages["index"].replace("   tried\n", ""), encoding="utf-8")
    build()
    assert notebooks() == named
