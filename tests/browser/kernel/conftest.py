"""Sites with something wrong, and the readers who come to them."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from lite_build.serve.server import serve_site
from tests.browser.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

    VisitAltered = Callable[[Callable[[Path], None]], AbstractContextManager[Reader]]

#: The script of the kernel's worker, in a site.
WORKER = "extensions/@lite-build/kernel/static/worker.*.js"
#: How a kernel booted, as the console says it.
RESTORED = "Python started from the site's snapshot"
COLD = "Python started with nothing prepared"
FELL_BACK = "Python starts without the site's snapshot"


@pytest.fixture(scope="module")
def visit_altered(
    browser: Browser, course_site: Path, elsewhere: list[str], tmp_path_factory: pytest.TempPathFactory
) -> VisitAltered:
    """Let a reader visit the small site with a change in it; what the reader's console says is not judged."""

    @contextmanager
    def visit(change: Callable[[Path], None]) -> Iterator[Reader]:
        site = tmp_path_factory.mktemp("altered") / "site"
        # Links, which are quickly made: a change must replace a file, not write into it.
        shutil.copytree(course_site, site, copy_function=os.link)
        change(site)
        with (
            serve_site(site, as_published=True) as address,
            Reader.visiting(address, browser, elsewhere) as reader,
        ):
            yield reader

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


def changed(pattern: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """A change: the one file of a pattern has other content."""

    def replace(site: Path) -> None:
        [file] = site.glob(pattern)
        replace_file(file, change(file.read_bytes()))

    return replace


def in_an_engine(script: str) -> Callable[[bytes], bytes]:
    """The worker runs in an engine that such a script has changed."""
    return lambda content: script.encode() + content
