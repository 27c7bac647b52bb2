"""A site with widgets of all kinds, which pages of plain HTML use."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from lite_build.store.cache import user_cache
from lite_build.templates.new_widget import create_widget
from tests.browser.conftest import write_python_notebook
from tests.browser.pages.conftest import FOLDER
from tests.browser.published_widgets import NEWEST_ANYWIDGET, REQUIREMENTS
from tests.build.conftest import CommandLine, configure_project
from tests.made_once import made_once

if TYPE_CHECKING:
    from pathlib import Path

#: A front end that pages do not have.
FOREIGN_MODULE = "bqplot"
FOREIGN = f"""
from ipywidgets import DOMWidget
from traitlets import Unicode

class Figure(DOMWidget):
    _model_name = Unicode("FigureModel").tag(sync=True)
    _view_name = Unicode("FigureView").tag(sync=True)
    _model_module = Unicode("{FOREIGN_MODULE}").tag(sync=True)
    _view_module = Unicode("{FOREIGN_MODULE}").tag(sync=True)
    _model_module_version = Unicode("0.5").tag(sync=True)
    _view_module_version = Unicode("0.5").tag(sync=True)
"""


@pytest.fixture(scope="session")
def widgets_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a widget of ours, ipywidgets, and the published AFM widgets."""

    def build(site: Path) -> None:
        project = tmp_path_factory.mktemp("page-widgets")
        (project / "notebooks").mkdir()
        write_python_notebook(project / "notebooks" / "plain.ipynb", "6 * 7")
        create_widget("my-counter", project)
        requirements = ["./my-counter", "ipywidgets", *REQUIREMENTS[NEWEST_ANYWIDGET]]
        settings = {"PackagesAddon": {"requirements": requirements}, "BootAddon": {"snapshot": True}}
        configure_project(project, settings)
        CommandLine(user_cache()).build(project, f"--output-dir={site}")

    return made_once(tmp_path_factory, "page-widgets-site", build)


@pytest.fixture(scope="module")
def page_site(widgets_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it, which pages are written into."""
    site = tmp_path_factory.mktemp("pages") / "site"
    shutil.copytree(widgets_site, site, copy_function=os.link)
    (site / FOLDER).mkdir(parents=True)
    return site
