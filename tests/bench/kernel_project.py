"""The project whose kernel is measured: one notebook for each thing that is done with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from lite_build.project.file_names import CONFIG_FILE
from tests.bench.projects import code_cell, write_notebook

#: JupyterLite's settings of a page.
PAGE_FILE = "jupyter-lite.json"


@dataclass(frozen=True)
class MeasuredNotebook:
    """A notebook that is run.

    Args:
        name: of its file.
        code: of its only cell.
        expected: what is in its output.
        needs: what stock's author has to install in the cell, where nothing was preloaded.
    """

    name: str
    code: str
    expected: str
    needs: tuple[str, ...] = ()

    def source(self, *, installs: bool) -> str:
        """The cell's text, with the line that stock needs or without it."""
        line = f"%pip install -q {' '.join(self.needs)}\n" if installs and self.needs else ""
        return line + self.code


ONE_PLUS_ONE = MeasuredNotebook("one-plus-one.ipynb", "1+1\n", "2")
WIDGET_LIBRARIES = MeasuredNotebook(
    "widget-libraries.ipynb",
    'import ipywidgets, anywidget\nprint("imported")\n',
    "imported",
    ("ipywidgets", "anywidget"),
)
#: Quiet ones of the same kind, to have several kernels at once.
MORE_KERNELS = tuple(
    MeasuredNotebook(f"kernel-{number}.ipynb", WIDGET_LIBRARIES.code, "imported", WIDGET_LIBRARIES.needs)
    for number in (2, 3)
)
COMPILED_PACKAGE = MeasuredNotebook(
    "compiled-package.ipynb",
    "import msgspec\nprint(msgspec.json.encode([6 * 7]).decode())\n",
    "[42]",
    ("msgspec",),
)
COMMS = MeasuredNotebook(
    "comms.ipynb",
    (Path(__file__).parent / "page" / "measured_widget.py").read_text(encoding="utf-8"),
    "",
    ("ipywidgets", "anywidget"),
)
#: The same in a page of plain HTML.
COUNTED_BUTTON = MeasuredNotebook(
    "counted-button.ipynb",
    (Path(__file__).parent / "page" / "counted_button.py").read_text(encoding="utf-8"),
    "count 0",
    ("anywidget",),
)
NOTEBOOKS = (ONE_PLUS_ONE, WIDGET_LIBRARIES, *MORE_KERNELS, COMPILED_PACKAGE, COMMS, COUNTED_BUTTON)
#: The newest; the demo site's widgets agree on an older one.
_REQUIREMENTS = ("anywidget>=0.11", "ipywidgets>=8", "msgspec")


def write_kernel_project(folder: Path) -> None:
    """Write the project for lite-build."""
    write_kernel_notebooks(folder / "content", installs=False)
    configuration = {
        "LiteBuildConfig": {"contents": ["content"], "output_dir": "dist"},
        "PackagesAddon": {"requirements": list(_REQUIREMENTS)},
    }
    (folder / CONFIG_FILE).write_text(json.dumps(configuration), encoding="utf-8")
    start_from_snapshot(folder)
    write_page_settings(folder, {})


def start_from_snapshot(project: Path) -> None:
    """Have kernels of lite-build's project start from a snapshot."""
    path = project / CONFIG_FILE
    configuration = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(configuration | {"BootAddon": {"snapshot": True}}), encoding="utf-8")


def write_kernel_notebooks(folder: Path, *, installs: bool) -> None:
    """Write what is run, with what stock has to install or without it."""
    for notebook in NOTEBOOKS:
        write_notebook(folder / notebook.name, [code_cell(notebook.source(installs=installs), "measured")])


def write_page_settings(project: Path, plugin_settings: dict[str, object]) -> None:
    """Have pages hand their application to scripts, by which they are driven; set plugins' settings."""
    data = {"exposeAppInBrowser": True, "litePluginSettings": plugin_settings}
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}
    (project / PAGE_FILE).write_text(json.dumps(settings), encoding="utf-8")
