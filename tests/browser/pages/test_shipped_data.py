"""A page of plain HTML finds data of other hosts that its site ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.pages.conftest import FOLDER, HEAD
from tests.browser.pages.test_cells import cell
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine
from tests.data_site import ROWS, build_data_site
from tests.made_once import made_once

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.registry]


@pytest.fixture(scope="module")
def data_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that ships files of a host which is there no more."""
    return made_once(
        tmp_path_factory, "data-project", lambda to: build_data_site(CommandLine(user_cache()), to)
    )


def test_a_cell_reads_a_shipped_file_at_its_own_address(
    data_project: Path, browser: Browser, elsewhere: list[str]
) -> None:
    host = (data_project / "host.txt").read_text(encoding="utf-8")
    site = data_project / "_output"
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    code = (
        f"import requests, oceans\nprint(requests.get('{host}/rows.csv').text, oceans.fetch('salinity.txt'))"
    )
    page_file = site / FOLDER / "data.html"
    page_file.write_text(f"{HEAD}<body>{cell(code)}</body></html>", encoding="utf-8")
    with (
        serve_site(site, prefix="/repo/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        page = reader.open(f"{FOLDER}/data.html")
        page.get_by_role("button", name="Run").click()
        outputs = page.locator(".lite-outputs")
        expect(outputs).to_contain_text(ROWS.strip())
        expect(outputs).to_contain_text("salinity.txt")
    page_file.unlink()
