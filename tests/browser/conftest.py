"""What the browser tests share: sites built once, served as a static host would, and readers who watch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from lite_build.templates.new_widget import create_widget
from tests.browser.axe import axe_script
from tests.browser.elsewhere import BROWSERS_OWN_ERRANDS, heard_elsewhere
from tests.browser.find_browser import find_browser
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project
from tests.data_site import build_data_site
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser

# The default of five seconds is too little for a page that loads while another browser does the same.
expect.set_options(timeout=30_000)

REPOSITORY = Path(__file__).parents[2]
#: The wheels of our own that lite-build ships.
CARRIED = REPOSITORY / "lite_build/carried"
PREFIX = "/my-repo/"
#: Of the test kit's page, which comes from no host; Chromium may connect before it knows that.
KITS_OWN_HOST = "widget.test"
#: Names of folders, and of the notebook and the data in each.
ODD_NAME = "Größe & [Maß], Übung 2+3"
NAMES_THAT_NEED_ENCODING = ("Week #2", "100% sure")
GREETING = "Grüße aus der Datei"
#: Of a test that is tried once more. Some live as long as their module, and would answer for that try too.
_READERS_OF_THE_LAST_TRY = pytest.StashKey[list[Reader]]()
#: A notebook that names the kernel of another Jupyter, and one that names none.
FROM_ELSEWHERE = "from-elsewhere.ipynb"
NAMELESS = "nameless.ipynb"
#: A page of plain HTML among the contents.
APP = "apps/counter.html"
COUNTING_APP = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Counter</title><script type="module" src="lite.js"></script></head>
<body>
<button id="more" py-click="more">More</button> <output id="count">0</output>
<script type="py">
  import humanize
  from litepage import document

  clicks = 1000

  def more(event):
      global clicks
      clicks += 1
      document.getElementById("count").textContent = humanize.intcomma(clicks)
</script>
</body>
</html>
"""


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[list[str]]:
    """What the browser asked of any other host than this machine; at first, the proxy that hears it."""
    with heard_elsewhere({*BROWSERS_OWN_ERRANDS, KITS_OWN_HOST}) as (proxy, asked):
        asked.append(proxy)
        yield asked


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], elsewhere: list[str]
) -> dict[str, Any]:
    errands = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {
        **browser_type_launch_args,
        "executable_path": find_browser(),
        "args": [*errands, "--no-first-run", f"--proxy-server={elsewhere.pop()}"],
    }


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that looks for what breaks a rule of accessibility."""
    return axe_script()


@pytest.fixture(scope="session")
def litewidget_wheel() -> Path:
    """litewidget as people get it, built with lite-build."""
    (wheel,) = CARRIED.glob("litewidget-*.whl")
    return wheel


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site of this repository."""
    return _built_once(tmp_path_factory, "demo", REPOSITORY)


@pytest.fixture(scope="session")
def demo(demo_site: Path) -> Iterator[str]:
    """The demo site's address."""
    with serve_site(demo_site, as_published=True) as address:
        yield address


@pytest.fixture(scope="session")
def course_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with names that need care, a compiled package, and a new widget's folder."""
    project = tmp_path_factory.mktemp("course")
    for name in (ODD_NAME, *NAMES_THAT_NEED_ENCODING):
        folder = project / "notebooks" / name
        folder.mkdir(parents=True)
        write_python_notebook(folder / f"{name}.ipynb", f"open('{name}.txt', encoding='utf-8').read()")
        (folder / f"{name}.txt").write_text(GREETING, encoding="utf-8")
    write_python_notebook(project / "notebooks" / "plain.ipynb", "6 * 7")
    elsewhere = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        cells=[
            nbformat.v4.new_code_cell("numbers = [1]"),
            nbformat.v4.new_markdown_cell("*two*"),
            nbformat.v4.new_code_cell("numbers.append(2)\nnumbers"),
        ],
    )
    nbformat.write(elsewhere, project / "notebooks" / FROM_ELSEWHERE)
    nbformat.write(nbformat.v4.new_notebook(cells=elsewhere.cells), project / "notebooks" / NAMELESS)
    app = project / "notebooks" / APP
    app.parent.mkdir()
    app.write_text(COUNTING_APP, encoding="utf-8")
    create_widget("my-counter", project)
    requirements = ["msgspec", "humanize", "./my-counter"]
    settings = {"PackagesAddon": {"requirements": requirements}, "BootAddon": {"snapshot": True}}
    configure_project(project, settings)
    return _built_once(tmp_path_factory, "course", project)


@pytest.fixture(scope="session")
def course(course_site: Path) -> Iterator[str]:
    """The small site's address, below a path as a project's pages have it."""
    with serve_site(course_site, prefix=PREFIX, as_published=True) as address:
        yield address


@pytest.fixture(scope="session")
def data_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that ships files of a host which is there no more."""
    return made_once(
        tmp_path_factory, "data-project", lambda to: build_data_site(CommandLine(user_cache()), to)
    )


def write_python_notebook(path: Path, source: str) -> None:
    """Write a notebook of one cell that names its kernel: without one JupyterLab asks which to take."""
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    cell = {"cell_type": "code", "id": "only", "metadata": {}, "source": source}
    notebook = {
        "cells": [{**cell, "execution_count": None, "outputs": []}],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _built_once(tmp_path_factory: pytest.TempPathFactory, name: str, project: Path) -> Path:
    def build(site: Path) -> None:
        CommandLine(user_cache()).build(project, f"--output-dir={site}")

    return made_once(tmp_path_factory, f"{name}-site", build)


@pytest.fixture
def reader(browser: Browser, demo: str, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who comes to the demo site for the first time."""
    with Reader.visiting(demo, browser, elsewhere) as visiting:
        yield visiting


@pytest.fixture
def course_reader(browser: Browser, course: str, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who comes to the small site for the first time."""
    with Reader.visiting(course, browser, elsewhere) as visiting:
        yield visiting


@pytest.fixture(scope="module")
def demo_visitor(browser: Browser, demo: str, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who reads the demo site for as long as a module's tests go on."""
    with Reader.visiting(demo, browser, elsewhere) as visiting:
        yield visiting


@pytest.fixture(scope="module")
def course_visitor(browser: Browser, course: str, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who reads the small site for as long as a module's tests go on."""
    with Reader.visiting(course, browser, elsewhere) as visiting:
        yield visiting


@pytest.fixture(autouse=True)
def nothing_leaves_the_site_and_no_error_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is asserted of every reader of every test."""
    for reader in request.node.stash.get(_READERS_OF_THE_LAST_TRY, []):
        reader.forget_complaints()
    yield
    readers = request.node.stash[_READERS_OF_THE_LAST_TRY] = _readers(request.node)
    for reader in readers:
        assert reader.take_complaints() == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what failed, and pictures of what the readers of the test saw."""
    report: pytest.TestReport = yield
    if report.failed:
        folder = Path(item.config.getoption("--output"))
        for reader in _readers(item):
            reader.photograph(folder, item.name)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "failures.txt").open("a", encoding="utf-8") as failures:
            failures.write(f"{item.nodeid}\n{report.longreprtext}\n\n")
    return report


def _readers(item: pytest.Item) -> list[Reader]:
    # None once the test is over.
    values: dict[str, object] = getattr(item, "funcargs", None) or {}
    return [value for value in values.values() if isinstance(value, Reader)]
