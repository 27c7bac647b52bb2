"""Cells of code in a page: their code to the letter, and their tags as the field has them."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.notebooks.cell_tags import cell_tags
from lite_build.project.options import PageOptions
from tests.unit.pages.conftest import code, stream, text

if TYPE_CHECKING:
    from tests.unit.pages.conftest import PageMaker


#: Metadata of cells, and what that says: `extensions/page/tests/cell-tags.test.ts` reads them too.
TAGS = Path(__file__).with_name("tags_of_cells.json")
NO_TAGS = {"input": "shown", "output": "shown", "removed": False, "left_out": False, "raises": False}


def cell_of(html: str) -> str:
    found = re.search(r"<lite-cell.*?</lite-cell>", html, re.S)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    "source",
    [
        "a < b and c & d",
        '"</code></pre></script><!--"',
        "\n\n# begins with empty lines\nx = 1",
        "%timeit x\n!ls -l\nprint?",
        "x = '''\n  two\n'''\n",
        "größe = '\U0001f600'",
        "\tx = 1",
        "not python at all ((((",
    ],
)
def test_the_code_in_its_slot_is_the_code_to_the_letter(make: PageMaker, source: str) -> None:
    found = re.search(r'<pre slot="code">(.*?)</pre>', make.page(code(source)), re.S)
    assert found is not None
    assert unescape(re.sub(r"<[^>]+>", "", found[1])) == source


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("remove-input", "in-order hidden-code"),
        ("remove_input", "in-order hidden-code"),
        ("hide-input", "in-order folded-code"),
        ("hide-cell", "in-order folded-code folded-output"),
        ("remove-output", "in-order hidden-output"),
        ("hide-output", "in-order folded-output"),
        ("remove-cell", "in-order hidden hidden-code"),
        ("raises-exception", "in-order raises-exception"),
        ("another", "in-order"),
    ],
)
def test_tags_say_what_is_shown_and_a_cell_is_run_in_its_turn(
    make: PageMaker, tag: str, attributes: str
) -> None:
    html = cell_of(make.page(code("x", stream("out"), tags=[tag])))
    assert html.startswith(f'<lite-cell id="cell-1" {attributes}>')
    assert ("out</span>" in html) == (tag not in {"remove-output", "remove-cell"})


@pytest.mark.parametrize("case", json.loads(TAGS.read_text(encoding="utf-8")), ids=json.dumps)
def test_tags_mean_what_they_mean_to_the_elements_of_pages(make: PageMaker, case: dict[str, Any]) -> None:
    notebook = make.notebook(
        {"cell_type": "code", "source": "x", "outputs": [], "metadata": case["metadata"]}
    )
    tags = cell_tags(notebook.cells[0], case["metadata"])
    read = {
        "input": tags.input,
        "output": tags.output,
        "removed": tags.is_removed,
        "left_out": tags.is_left_out,
        "raises": tags.raises_exception,
    }
    assert read == NO_TAGS | case["is"]


@pytest.mark.parametrize("tag", ["skip-check", "skip-execution"])
def test_a_cell_that_is_left_out_runs_for_those_who_ask_alone(make: PageMaker, tag: str) -> None:
    assert cell_of(make.page(code("x", tags=[tag]))).startswith('<lite-cell id="cell-1" only-asked>')


def test_what_jupyterlab_has_collapsed_is_folded(make: PageMaker) -> None:
    folds = {"source_hidden": True, "outputs_hidden": True}
    html = cell_of(make.page(code("x", stream("out"), jupyter=folds)))
    assert "folded-code folded-output" in html
    assert '<details slot="code" class="page-fold"><summary aria-label="Code"></summary>' in html
    assert "<summary>Output</summary>" in html


def test_texts_are_removed_and_folded_as_well(make: PageMaker) -> None:
    html = make.page(text("gone", tags=["remove-cell"]), text("folded", tags=["hide-input"]))
    assert "gone" not in html.partition("<main")[2]
    assert "<summary>Text</summary><p>folded</p>" in html


def test_an_app_hides_the_code_and_runs_by_itself(make: PageMaker) -> None:
    html = make.page(code("x", stream("out")), options=PageOptions(is_app=True))
    assert '<lite-cell id="cell-1" in-order autorun hidden-code hidden-controls>' in html
    assert 'class="page-content page-app"' in html


def test_a_cell_is_called_by_its_identifier_and_an_empty_one_is_none(make: PageMaker) -> None:
    html = make.page({**code("x"), "id": "first-one"}, code("  \n"), {**code("y"), "id": "no id!"})
    assert re.findall(r'<lite-cell id="([^"]+)"', html) == ["cell-first-one", "cell-3"]
