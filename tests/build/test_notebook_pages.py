"""Which pages of notebooks are live: by the setting, by what they say, by their language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine

CONFIGURATION = """
extensions = ["myst_nb", "lite_build.sphinx"]
nb_execution_mode = "off"
exclude_patterns = ["_build", "jupyter_execute"]
"""

QUIET = """---
file_format: mystnb
kernelspec:
  name: python3
lite_build: off
---

# Quiet

```{code-cell}
1 + 1
```
"""


def write_page(path: Path, language: str = "python", **metadata: str) -> None:
    kernel = {"kernelspec": {"name": language, "language": language, "display_name": language}}
    code = {"cell_type": "code", "id": "one", "metadata": {}, "execution_count": None, "outputs": []}
    title = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {path.stem}"}
    notebook = {
        "cells": [title, {**code, "source": "1 + 1"}],
        "metadata": {**kernel, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    (folder / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    write_page(folder / "index.ipynb")
    write_page(folder / "asks.ipynb", lite_build="notebook")
    write_page(folder / "refuses.ipynb", lite_build="off")
    # YAML takes the word for a value.
    (folder / "quiet.md").write_text(QUIET, encoding="utf-8")
    write_page(folder / "mistakes.ipynb", lite_build="yes")
    write_page(folder / "other.ipynb", language="R")
    return folder


@pytest.mark.parametrize(
    ("setting", "live"),
    [
        ("0", {"asks"}),
        ("1", {"index", "asks", "mistakes"}),
    ],
)
def test_a_page_is_live_by_the_setting_or_by_its_own_word(
    command_line: CommandLine, docs: Path, setting: str, live: set[str]
) -> None:
    # The form in which Sphinx shows what it has read: no site is built for it.
    said = f"lite_build_live_notebooks={setting}"
    finished = command_line.run(
        "-b", "pseudoxml", "-D", said, ".", "_build", cwd=docs, command="sphinx-build"
    )
    assert finished.status == 0, finished.said
    found = {path.stem for path in (docs / "_build").glob("*.pseudoxml") if "<LiveBlock" in path.read_text()}
    assert found == live
    assert "false is none of" not in finished.said
    assert "mistakes.ipynb" in finished.said and "yes is none of doctest, python, all" in finished.said


def test_a_setting_that_is_no_list_is_refused_with_the_form_of_one(
    command_line: CommandLine, docs: Path
) -> None:
    changed = docs.with_name("changed")
    changed.mkdir()
    text = CONFIGURATION + 'lite_build_live_notebooks = "myst_nb"\n'
    (changed / "conf.py").write_text(text, encoding="utf-8")
    write_page(changed / "index.ipynb")
    finished = command_line.run("-b", "pseudoxml", ".", "_build", cwd=changed, command="sphinx-build")
    assert finished.status != 0
    assert 'lite_build_live_notebooks is True, False, or a list, such as ["myst_nb"]' in finished.said
