"""A page of plain HTML finds data of other hosts that its site ships."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from lite_build.serve.server import serve_site
from tests.browser.pages.conftest import FOLDER, HEAD
from tests.browser.pages.test_cells import cell
from tests.browser.reader import Reader
from tests.data_site import BINARY, ROWS
from tests.web_host import web_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.registry]


@pytest.fixture(scope="module")
def host(data_project: Path) -> str:
    """The address of the host that is gone."""
    return (data_project / "host.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def open_body(
    data_project: Path, browser: Browser, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Page]]:
    """Open a page with a body, on the site that ships the files."""
    site = tmp_path_factory.mktemp("data") / "site"
    shutil.copytree(data_project / "_output", site, copy_function=os.link)
    (site / FOLDER).mkdir(parents=True)
    with (
        serve_site(site, prefix="/repo/", as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):

        def open_it(body: str) -> Page:
            name = f"{FOLDER}/{uuid4().hex}.html"
            (site / name).write_text(f"{HEAD}<body>{body}</body></html>", encoding="utf-8")
            return reader.open(name)

        yield open_it
        reader.take_complaints()


def test_a_cell_reads_a_shipped_file_at_its_own_address(host: str, open_body: Callable[[str], Page]) -> None:
    page = open_body(
        cell(
            "import requests, oceans\n"
            f"print(requests.get('{host}/rows.csv').text, oceans.fetch('salinity.txt'))"
        )
    )
    page.get_by_role("button", name="Run").click()
    outputs = page.locator(".lite-outputs")
    expect(outputs).to_contain_text(ROWS.strip())
    expect(outputs).to_contain_text("salinity.txt")


def test_python_on_the_pages_own_thread_reads_it_too_and_says_why_it_may_not_read_others(
    host: str, open_body: Callable[[str], Page]
) -> None:
    with web_host("none") as closed:
        page = open_body(
            '<p id="told"></p><script type="py">\n'
            "import hashlib, requests, urllib.request\nfrom litepage import document\n"
            f"told = [urllib.request.urlopen('{host}/rows.csv').read().decode(),\n"
            f"    requests.get('{host}/rows.csv').text,\n"
            f"    hashlib.sha256(requests.get('{host}/deep/grid.bin.gz').content).hexdigest()]\n"
            "try:\n"
            f"    requests.get('{closed.address}/rows.csv')\n"
            "except requests.ConnectionError as error:\n    told.append(str(error))\n"
            "document.getElementById('told').textContent = '|'.join(told)\n"
            "</script>"
        )
        told = page.locator("#told")
        expect(told).to_contain_text("|")
        by_urllib, by_requests, sha256, refused = (told.text_content() or "").split("|")
    assert (by_urllib, by_requests) == (ROWS, ROWS)
    assert sha256 == hashlib.sha256(BINARY).hexdigest()
    assert "does not allow pages of other sites to read it" in refused
