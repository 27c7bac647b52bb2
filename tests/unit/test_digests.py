"""The versions that a site names: pages take the same, also of what JupyterLab has written anew."""

from __future__ import annotations

import base64
import copy
import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lite_build.runtime.node import node_executable
from lite_build.site.digests import version_of

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = Path(__file__).parents[2] / "extensions/messages/src/digests.ts"
#: Takes names and contents in base64 as JSON from its standard input; answers with the versions a page finds.
PAGE = """
const { versionOf } = await import(process.argv[1]);
const files = JSON.parse(await new Response(process.stdin).text());
const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
console.log(JSON.stringify(await Promise.all(files.map(([name, text]) => versionOf(name, bytes(text))))));
"""
NOTEBOOK: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# A\n", "title"]},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {"tags": ["answer"]},
            "source": ["1 + 1"],
            "outputs": [],
            "execution_count": None,
        },
    ],
    "metadata": {"kernelspec": {"name": "python3"}, "authors": ["Ada"]},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def written(notebook: object, name: str = "lesson.ipynb") -> str:
    return version_of(name, json.dumps(notebook).encode()).written


def edited(edit: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    notebook = copy.deepcopy(NOTEBOOK)
    edit(notebook)
    return notebook


def test_pages_and_builds_name_the_same_versions() -> None:
    files = [
        ("lesson.ipynb", json.dumps(NOTEBOOK, indent=1).encode()),
        ("none.ipynb", b'{"cells": [], "metadata": {}}'),
        ("odd.ipynb", b'{"cells": [1, null]}'),
        ("broken.ipynb", b"{"),
        ("nan.json", b'{"a": NaN}'),
        ("data.geojson", b'{"b": 1.0, "a": [1e400, -0.0, "\\u00e9"]}'),
        ("table.csv", "größe\r\n1\r\n".encode("utf-8-sig")),
        ("latin.txt", "größe".encode("latin-1")),
        ("picture.png", bytes(range(256))),
        ("empty.txt", b""),
    ]
    asked = [(name, base64.b64encode(content).decode()) for name, content in files]
    answered = subprocess.run(
        [node_executable(), "--input-type=module", "--eval", PAGE, PAGES.as_uri()],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(answered.stdout) == [asdict(version_of(name, content)) for name, content in files]


@pytest.mark.parametrize(
    "edit",
    [
        lambda notebook: notebook["cells"][1].update(execution_count=7, outputs=[{"output_type": "stream"}]),
        lambda notebook: notebook["cells"][1].update(source="1 + 1", id="another"),
        lambda notebook: notebook["cells"][1]["metadata"].update(trusted=True, scrolled=False),
        lambda notebook: notebook["metadata"].update(language_info={"name": "python"}, widgets={}),
        lambda notebook: notebook.update(nbformat_minor=4),
    ],
    ids=["a run", "lines and names of cells", "marks of a view", "the kernel's own", "the format"],
)
def test_what_jupyterlab_itself_writes_is_nobodys_writing(edit: Callable[[dict[str, Any]], object]) -> None:
    assert written(edited(edit)) == written(NOTEBOOK)


@pytest.mark.parametrize(
    "edit",
    [
        lambda notebook: notebook["cells"][1].update(source="1 + 2"),
        lambda notebook: notebook["cells"].reverse(),
        lambda notebook: notebook["cells"][1].update(cell_type="raw"),
        lambda notebook: notebook["cells"][0].update(attachments={"a.png": {}}),
        lambda notebook: notebook["cells"][1]["metadata"].update(tags=[]),
        lambda notebook: notebook["metadata"].update(authors=[]),
        lambda notebook: notebook["cells"].append({"cell_type": "code", "source": "", "metadata": {}}),
    ],
    ids=["a source", "the order", "a kind", "an attachment", "a tag", "the authors", "an empty cell"],
)
def test_what_a_reader_writes_counts(edit: Callable[[dict[str, Any]], object]) -> None:
    assert written(edited(edit)) != written(NOTEBOOK)


def test_a_notebook_with_no_cells_is_that_with_the_cell_jupyterlab_puts_in() -> None:
    none = edited(lambda notebook: notebook.update(cells=[]))
    cell = {"cell_type": "code", "source": "", "metadata": {}}
    one = edited(lambda notebook: notebook.update(cells=[cell]))
    assert written(none) == written(one)


def test_of_text_the_ends_of_lines_do_not_count_and_all_else_does() -> None:
    assert version_of("a.py", b"a\r\nb").written == version_of("a.py", b"a\nb").written
    assert version_of("a.py", b"a\r\nb").whole != version_of("a.py", b"a\nb").whole
    assert version_of("a.py", b"[1, 2]").written != version_of("a.py", b"[1,2]").written
    large = version_of("a.csv", b"a\r\n" * (11 * 2**20))
    assert large.written == large.whole
    assert version_of("a.json", b"[1, 2]").written == version_of("a.json", b"[1,2]").written
