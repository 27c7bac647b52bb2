"""A site with pages of plain HTML that use its Python, and the readers who come to them."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from lite_build.serve.server import serve_site
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    OpenPage = Callable[..., Page]
    WriteFile = Callable[[str, str], Path]

#: Where the pages of these tests lie: in another folder of the site, below a path of the host.
FOLDER = "articles/today"
PREFIX = "/my-repo/"
#: What a page's author writes, and nothing else.
HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
    '<script type="module" src="../../lite.js"></script>'
)


@pytest.fixture(scope="module")
def page_site(course_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small site, which pages are written into."""
    site = tmp_path_factory.mktemp("pages") / "site"
    # Links, which are quickly made: nothing that is there is written into.
    shutil.copytree(course_site, site, copy_function=os.link)
    (site / FOLDER).mkdir(parents=True)
    return site


@pytest.fixture(scope="module")
def page_reader(browser: Browser, page_site: Path, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who reads the pages for as long as a module's tests go on."""
    with (
        serve_site(page_site, prefix=PREFIX, as_published=True) as address,
        Reader.visiting(address, browser, elsewhere) as reader,
    ):
        yield reader


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who goes from one origin to another."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def open_page(page_site: Path, page_reader: Reader, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Write a page's body, and open it."""
    pages: list[Page] = []

    def open_it(body: str, *, head: str = HEAD) -> Page:
        # Of its own, also among a test's cases: the reader's browser keeps what it has fetched.
        name = f"{request.node.name.partition('[')[0]}-{uuid4().hex}.html"
        (page_site / FOLDER / name).write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
        pages.append(page_reader.open(f"{FOLDER}/{name}"))
        return pages[-1]

    yield open_it
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def write_file(page_site: Path) -> WriteFile:
    """Write a file beside the pages, by its path from there."""

    def write(path: str, content: str) -> Path:
        file = page_site / FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return file

    return write
