"""A site whose documents readers share with each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nbformat
import pytest

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.reader import Reader
from tests.browser.sharing.rich_notebook import DOT, KERNEL, RICH, rich
from tests.build.conftest import CommandLine, configure_project
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

#: A notebook whose name needs care in an address, in a folder with a file that it reads.
LESSON, NOTES = "week 1/lesson #1.ipynb", "notes.md"
CELLS = 30


def lesson() -> nbformat.NotebookNode:
    """A notebook that is longer than a screen: its cells are named cell-0, cell-1 and so on."""
    cells = [nbformat.v4.new_markdown_cell("# A lesson", id="cell-0")]
    for number in range(1, CELLS):
        output = nbformat.v4.new_output("stream", name="stdout", text=f"saved {number}\n")
        source = f"value = {number}\nprint('run', value)"
        cells.append(nbformat.v4.new_code_cell(source, id=f"cell-{number}", outputs=[output]))
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


@pytest.fixture(scope="session")
def sharing_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site."""

    def build(to: Path) -> None:
        project = tmp_path_factory.mktemp("sharing")
        configure_project(project, {"SiteAddon": {"open_from_other_hosts": True}})
        path = project / "notebooks" / LESSON
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(lesson()), encoding="utf-8")
        (project / "notebooks" / NOTES).write_text("Notes\n", encoding="utf-8")
        path.with_name(RICH).write_text(json.dumps(rich()), encoding="utf-8")
        path.with_name("dot.svg").write_text(DOT, encoding="utf-8")
        path.with_name("film.mp4").write_bytes(b"\0\0\0\x08ftyp")
        CommandLine(user_cache()).build(project, f"--output-dir={to}")

    return made_once(tmp_path_factory, "sharing", build)


@pytest.fixture(scope="session")
def sharing_address(sharing_site: Path) -> Iterator[str]:
    """The site's address."""
    with serve_site(sharing_site, prefix="/course/", as_published=True) as address:
        yield address


@pytest.fixture
def author(browser: Browser, sharing_address: str, elsewhere: list[str]) -> Iterator[Reader]:
    """Who shares something."""
    with Reader.visiting(sharing_address, browser, elsewhere) as visiting:
        yield visiting


@pytest.fixture
def reader(browser: Browser, sharing_address: str, elsewhere: list[str]) -> Iterator[Reader]:
    """Who gets it, with a browser of her own."""
    with Reader.visiting(sharing_address, browser, elsewhere) as visiting:
        yield visiting
