"""The module that shows outputs, in a plain page of its own."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from lite_build.runtime.node import node_executable
from lite_build.serve.server import serve_site
from tests.browser.conftest import REPOSITORY
from tests.browser.pages.outputs.outputs_page import PLAIN_PAGE, OutputsPage
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

BUNDLE = REPOSITORY / "extensions/page/tests/bundle-outputs.mjs"


@pytest.fixture(scope="session")
def outputs_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module, bundled as a site has it, beside a page that imports it."""
    folder = tmp_path_factory.mktemp("outputs")
    subprocess.run([node_executable(), str(BUNDLE), str(folder)], check=True, stdout=subprocess.DEVNULL)
    (folder / "index.html").write_text(PLAIN_PAGE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def outputs_address(outputs_folder: Path) -> Iterator[str]:
    """Where a plain host has them."""
    with serve_site(outputs_folder, as_published=True) as address:
        yield address


@pytest.fixture(scope="module")
def plain_reader(browser: Browser, outputs_address: str, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who reads a plain page."""
    with Reader.visiting(outputs_address, browser, elsewhere) as visiting:
        yield visiting


@pytest.fixture(scope="module")
def opened_page(plain_reader: Reader) -> OutputsPage:
    """The page that a module's tests share."""
    return OutputsPage(plain_reader.open("index.html"))


@pytest.fixture
def shown(opened_page: OutputsPage, plain_reader: Reader) -> OutputsPage:
    """The shared page with an empty area, as a reader with a wide screen and light colours sees it."""
    assert plain_reader
    opened_page.page.set_viewport_size({"width": 1000, "height": 800})
    opened_page.page.emulate_media(color_scheme="light", forced_colors="none", media="screen")
    opened_page.start()
    return opened_page
