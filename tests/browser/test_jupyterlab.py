"""An ordinary JupyterLab with an ordinary kernel: the loader in litewidget's wheel runs widgets there."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.notebook_page import PATIENCE, NotebookPage
from tests.browser.notebook_page import SHOWN_BY_OUR_LOADER as OURS
from tests.browser.other_hosts import environment_with, free_port, served, unpack_package
from tests.browser.published_widgets import NEWEST_ANYWIDGET
from tests.browser.reader import Reader
from tests.browser.widget_cells import (
    COUNTER,
    GAUGE,
    GAUGE_UNIT,
    LABEL,
    LABEL_MODULE,
    LABEL_STYLE,
    rewrite_in_editor,
    write_modules,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]

#: One made with anywidget, one with litewidget's drop-in for it, and one with litewidget's own class.
CELLS = [
    COUNTER,
    COUNTER.replace("import anywidget\n", "import litewidget as anywidget\n"),
    LABEL.replace("from anywidget import AnyWidget", "from litewidget import Widget as AnyWidget"),
]


@dataclass(frozen=True)
class Installation:
    """JupyterLab's commands, and each package in a folder of its own, extension included."""

    commands: Path
    litewidget: Path
    anywidget: Path


@pytest.fixture(scope="module")
def installation(litewidget_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("jupyterlab")
    return Installation(
        environment_with("jupyterlab==4.6.6", "ipykernel>=7,<8", "ipywidgets>=8.1,<9", "psygnal"),
        unpack_package(litewidget_wheel, folder / "litewidget"),
        unpack_package(f"anywidget=={NEWEST_ANYWIDGET}", folder / "anywidget"),
    )


@contextmanager
def jupyterlab(installation: Installation, extensions: Sequence[Path], folder: Path) -> Iterator[str]:
    """Serve a folder's notebook while the block runs, with these packages' extensions in their order."""
    # With no kernel named, JupyterLab would ask which one to take.
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbformat.write(nbformat.v4.new_notebook(metadata=metadata, cells=cells), folder / "widgets.ipynb")
    write_modules(folder)
    port = free_port()
    settings = {
        "ServerApp": {"ip": "127.0.0.1", "port": port, "open_browser": False, "allow_root": True},
        "IdentityProvider": {"token": ""},
        "LabApp": {
            "news_url": None,
            "extra_labextensions_path": [str(each / "share/jupyter/labextensions") for each in extensions],
        },
    }
    (folder / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join(map(str, (installation.litewidget, installation.anywidget))),
        **{f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("DATA", "RUNTIME")},
        "JUPYTER_CONFIG_DIR": str(folder),
    }
    words = [installation.commands / "jupyter-lab", "--notebook-dir", folder]
    with served(
        words, f"http://127.0.0.1:{port}/", log=folder / "server.log", environment=environment
    ) as address:
        yield address


@pytest.fixture
def reader(
    installation: Installation, tmp_path: Path, browser: Browser, elsewhere: list[str]
) -> Iterator[Reader]:
    """Somebody whose JupyterLab has litewidget's extension, and not anywidget's."""
    with (
        jupyterlab(installation, [installation.litewidget], tmp_path) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        yield visiting


def open_widgets(reader: Reader) -> NotebookPage:
    notebook = NotebookPage(reader.open("lab/tree/widgets.ipynb"))
    notebook.wait_until_shown(len(CELLS))
    # Cells that are run before are dropped. The notebook's own mark says idle before there is a kernel.
    expect(notebook.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=PATIENCE)
    notebook.run_all()
    return notebook


def click_counters(notebook: NotebookPage) -> None:
    for source in CELLS[:2]:
        shown = notebook.output(source.splitlines()[0])
        shown.get_by_role("button").click()
        expect(shown.locator(".widget-readout")).to_have_text("1")
        expect(shown.get_by_text("Python heard 1")).to_be_visible()


def test_widgets_answer_to_an_ordinary_kernel_and_saved_files_replace_their_code(reader: Reader) -> None:
    notebook = open_widgets(reader)
    click_counters(notebook)
    expect(notebook.page.locator(OURS)).to_have_count(3)
    shown = notebook.output(CELLS[2].splitlines()[0]).locator(OURS)
    notebook.ask("label.text = 'kept'; 1")
    rewrite_in_editor(notebook, "label.js", LABEL_MODULE.replace("before", "after"))
    expect(shown).to_have_text("kept after")
    rewrite_in_editor(notebook, "label.css", LABEL_STYLE.replace("1px", "4px"))
    expect(shown.locator("p")).to_have_css("letter-spacing", "4px")
    assert notebook.ask("'after' in label._esm and '4px' in label._css") == "True"

    # What a module imports comes over its widget's comm: this page has no service worker.
    notebook.ask(GAUGE)
    gauge = notebook.code_cells.last.locator(OURS)
    expect(gauge).to_have_text("3 kg")
    rewrite_in_editor(notebook, "unit.js", GAUGE_UNIT.replace("kg", "lb"))
    expect(gauge).to_have_text("3 lb")


@pytest.mark.parametrize("first", ["litewidget", "anywidget"])
def test_where_anywidgets_own_extension_is_installed_too_ours_stands_aside_in_either_order(
    installation: Installation, first: str, tmp_path: Path, browser: Browser, elsewhere: list[str]
) -> None:
    both = sorted([installation.litewidget, installation.anywidget], key=lambda folder: folder.name != first)
    with (
        jupyterlab(installation, both, tmp_path) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        notebook = open_widgets(visiting)
        click_counters(notebook)
        expect(notebook.page.get_by_text("plain before")).to_be_visible()
        expect(notebook.page.locator(OURS)).to_have_count(0)
