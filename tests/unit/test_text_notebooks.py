"""Notebooks that are written as text: which files are some, and what is read of them."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from lite_build.notebooks import text_notebooks
from lite_build.notebooks.reading import read_notebook
from lite_build.notebooks.text_notebooks import is_text_notebook
from lite_build.project.contents import collect_contents
from lite_build.site.listings import write_contents
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

MYST = """\
    ---
    kernelspec:
      name: python3
      display_name: Python 3
    title: A lesson
    ---

    # A lesson

    Words, and [the next](next.md#end), [data](data.md).

    ```{code-cell} ipython3
    :tags: [remove-input]

    x = 1
    %matplotlib inline
    ```

    +++

    More words.

    ```{code-cell} ipython3
    x +
    ```
"""
PERCENT = """\
    # ---
    # jupyter:
    #   kernelspec:
    #     name: python3
    #     display_name: Python 3
    # ---

    # %% [markdown]
    # # A lesson
    #
    # Words.

    # %% tags=["hide-input"]
    x = 1
    # %matplotlib inline

    # %%
    x
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", MYST, True),
        ("a.md", "```{code-cell}\n1\n```\n", True),
        ("a.md", "---\njupyter:\n  jupytext: {}\n---\n\n```python\n1\n```\n", True),
        ("a.md", "---\nfile_format: mystnb\n---\n", True),
        ("a.md", "# Only words\n\n```python\n1\n```\n", False),
        ("a.md", "---\ntitle: Words\nauthor: jupytext\n---\n", False),
        ("a.md", "---\nnot: [yaml\n---\n", False),
        ("a.md", "How to write one:\n\n````md\n```{code-cell}\n1\n```\n````\n", False),
        ("a.md", "- in a list\n\n  ```{code-cell}\n  1\n  ```\n", False),
        ("a.py", PERCENT, True),
        ("a.py", "#!/usr/bin/env python\n# %%\nx = 1\n", True),
        ("a.py", "#%% A cell\nx = 1\n", True),
        ("a.py", "import os\n\n# %%\nx = 1\n", False),
        ("a.py", "# %%time is no cell\n", False),
        ("a.txt", MYST, False),
        ("README.md", "", False),
    ],
)
def test_a_file_is_a_notebook_where_its_text_says_so(
    tmp_path: Path, name: str, text: str, expected: bool
) -> None:
    assert is_text_notebook(write(tmp_path / name, text)) is expected


@pytest.mark.parametrize(
    ("name", "text", "kinds", "lines"),
    [
        ("a.md", MYST, ["markdown", "code", "markdown", "code"], [8, 15, 21, 24]),
        ("a.py", PERCENT, ["markdown", "code", "code"], [9, 14, 18]),
    ],
)
def test_cells_their_tags_and_their_lines_are_read(
    tmp_path: Path, name: str, text: str, kinds: list[str], lines: list[int]
) -> None:
    path = write(tmp_path / name, text)
    notebook = read_notebook(path, "folder/a.ipynb")
    assert [cell.kind for cell in notebook.cells] == kinds
    assert [cell.line for cell in notebook.cells] == lines
    assert notebook.cells[1].source == "x = 1\n%matplotlib inline"
    assert notebook.cells[1].tags
    assert notebook.place(notebook.cells[1]) == f"folder/{name}, line {lines[1]}"
    assert notebook.is_for_pyodide
    assert read_notebook(path, "folder/a.ipynb").raw == notebook.raw


@pytest.mark.parametrize(
    ("name", "text", "sources"),
    [
        ("a.md", "---\njupyter:\n  kernelspec:\n    name: python3\n---\n\n```python\nx\n```\n", ["x"]),
        ("a.md", "---\nkernelspec:\n  name: python3\n---\n\n```python\nshown\n```\n", []),
        ("a.md", "---\nfile_format: mystnb\n---\n:::{note}\n:::\n\n```{code-cell}\nx\n```\n", ["x"]),
        ("a.py", "# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n# ---\n\n# Text\n\nx\n", ["x"]),
        ("a.py", "# %%\n# %%bash\n# ls\n\n# %%\n# !ls\nx\n", ["%%bash\nls", "!ls\nx"]),
    ],
)
def test_the_forms_of_jupytext_are_told_apart(
    tmp_path: Path, name: str, text: str, sources: list[str]
) -> None:
    notebook = read_notebook(write(tmp_path / name, text))
    assert [cell.source for cell in notebook.cells if cell.kind == "code"] == sources
    assert notebook.is_for_pyodide


def test_a_notebook_that_names_no_kernel_is_for_the_site_s_python(tmp_path: Path) -> None:
    notebook = read_notebook(write(tmp_path / "a.md", "```{code-cell} ipython3\n1\n```\n"))
    assert (notebook.name, notebook.language) == ("a.ipynb", "python")
    for beginning in ("", "---\nkernelspec:\n  name: python3\n---\n"):
        text = f"{beginning}```{{code-cell}}\n1\n```\n"
        assert read_notebook(write(tmp_path / "a.md", text)).language == "python"
    in_r = "---\nkernelspec:\n  name: ir\n---\n```{code-cell}\n1\n```\n"
    assert not read_notebook(write(tmp_path / "a.md", in_r)).is_for_pyodide


def test_its_site_has_the_notebook_beside_the_text_and_it_is_read_the_same(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(project / "a.md", MYST)
    write(project / "next.md", "```{code-cell}\n1\n```\n")
    write(project / "data.md", "Only words\n")
    write(project / "paired.md", MYST)
    write(project / "paired.ipynb", "{}")
    write(project / "both.md", MYST)
    write(project / "both.py", PERCENT)
    contents = collect_contents([project], root=project)
    assert [str(file.path) for file in contents.notebooks] == [
        "a.ipynb",
        "both.ipynb",
        "next.ipynb",
        "paired.ipynb",
    ]
    assert {str(file.path) for file in contents.files} >= {"a.md", "both.py", "data.md"}
    assert not contents.remarks
    write_contents(contents, tmp_path / "site", epoch=0)
    published = read_notebook(tmp_path / "site/files/a.ipynb")
    assert "[the next](next.ipynb#end), [data](data.md)" in published.cells[0].source
    assert published.place(published.cells[1]) == "a.md, line 15"
    assert (tmp_path / "site/files/both.ipynb").read_text(encoding="utf-8").count("More words.") == 1
    listing = json.loads((tmp_path / "site/api/contents/all.json").read_text(encoding="utf-8"))
    types = {entry["name"]: entry["type"] for entry in listing["content"]}
    assert (types["a.ipynb"], types["a.md"]) == ("notebook", "file")


def test_the_ends_of_lines_are_any_system_s(tmp_path: Path) -> None:
    text = "---\nkernelspec:\n  name: python3\n---\n\n```{code-cell}\nx\n```\n"
    path = tmp_path / "a.md"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert is_text_notebook(path)
    [cell] = read_notebook(path).cells
    assert (cell.source, cell.line) == ("x", 7)


def test_a_text_that_jupytext_cannot_read_is_told_by_its_own_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "```{code-cell}\n:tags: [one\n\n1\n```\n")
    with pytest.raises(UserMistake, match=r"a\.md: jupytext cannot read it"):
        read_notebook(path)


def test_without_jupytext_texts_stay_texts_and_one_warning_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.md", MYST)
    write(tmp_path / "b.py", PERCENT)
    write(tmp_path / "words.md", "Only words\n")
    for module in ("lite_build.project.contents", "lite_build.notebooks.reading"):
        monkeypatch.setattr(f"{module}.can_be_read", lambda: False)
    contents = collect_contents([tmp_path], root=tmp_path)
    assert not contents.notebooks
    [remark] = contents.remarks
    assert "a.md and 1 more" in remark
    assert text_notebooks.INSTALL_JUPYTEXT in remark
    with pytest.raises(UserMistake, match="jupytext"):
        read_notebook(tmp_path / "a.md")


def test_a_header_may_have_all_that_yaml_has(tmp_path: Path) -> None:
    header = "title: A day\ndate: 2026-11-30\nseen: 2026-11-30 18:30:00\nkinds: !!set {robin}\n"
    (tmp_path / "day.md").write_text(f"---\n{header}---\n\n```{{code-cell}}\n1\n```\n", encoding="utf-8")
    metadata = read_notebook(tmp_path / "day.md").raw["metadata"]
    assert json.loads(json.dumps(metadata)) == metadata
    assert (metadata["date"], metadata["seen"]) == ("2026-11-30", "2026-11-30 18:30:00")
    assert metadata["kinds"] == ["robin"]
