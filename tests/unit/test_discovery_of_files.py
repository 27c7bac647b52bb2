"""What notebooks run beside their own cells: scripts, modules, and other notebooks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

import pytest

from lite_build.notebooks.reading import read_notebooks
from lite_build.packages.discovered.discovery import Discovery, discover
from lite_build.packages.discovered.import_names import ImportNames

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ImportNames(
    provided=frozenset({"os", "sys", "runpy", "importlib", "pathlib", "subprocess"}),
    evidence=({"toolz": ("toolz",), "numpy": ("numpy",), "sklearn": ("scikit-learn",)},),
)


class Folder(Protocol):
    def __call__(self, notebooks: dict[str, list[str]], files: dict[str, str]) -> Discovery: ...


@pytest.fixture
def found(tmp_path: Path) -> Folder:
    """Discovers what a folder of notebooks (the text of their cells) and Python files needs."""

    def run(notebooks: dict[str, list[str]], files: dict[str, str]) -> Discovery:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        for name, cells in notebooks.items():
            code = [{"cell_type": "code", "source": cell} for cell in cells]
            whole = {"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(json.dumps(whole), encoding="utf-8")
        modules = {
            path.relative_to(tmp_path).as_posix(): path
            for pattern in ("*.py", "*.ipy")
            for path in tmp_path.rglob(pattern)
        }
        return discover(
            read_notebooks([(name, tmp_path / name) for name in notebooks]), KNOWN, modules=modules
        )

    return run


def asked(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(entry.requirement), entry.asked_by) for entry in discovery.asked]


@pytest.mark.parametrize(
    "cell",
    [
        "%run setup.py",
        "%run -i setup.py",
        "%run setup",
        "%run -n -t -N 3 './setup.py' an argument",
        '%run "setup.py"',
        "if True:\n    %run setup.py",
        "run setup.py",
        "%load setup.py",
        "get_ipython().run_line_magic('run', 'setup.py')",
        "%%time\n%run setup.py",
        "import runpy\nrunpy.run_path('setup.py')",
        "exec(open('setup.py').read())",
        "exec(Path('setup.py').read_text())",
        "exec(compile(open('./setup.py').read(), 'setup.py', 'exec'))",
        "spec = importlib.util.spec_from_file_location('anything', 'setup.py')",
        "%run /drive/week/setup.py",
        "%cd ..\n%run week/setup.py",
        "x = = 3\n%run setup.py",
    ],
)
def test_a_script_that_a_cell_runs_is_read(found: Folder, cell: str) -> None:
    discovery = found({"week/tour.ipynb": [cell]}, {"week/setup.py": "\nimport toolz\n"})

    assert asked(discovery) == [("toolz", "week/setup.py, line 2")]
    assert discovery.guesses == ()


@pytest.mark.parametrize("cell", ["%run $name", "%run {name}.py", "%run", "%run ../../setup.py", "%run -x y"])
def test_a_script_that_is_not_told_or_not_published_is_left_to_the_notebook(found: Folder, cell: str) -> None:
    assert found({"week/tour.ipynb": [cell]}, {"week/setup.py": "import toolz"}) == Discovery()


@pytest.mark.parametrize("cell", ["%run -m course.start 3", "runpy.run_module('course.start')"])
def test_a_module_that_is_run_is_followed(found: Folder, cell: str) -> None:
    files = {"course/__init__.py": "import numpy", "course/start.py": "import toolz"}
    assert [name for name, _ in asked(found({"tour.ipynb": [cell]}, files))] == ["numpy", "toolz"]


def test_a_package_that_is_run_starts_with_its_main(found: Folder) -> None:
    files = {
        "course/__init__.py": "",
        "course/__main__.py": "from . import data",
        "course/data.py": "import toolz",
    }
    assert asked(found({"tour.ipynb": ["%run -m course"]}, files)) == [("toolz", "course/data.py, line 1")]


def test_a_script_in_another_folder_imports_what_lies_beside_it(found: Folder) -> None:
    files = {"shared/setup.py": "import helper", "shared/helper.py": "import toolz"}
    discovery = found({"week/tour.ipynb": ["%run ../shared/setup.py"]}, files)

    assert asked(discovery) == [("toolz", "shared/helper.py, line 1")]
    assert discovery.guesses == ()


def test_a_notebook_that_another_runs_brings_its_needs_and_its_own_modules(found: Folder) -> None:
    notebooks = {
        "tour.ipynb": ["%run lib/common.ipynb"],
        "lib/common.ipynb": ["%pip install bqplot", "import helper", "%run ../tour.ipynb"],
    }
    discovery = found(notebooks, {"lib/helper.py": "import toolz"})

    assert asked(discovery) == [
        ("bqplot", "lib/common.ipynb, cell 1"),
        ("toolz", "lib/helper.py, line 1"),
    ]
    assert discovery.guesses == ()


def test_scripts_of_ipython_s_syntax_are_read_as_cells_are(found: Folder) -> None:
    assert [
        name for name, _ in asked(found({"a.ipynb": ["%run b.ipy"]}, {"b.ipy": "%time import toolz"}))
    ] == ["toolz"]


@pytest.mark.parametrize(
    "cell",
    [
        "sys.path.append('../lib')",
        "sys.path.insert(0, os.path.abspath('../lib'))",
        "sys.path.insert(0, str(Path('..') / 'lib'))",
        "sys.path.append(str(Path.cwd().parent / 'lib'))",
        "sys.path.append(os.path.join(os.getcwd(), '..', 'lib'))",
        "sys.path.append(os.path.join(os.path.dirname(os.getcwd()), 'lib'))",
        "sys.path += ['../lib']",
        "sys.path.extend(['../lib'])",
        "os.chdir('../lib')",
        "%cd ../lib",
    ],
)
def test_folders_that_a_notebook_adds_to_the_path_are_searched(found: Folder, cell: str) -> None:
    notebooks = {"week/tour.ipynb": [f"import sys, os\nfrom pathlib import Path\n{cell}", "import helper"]}
    discovery = found(notebooks, {"lib/helper.py": "import toolz"})

    assert asked(discovery) == [("toolz", "lib/helper.py, line 1")]
    assert discovery.guesses == ()


def test_a_module_in_a_folder_where_python_does_not_look_is_told_as_that(found: Folder) -> None:
    [missing] = found({"week/tour.ipynb": ["import helper"]}, {"helper.py": "import toolz"}).guesses

    assert str(missing) == (
        "week/tour.ipynb, cell 1 imports helper. helper.py is not in the notebook's folder, where Python "
        "looks: move it there, or add its folder to sys.path first."
    )


def test_a_module_that_may_fail_may_lack_what_it_imports(found: Folder) -> None:
    files = {"extras.py": "import toolz, unheard_of"}
    attempt = "try:\n    import extras\nexcept ImportError:\n    extras = None"

    assert found({"tour.ipynb": [attempt]}, files) == Discovery()
    assert [name for name, _ in asked(found({"tour.ipynb": [attempt, "import extras"]}, files))] == ["toolz"]


def test_a_module_that_a_cell_writes_brings_its_needs(found: Folder) -> None:
    notebooks = {"tour.ipynb": ["%%writefile course/shapes.py\nimport toolz", "from course import shapes"]}
    assert asked(found(notebooks, {})) == [("toolz", "course/shapes.py, line 1")]


def test_what_a_module_beside_the_notebook_installs_is_shipped(found: Folder) -> None:
    files = {"helper.py": "import micropip\nasync def get():\n    await micropip.install('bqplot')"}
    assert ("bqplot", "helper.py, line 3") in asked(found({"tour.ipynb": ["import helper"]}, files))


@pytest.mark.parametrize(
    "cell", ["%pip install -r list.txt", "%pip install --requirement=list.txt", "%pip install -rlist.txt"]
)
def test_a_list_of_requirements_is_found_above_the_notebook(found: Folder, cell: str) -> None:
    discovery = found({"part/week/tour.ipynb": [cell]}, {"part/list.txt": "bqplot\nnumpy>=2\n"})
    assert [name for name, _ in asked(discovery)] == ["bqplot", "numpy>=2"]


def test_a_list_beside_the_notebook_goes_before_one_above(found: Folder) -> None:
    files = {"week/list.txt": "bqplot", "list.txt": "numpy"}
    assert [name for name, _ in asked(found({"week/tour.ipynb": ["%pip install -r list.txt"]}, files))] == [
        "bqplot"
    ]


def test_a_list_outside_of_the_contents_is_not_looked_for(tmp_path: Path) -> None:
    contents = tmp_path / "contents"
    contents.mkdir()
    (tmp_path / "list.txt").write_text("bqplot", encoding="utf-8")
    cell = {"cell_type": "code", "source": "%pip install -r list.txt"}
    whole = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (contents / "tour.ipynb").write_text(json.dumps(whole), encoding="utf-8")
    discovery = discover(read_notebooks([("tour.ipynb", contents / "tour.ipynb")]), KNOWN, modules={})

    assert discovery.asked == ()
    assert "list.txt cannot be read" in discovery.remarks[0]
