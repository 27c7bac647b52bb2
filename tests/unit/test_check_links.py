from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lite_build.check.links import find_dead_links
from lite_build.notebooks.markdown_links import links_of
from lite_build.notebooks.reading import Cell, Notebook

PAGES = frozenset(
    {"lab", "lab/index.html", "files", "files/tour.ipynb", "files/sub", "files/sub/more facts.ipynb"}
    | {"files/sub/data.csv"}
)
PUBLISHED = frozenset(path.removeprefix("files/") for path in PAGES if path.startswith("files/"))


def dead_links(markdown: str, *, name: str = "sub/more facts.ipynb", **raw: object) -> list[str]:
    cell = Cell(0, "markdown", markdown, frozenset())
    notebook = Notebook(name, Path(name), "python", "python", (cell,), {"cells": [raw]})
    return [problem.what for problem in find_dead_links([notebook], PUBLISHED, PAGES)]


@pytest.mark.parametrize(
    "markdown",
    [
        "[data](data.csv)",
        "[up](../tour.ipynb#A-heading)",
        "[from the root](/tour.ipynb)",
        "[itself](more%20facts.ipynb)",
        "[folder](../sub/)",
        "[the lab](../../lab/index.html?path=tour.ipynb)",
        "[elsewhere](https://example.org/none.ipynb) <mailto:a@example.org>",
        "[heading](#A-heading)",
        "`[code](none.ipynb)`",
        "    [code](none.ipynb)",
        '<a name="here">',
    ],
)
def test_a_link_that_leads_somewhere_is_no_problem(markdown: str) -> None:
    assert dead_links(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "link"),
    [
        ("[a](none.ipynb)", "none.ipynb"),
        ("![a](none%20such.png)", "none%20such.png"),
        ("[a][b]\n\n[b]: ../none.csv", "../none.csv"),
        ('<img alt="a" src="none.png">', "none.png"),
        ("| a |\n|---|\n| [b](none.md) |", "none.md"),
        ("[case](Data.csv)", "Data.csv"),
        ('<a href="http://[">a</a>', "http://["),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_its_cell(markdown: str, link: str) -> None:
    assert dead_links(markdown) == [f"{link} leads to nothing in the site"]


def test_an_attachment_is_looked_for_in_its_cell() -> None:
    assert dead_links("![](attachment:a.png)", attachments={"a.png": {}}) == []
    assert dead_links("![](attachment:a.png)") == ["attachment:a.png leads to nothing in the site"]


@given(st.text())
def test_any_text_can_be_read_as_markdown(text: str) -> None:
    for link in links_of(text):
        assert isinstance(link, str)
    dead_links(text)
