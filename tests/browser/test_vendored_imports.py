"""Widgets that import from another host run without it, in JupyterLab and in a page of plain HTML."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.notebook_page import SHOWN_BY_OUR_LOADER
from tests.browser.pages.conftest import HEAD
from tests.browser.pages.test_cells import cell
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.made_once import made_once
from tests.vendored_site import SHOWN, build_charts_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]


@pytest.fixture(scope="module")
def charts_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that ships what its widgets import of a host which is there no more."""
    command_line = CommandLine(user_cache())
    return made_once(tmp_path_factory, "charts-project", lambda to: build_charts_site(command_line, to))


@pytest.fixture(scope="module")
def reader(
    charts_project: Path, browser: Browser, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    site = tmp_path_factory.mktemp("charts") / "site"
    shutil.copytree(charts_project / "_output", site, copy_function=os.link)
    body = cell(SHOWN) + cell("charts.Distant()") + cell("chart.value = 21")
    (site / "articles").mkdir()
    page = f"{HEAD.replace('../../', '../')}<body>{body}</body></html>"
    (site / "articles" / "charts.html").write_text(page, encoding="utf-8")
    with (
        serve_site(site, prefix="/repo/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as visiting,
    ):
        yield visiting


def test_a_page_shows_them_with_nobody_at_the_other_host(reader: Reader) -> None:
    page = reader.open("articles/charts.html")
    for number in range(3):
        page.locator("lite-cell").nth(number).get_by_role("button", name="Run").click()
    outputs = page.locator(".lite-outputs")
    expect(outputs.get_by_text("42 later whole")).to_have_css("color", "rgb(1, 2, 3)")
    expect(outputs.get_by_text("far 10")).to_have_css("font-weight", "700")
    expect(outputs.get_by_text("far 10")).to_have_css("color", "rgb(1, 2, 3)")
    expect(outputs.get_by_alt_text("a dot")).to_have_js_property("complete", value=True)
    page.close()


def test_jupyterlab_shows_them_with_nobody_at_the_other_host(reader: Reader) -> None:
    notebook = reader.open_notebook("charts.ipynb")
    notebook.run_all()
    chart = notebook.output(SHOWN.splitlines()[0]).locator(SHOWN_BY_OUR_LOADER)
    expect(chart.get_by_text("6 later whole")).to_have_css("color", "rgb(1, 2, 3)")
    expect(notebook.output("charts.Distant()").get_by_text("far 10")).to_have_css("color", "rgb(1, 2, 3)")
    expect(notebook.output("class Said").get_by_text("said later")).to_be_visible()
    notebook.page.close()
