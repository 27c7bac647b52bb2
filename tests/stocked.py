"""A site with packages of many kinds, and how notebooks reach each where no cell's text imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat.v4

from lite_build.store.cache import user_cache
from tests.build.conftest import CommandLine, configure_project
from tests.conftest import write_wheel
from tests.made_once import made_once

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

#: Modules and a script beside the notebooks, as readers have them.
BESIDE = {
    "palette.py": "OWN = 'beside'\n",
    "measure.py": "import humanize\n\n\ndef words(number):\n    return humanize.intword(number)\n",
    "setup_lesson.py": "import toolz\n\ntotal = toolz.first([3000, 2])\n",
}
REQUIREMENTS = (
    "humanize",
    "toolz",
    "roman",
    "sortedcontainers",
    "snowballstemmer",
    "colorama",
    "six",
    "tzdata",
    "msgspec",
    "pydantic",
    "simplejson",
    "./wheels/paint_shop-1.0-py3-none-any.whl",
    "./wheels/paint_red-1.0-py3-none-any.whl",
    "./wheels/colours_warm-1.0-py3-none-any.whl",
    "./wheels/colours_cold-1.0-py3-none-any.whl",
    "./wheels/palette-1.0-py3-none-any.whl",
)
#: What is run, and the value of its last line. Each reaches a package that no case before it has reached.
CASES = {
    "behind a cell magic": ("%%time\nimport humanize\nhumanize.ordinal(3)", "'3rd'"),
    "behind a line magic": (
        "%config InlineBackend.figure_format = 'svg'\n"
        "import snowballstemmer\nsnowballstemmer.algorithms()[0]",
        "'arabic'",
    ),
    "beside a question": ("import roman\nroman.toRoman?\nroman.toRoman(4)", "'IV'"),
    "in a module beside the notebook": ("import measure\nmeasure.words(1234567)", "'1.2 million'"),
    "in a script that is run": ("%run -i setup_lesson.py\ntotal", "3000"),
    "by a name that is a text": (
        "import importlib\nimportlib.import_module('sortedcontainers').SortedList([2, 1])[0]",
        "1",
    ),
    "by its specification": (
        "from importlib.util import find_spec\nfind_spec('colorama').origin",
        "'/lib/python3.14/site-packages/colorama/__init__.py'",
    ),
    "by its version alone": (
        "from importlib.metadata import version\nversion('six') > '1' and version('msgspec') > '0'",
        "True",
    ),
    "as a plugin by entry point": ("import paint_shop\npaint_shop.paint()", "['red']"),
    "as data of another": (
        "from zoneinfo import ZoneInfo\nstr(ZoneInfo('Europe/Zurich'))",
        "'Europe/Zurich'",
    ),
    "as a module of one file": (
        "import sys\nexec('import s' + 'ix')\nsys.modules['six'].__name__",
        "'six'",
    ),
    "compiled": ("exec('import msg' + 'spec')\nmsgspec.json.encode([1])", "b'[1]'"),
    "compiled in another language, by what needs it": (
        "exec('import pydan' + 'tic')\npydantic.TypeAdapter(int).validate_python('3')",
        "3",
    ),
    "as a program": (
        "import runpy, sys\nsys.argv = ['tool', 'a', 'b', 'c']\n"
        "try: runpy.run_module('simplejson.tool', run_name='__main__')\n"
        "except SystemExit as end: said = str(end)\n"
        "'infile' in said",
        "True",
    ),
    "of a namespace that two packages share": (
        "exec('import colours.warm, colours.cold')\ncolours.warm.NAME + colours.cold.NAME",
        "'redblue'",
    ),
    "as a file of a package": (
        "from importlib.resources import files\n(files('paint_red') / 'shade.txt').read_text()",
        "'deep'",
    ),
    "as more data than a reader should fetch for an import": (
        "data = (files('paint_red') / 'shades.bin').read_bytes()\nlen(data), data[-1]",
        "(600000, 7)",
    ),
    "behind the reader's own module of that name": ("import palette\npalette.OWN", "'beside'"),
    "by its source": ("import inspect\n'def ordinal' in inspect.getsource(humanize.ordinal)", "True"),
    "by what a distribution has": (
        "from importlib import metadata\nany('roman' in str(path) for path in metadata.files('roman'))",
        "True",
    ),
}


def stocked_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site, once for all tests, which only read it."""

    def build(site: Path) -> None:
        project = tmp_path_factory.mktemp("stocked")
        write_stocked_project(project)
        CommandLine(user_cache()).build(project, f"--output-dir={site}")

    return made_once(tmp_path_factory, "stocked-site", build)


def write_cells(path: Path, *sources: str) -> None:
    """Write a notebook of these cells that names its kernel: without one JupyterLab asks which to take."""
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel}, cells=cells)
    path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")


def write_stocked_project(project: Path) -> None:
    """Write the project of the site."""
    notebooks = project / "notebooks"
    notebooks.mkdir(parents=True)
    write_cells(notebooks / "first.ipynb", "6 * 7")
    write_cells(notebooks / "second.ipynb", "6 * 7")
    write_cells(notebooks / "cases.ipynb", *(code for code, _ in CASES.values()))
    for name, text in BESIDE.items():
        (notebooks / name).write_text(text, encoding="utf-8")
    wheels = project / "wheels"
    shop = (
        "from importlib.metadata import entry_points\n\n\n"
        "def paint():\n    return [found.load()() for found in entry_points(group='paint_shop.colours')]\n"
    )
    write_wheel("paint-shop", "1.0", folder=wheels, files={"paint_shop.py": shop})
    write_wheel(
        "paint-red",
        "1.0",
        folder=wheels,
        files={
            "paint_red/__init__.py": "def colour():\n    return 'red'\n",
            "paint_red/shade.txt": "deep",
            "paint_red/shades.bin": bytes(599_999) + b"\7",
            "paint_red-1.0.dist-info/entry_points.txt": "[paint_shop.colours]\nred = paint_red:colour\n",
        },
    )
    for name, colour in (("warm", "red"), ("cold", "blue")):
        module = f"NAME = {colour!r}\n"
        write_wheel(f"colours-{name}", "1.0", folder=wheels, files={f"colours/{name}/__init__.py": module})
    write_wheel("palette", "1.0", folder=wheels)
    settings = {"PackagesAddon": {"requirements": list(REQUIREMENTS)}, "BootAddon": {"snapshot": True}}
    configure_project(project, settings)
