"""Sites with something wrong, and the readers who come to them."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

import pytest

from lite_build.serve.server import serve_site
from lite_build.site.isolation import SERVICE_WORKER, isolate_pages
from tests import stocked
from tests.bench.slow_connection import Connection, slow_connection
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

    Change = Callable[[Path], None]

#: The script of the kernel's worker, in a site.
WORKER = "extensions/@lite-build/jupyterlite/static/worker.*.js"
#: How a kernel booted, as the console says it.
RESTORED = "Python started from the site's snapshot"
COLD = "Python started with nothing prepared"
FELL_BACK = "Python starts without the site's snapshot"


class VisitAltered(Protocol):
    def __call__(
        self, change: Change, connection: Connection | None = None
    ) -> AbstractContextManager[Reader]: ...


@pytest.fixture(scope="module")
def visit_altered(
    browser: Browser, course_site: Path, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> VisitAltered:
    """Let a reader visit the small site with a change in it; what the reader's console says is not judged."""
    return _altered(course_site, browser, elsewhere, tmp_path_factory)


@pytest.fixture(scope="session")
def stocked_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with packages of many kinds. Tests read it."""
    return stocked.stocked_site(tmp_path_factory)


@pytest.fixture(scope="module")
def visit_altered_stock(
    browser: Browser, stocked_site: Path, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> VisitAltered:
    """Let a reader visit the site with many packages with a change in it, likewise."""
    return _altered(stocked_site, browser, elsewhere, tmp_path_factory)


def _altered(
    original: Path, browser: Browser, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> VisitAltered:
    @contextmanager
    def visit(change: Change, connection: Connection | None = None) -> Iterator[Reader]:
        site = tmp_path_factory.mktemp("altered") / "site"
        # Links, which are quickly made: a change must replace a file, not write into it.
        shutil.copytree(original, site, copy_function=os.link)
        change(site)
        with ExitStack() as stack:
            address = stack.enter_context(serve_site(site, as_published=True))
            if connection is not None:
                address = stack.enter_context(slow_connection(address, connection))
            yield stack.enter_context(Reader.visiting(address, browser, elsewhere))

    return visit


def ways_of(reader: Reader) -> list[str]:
    """What a reader's console says of how kernels booted; grows as they do."""
    ways: list[str] = []
    reader.context.on(
        "console",
        lambda message: ways.extend(
            way for way in (RESTORED, COLD, FELL_BACK) if message.text.startswith(way)
        ),
    )
    return ways


def replace_file(path: Path, content: bytes) -> None:
    """Give a file of an altered site other content, and leave that of the unaltered one."""
    path.unlink()
    path.write_bytes(content)


def unaltered(site: Path) -> None:
    """No change."""


def expose_the_application(site: Path) -> None:
    """A change: JupyterLab can be reached by scripts of the page."""
    path = site / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["exposeAppInBrowser"] = True
    replace_file(path, json.dumps(settings).encode())


def isolate(site: Path) -> None:
    """A change: the site asks for isolation from other origins."""
    for path in (site / SERVICE_WORKER, *site.glob("*/index.html")):
        replace_file(path, path.read_bytes())
    isolate_pages(site, ())


def without(pattern: str) -> Change:
    """A change: the one file of a pattern is not there."""

    def remove(site: Path) -> None:
        [file] = site.glob(pattern)
        file.unlink()

    return remove


def changed(pattern: str, change: Callable[[bytes], bytes]) -> Change:
    """A change: the one file of a pattern has other content."""

    def replace(site: Path) -> None:
        [file] = site.glob(pattern)
        replace_file(file, change(file.read_bytes()))

    return replace


def truncate(content: bytes) -> bytes:
    """Half of it came to the host."""
    return content[: len(content) // 2]


def in_an_engine(script: str) -> Callable[[bytes], bytes]:
    """The worker runs in an engine that such a script has changed."""
    return lambda content: script.encode() + content
