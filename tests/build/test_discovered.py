"""A folder of notebooks and nothing else: what it runs is shipped, and what is said of it is true."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import CommandLine, configure_project, write_notebook
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry

COLAB = """try:
    import google.colab
    IN_COLAB = True
except ImportError:
    IN_COLAB = False
if IN_COLAB:
    !pip install our-accelerator
    %pip install our-accelerator"""


def test_what_notebooks_run_is_shipped_and_nothing_is_warned_of_that_works(
    command_line: CommandLine, tmp_path: Path
) -> None:
    project, notebooks = tmp_path / "course", tmp_path / "course" / "notebooks"
    for name in ("our-plot", "our-table", "our-map", "our-list"):
        write_wheel(name, "1.0", folder=tmp_path / "links")
    write_notebook(
        notebooks / "week" / "tour.ipynb",
        "%pip install --upgrade pip setuptools wheel",
        COLAB,
        "%%capture\n%pip install our-table -r list.txt",
        "%run -i ../common/setup.py",
        "%run ../common/start.ipynb",
        "%%time\nimport ipywidgets",
    )
    write_notebook(notebooks / "common" / "start.ipynb", "from helper import *")
    (notebooks / "list.txt").write_text("our-list\n", encoding="utf-8")
    (notebooks / "common" / "setup.py").write_text("import beside\n", encoding="utf-8")
    (notebooks / "common" / "beside.py").write_text("import toolz\n", encoding="utf-8")
    (notebooks / "common" / "helper.py").write_text(
        "import micropip\nasync def get():\n    await micropip.install('our-map')\n", encoding="utf-8"
    )
    configure_project(project, {"PackagesAddon": {"find_links": ["../links"]}})
    command_line.build(project, "--report=report.json")
    report = json.loads((project / "report.json").read_text(encoding="utf-8"))

    shipped = {package["name"] for package in report["packages"]}
    assert {"our-table", "our-map", "our-list", "ipywidgets", "toolz"} <= shipped
    assert not {"our-plot", "our-accelerator", "pip", "setuptools", "wheel"} & shipped
    assert [warning for warning in report["warnings"] if "There is no lock" not in warning] == []


def test_the_check_says_of_a_missing_module_what_it_is(command_line: CommandLine, tmp_path: Path) -> None:
    project = tmp_path / "course"
    write_notebook(
        project / "notebooks" / "tour.ipynb",
        "import turtle",
        "import distutils.core",
        "from test import support",
        "import helper",
        "def later():\n    import curses, docx",
    )
    (project / "notebooks" / "helper.py").write_text("import unheard_of\n", encoding="utf-8")
    configure_project(project, {})
    here = tmp_path / "here"
    here.mkdir()
    checked = command_line.run("check", project, "--json", "said.json", cwd=here)
    report = json.loads((here / "said.json").read_text(encoding="utf-8"))

    assert checked.status == 1
    [notebook] = report["notebooks"]
    remarks = [cell["remark"] or "" for cell in notebook["cells"]]
    assert remarks[0].startswith("turtle is of Python's standard library, and Python in a page has it not")
    assert remarks[1].startswith("distutils was removed from Python's standard library in 3.12")
    assert remarks[2].startswith("test is part of Python's tests of itself")
    assert remarks[3].startswith("no package of the site provides unheard_of: `lite-build add NAME`")
    said = " ".join(problem["what"] for problem in report["problems"])
    assert "unheard_of" not in said
    assert "curses is of Python's standard library" in said
    assert "`lite-build add python-docx` ships it" in said
    assert not {path.name for path in project.iterdir()} & {"said.json"}
