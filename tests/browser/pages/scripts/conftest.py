"""The ways in which a script in a worker reaches its page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.browser.pages.conftest import FOLDER, HEAD
from tests.browser.pages.hosts import hosted
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.pages.conftest import OpenPage

#: What a host sends whose pages share memory with their workers.
ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


@pytest.fixture(scope="module")
def worker_readers(browser: Browser, page_site: Path, elsewhere: list[str]) -> Iterator[Mapping[str, Reader]]:
    """Readers of a host that isolates its pages, of one that does not, and one with no service workers."""
    with (
        hosted(page_site, lambda _: ISOLATED) as isolated,
        hosted(page_site) as plain,
        Reader.visiting(isolated, browser, elsewhere) as with_memory,
        Reader.visiting(plain, browser, elsewhere) as with_service_worker,
        Reader.visiting(plain, browser, elsewhere, service_workers="block") as with_neither,
    ):
        yield {"memory": with_memory, "service worker": with_service_worker, "neither": with_neither}


@pytest.fixture
def open_at(
    page_site: Path, worker_readers: Mapping[str, Reader], request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Write a page's body, and open it as one of these readers."""
    pages: list[Page] = []

    def open_it(body: str, *, way: str = "memory") -> Page:
        name = f"{request.node.name.partition('[')[0]}-{uuid4().hex}.html"
        (page_site / FOLDER / name).write_text(f"{HEAD}<body>{body}</body></html>", encoding="utf-8")
        pages.append(worker_readers[way].open(f"{FOLDER}/{name}"))
        return pages[-1]

    yield open_it
    for page in pages:
        page.close()
