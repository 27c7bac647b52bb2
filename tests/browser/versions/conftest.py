"""One site in two editions, and a host that publishes first the one and then the other at one address."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nbformat
import pytest

from lite_build.serve.server import serve_site
from lite_build.store.cache import user_cache
from tests.browser.reader import Reader
from tests.build.conftest import CommandLine, configure_project
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

LESSON, TABLE, SCRIPT, NOTES = "lesson.ipynb", "data/table.csv", "helper.py", "notes.md"
#: The first edition alone has one, the second alone the other.
GONE, NEW = "gone.md", "added.md"


def write_edition(folder: Path, number: int) -> None:
    """Write the contents of an edition: each file says its number."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    cells = [
        nbformat.v4.new_markdown_cell(f"# Edition {number}", id="title"),
        nbformat.v4.new_code_cell("1 + 1", id="first"),
        nbformat.v4.new_code_cell(f"edition = {number}\nedition", id="second"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / LESSON)
    (folder / TABLE).write_text(f"edition\n{number}\n", encoding="utf-8")
    (folder / SCRIPT).write_text(f"def edition():\n    return {number}\n", encoding="utf-8")
    (folder / NOTES).write_text(f"Notes of edition {number}\n", encoding="utf-8")
    (folder / (GONE if number == 1 else NEW)).write_text(f"In edition {number} alone\n", encoding="utf-8")


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two editions of a site, "1" and "2"."""

    def build(to: Path) -> None:
        project = tmp_path_factory.mktemp("editions")
        configure_project(project, {"PagesAddon": {"notebooks": [LESSON], "execute": False}})
        for number in (1, 2):
            write_edition(project / "notebooks", number)
            CommandLine(user_cache()).build(project, f"--output-dir={to / str(number)}")

    return made_once(tmp_path_factory, "editions-of-a-site", build)


@dataclass
class Publisher:
    """Who publishes a site: its host allows browsers to keep files for ten minutes, as GitHub Pages does.

    Args:
        editions: the folder with the editions.
        place: what the host serves.
    """

    editions: Path
    place: Path
    address: str = ""

    def publish(self, edition: int) -> None:
        """Put an edition in the place of what is published, in one step."""
        self.publish_folder(self.editions / str(edition))

    def publish_folder(self, folder: Path) -> None:
        """Put any folder in the place of what is published, in one step."""
        new = self.place.with_name("new")
        new.symlink_to(folder, target_is_directory=True)
        new.replace(self.place)


@pytest.fixture
def publisher(editions: Path, tmp_path: Path) -> Iterator[Publisher]:
    """Who has published the first edition, and may publish the second."""
    publisher = Publisher(editions, tmp_path / "site")
    publisher.publish(1)
    with serve_site(publisher.place, prefix="/course/", as_published=True) as address:
        publisher.address = address
        yield publisher


@pytest.fixture
def reader(browser: Browser, publisher: Publisher, elsewhere: list[str]) -> Iterator[Reader]:
    """Somebody who comes to the first edition, with a browser that keeps what it has fetched and stored."""
    with Reader.visiting(publisher.address, browser, elsewhere) as visiting:
        yield visiting
