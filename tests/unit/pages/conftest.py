"""What the tests of pages share: notebooks in memory, and a page of one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.notebooks.reading import read_notebook
from lite_build.pages.site_pages import write_pages
from lite_build.project.options import PageOptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lite_build.notebooks.reading import Notebook


def code(
    source: str, *outputs: dict[str, Any], tags: Sequence[str] = (), **metadata: object
) -> dict[str, Any]:
    """A cell of code with what it was saved with."""
    said = {"tags": list(tags), **metadata}
    return {"cell_type": "code", "metadata": said, "source": source, "outputs": list(outputs)}


def text(source: str, *, tags: Sequence[str] = (), **further: object) -> dict[str, Any]:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": source, **further}


def stream(words: str, name: str = "stdout") -> dict[str, Any]:
    """What a program has written."""
    return {"output_type": "stream", "name": name, "text": words}


def display(metadata: dict[str, Any] | None = None, **data: object) -> dict[str, Any]:
    """A display: its values by MIME types, in which "__" stands for "/" and "_plus_" for "+"."""
    values = {name.replace("__", "/").replace("_plus_", "+"): value for name, value in data.items()}
    return {"output_type": "display_data", "data": values, "metadata": metadata or {}}


@dataclass(frozen=True)
class PageMaker:
    """Makes pages in a folder of the test's."""

    folder: Path

    def notebook(self, *cells: dict[str, Any], name: str = "lesson.ipynb", **metadata: object) -> Notebook:
        """A notebook of these cells."""
        path = self.folder / "notebooks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(raw), encoding="utf-8")
        return read_notebook(path, name)

    def pages(self, *notebooks: Notebook, options: PageOptions | None = None) -> dict[str, str]:
        """The pages of notebooks, by their paths in the site."""
        site = self.folder / "site"
        (site / "lab").mkdir(parents=True, exist_ok=True)
        (site / "lab" / "index.html").touch()
        write_pages(notebooks, site, self.folder, options or PageOptions())
        return {
            path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
            for path in site.rglob("*.html")
        }

    def page(self, *cells: dict[str, Any], options: PageOptions | None = None, **metadata: object) -> str:
        """The page of a notebook of these cells."""
        return self.pages(self.notebook(*cells, **metadata), options=options)["pages/lesson.html"]


@pytest.fixture
def make(tmp_path: Path) -> PageMaker:
    return PageMaker(tmp_path)
