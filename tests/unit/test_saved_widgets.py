"""The digests by which pages know the notebooks that their site published with saved widgets."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.project.contents import ContentFile
from lite_build.runtime.node import node_executable
from lite_build.site.digests import seen_digest
from lite_build.site.saved_widgets import published_digests

if TYPE_CHECKING:
    from collections.abc import Callable

DIGEST_OF_PAGES = Path(__file__).parents[2] / "extensions/messages/src/digests.ts"
#: Takes notebooks as JSON from its standard input, and answers with the digests that a page takes of them.
PAGE = """
const { seenDigest } = await import(process.argv[1]);
const notebooks = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(await Promise.all(notebooks.map(seenDigest))));
"""


def notebook(*outputs: dict[str, Any], source: Any = "1", **state: Any) -> dict[str, Any]:  # noqa: ANN401
    models = {"one": {"model_name": "AnyModel", "model_module": "anywidget", "state": state}}
    widgets = {"version_major": 2, "version_minor": 0, "state": models}
    return {
        "cells": [
            {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# A\n", "title"]},
            {
                "cell_type": "code",
                "id": "code",
                "metadata": {},
                "execution_count": None,
                "source": source,
                "outputs": list(outputs),
            },
        ],
        "metadata": {"widgets": {"application/vnd.jupyter.widget-state+json": widgets}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def test_pages_and_builds_take_the_same_digests() -> None:
    notebooks = [
        notebook(),
        notebook({"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}, source=["1\n", "2"]),
        notebook({"output_type": "display_data", "data": {"text/html": ["<b>", "</b>"], "x": None}}),
        notebook(value=1.0, small=5e-324, large=10**22, huge=10**400, zero=-0.0, whole=2**53 + 1, exact=0.1),
        notebook(text='"quoted" \\ \u2028 \x00 \x7f 😀 é', empty="", yes=True, nothing=None, items=[[], {}]),
        notebook(**{"\uffff": 1, "\U0001f600": 2, "b": 3, "a": 4}),
        {"cells": [], "metadata": {"widgets": []}},
    ]
    answered = subprocess.run(
        [node_executable(), "--input-type=module", "--eval", PAGE, DIGEST_OF_PAGES.as_uri()],
        input=json.dumps(notebooks),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(answered.stdout) == [seen_digest(each) for each in notebooks]


def test_a_notebook_keeps_its_digest_when_jupyterlab_writes_it_anew() -> None:
    written = notebook(source=["1\n", "2"], value=1.0)
    anew = json.loads(json.dumps(notebook(source="1\n2", value=1), sort_keys=True))
    anew["cells"][1]["metadata"] = {"trusted": True}
    anew["metadata"]["language_info"] = {"name": "python"}
    assert seen_digest(anew) == seen_digest(written)


@pytest.mark.parametrize(
    "edit",
    [
        lambda edited: edited["cells"][1].update(source="2"),
        lambda edited: edited["cells"].pop(0),
        lambda edited: edited["cells"][1]["outputs"].append({"output_type": "stream", "text": "more"}),
        lambda edited: edited["metadata"]["widgets"].popitem(),
    ],
    ids=["a source", "a cell", "an output", "the saved widgets"],
)
def test_whatever_a_reader_sees_changes_the_digest(edit: Callable[[dict[str, Any]], object]) -> None:
    edited = notebook(_esm="export default {}")
    edit(edited)
    assert seen_digest(edited) != seen_digest(notebook(_esm="export default {}"))


def test_only_notebooks_with_saved_widgets_are_published_with_a_digest(tmp_path: Path) -> None:
    with_state, without = tmp_path / "with.ipynb", tmp_path / "without.ipynb"
    with_state.write_text(json.dumps(notebook()), encoding="utf-8")
    without.write_text(json.dumps({**notebook(), "metadata": {}}), encoding="utf-8")
    files = [ContentFile(path, PurePosixPath(path.name)) for path in (with_state, without)]
    assert published_digests(files) == [seen_digest(notebook())]
