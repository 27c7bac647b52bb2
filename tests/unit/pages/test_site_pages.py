"""The pages of a site as a whole: which notebooks have one, where it lies, and what leads to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lite_build.check.protocol import CommMessage
from lite_build.pages.lone_notebooks import folder_of, rules_for
from lite_build.pages.site_pages import chosen_notebooks
from lite_build.pages.widget_state import widget_state
from lite_build.project.contents import collect_contents
from lite_build.project.options import PageOptions
from lite_build.words.errors import UserMistake
from tests.unit.pages.conftest import code, text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.pages.conftest import PageMaker

PUBLISHED = ("a.ipynb", "week 1/b.ipynb", "week 1/deep/c.ipynb", "x[1].ipynb")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a.ipynb", ["a.ipynb"]),
        ("*.ipynb", ["a.ipynb", "x[1].ipynb"]),
        ("**/*.ipynb", sorted(PUBLISHED)),
        ("week 1/*", ["week 1/b.ipynb"]),
        ("week 1/**", ["week 1/b.ipynb", "week 1/deep/c.ipynb"]),
        ("./**/c.ipynb", ["week 1/deep/c.ipynb"]),
        ("x[1].ipynb", ["x[1].ipynb"]),
    ],
)
def test_patterns_choose_the_notebooks_that_have_pages(pattern: str, found: list[str]) -> None:
    assert list(chosen_notebooks([pattern], PUBLISHED)) == found


def test_a_pattern_that_finds_nothing_is_told_with_what_there_is() -> None:
    with pytest.raises(UserMistake, match=r"b\.ipynb is no notebook of the contents") as raised:
        chosen_notebooks(["b.ipynb", "a.ipynb"], PUBLISHED)
    assert "The contents have a.ipynb, week 1/b.ipynb" in str(raised.value)


def test_pages_and_their_list_lead_to_each_other_and_to_jupyterlab(make: PageMaker) -> None:
    notebooks = (
        make.notebook(text("# One <1>\n\nSays it."), name="week 1/one.ipynb"),
        make.notebook(text("# Zwei"), name="two.ipynb", language="de"),
    )
    pages = make.pages(*notebooks, options=PageOptions(is_home=True))
    listed = pages["pages/index.html"]
    assert '<a href="../pages/week%201/one.html" lang="en">One &lt;1&gt;</a>' in listed
    assert '<p lang="en">Says it.</p>' in listed
    assert '<a href="../lab/index.html">Open JupyterLab</a>' in listed
    page = pages["pages/week 1/one.html"]
    assert '<a href="../../pages/index.html">All pages</a>' in page
    assert '<a href="../../lab/index.html?path=week%201/one.ipynb">Open in JupyterLab</a>' in page
    assert '<a href="../../files/week%201/one.ipynb" download>' in page
    assert 'url=pages/index.html"' in pages["index.html"]
    # JupyterLite's applications look for their settings there.
    assert 'id="jupyter-config-data"' in pages["index.html"]


def test_a_notebook_called_index_is_the_list_of_its_author(make: PageMaker) -> None:
    pages = make.pages(make.notebook(text("# Mine"), name="index.ipynb"))
    assert "<title>Mine</title>" in pages["pages/index.html"]


def test_a_notebook_in_no_project_has_what_it_names_and_nothing_else(make: PageMaker) -> None:
    notebook = make.notebook(
        text("[more](more.txt)"),
        code("import helper\nopen('data/a.csv')\nglob('many/*.csv')"),
        name="n.ipynb",
    )
    folder = notebook.path.parent
    for name in ("more.txt", "data/a.csv", "data/b.csv", "many/c.csv", "secret.txt", "sub/secret.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "helper.py").write_text("open('of-helper.txt')", encoding="utf-8")
    (folder / "of-helper.txt").write_text("x", encoding="utf-8")
    root = folder_of([notebook.path])
    contents = collect_contents([root], root=root, ignored=rules_for([notebook.path], root))
    assert [str(file.path) for file in contents.files] == [
        "data/a.csv",
        "helper.py",
        "many/c.csv",
        "more.txt",
        "n.ipynb",
        "of-helper.txt",
    ]


def test_a_text_in_no_project_has_the_texts_that_it_links_to(tmp_path: Path) -> None:
    cell = "```{code-cell}\nopen('a.csv')\n```\n"
    for name, text_of_it in {
        "n.md": f"[next](next.md) [words](words.md)\n\n{cell}",
        "next.md": cell,
        "words.md": "Only words.",
        "a.csv": "1",
        "other.md": cell,
    }.items():
        (tmp_path / name).write_text(text_of_it, encoding="utf-8")
    contents = collect_contents([tmp_path], root=tmp_path, ignored=rules_for([tmp_path / "n.md"], tmp_path))
    assert [str(file.path) for file in contents.files] == [
        "a.csv",
        "n.ipynb",
        "n.md",
        "next.ipynb",
        "next.md",
        "words.md",
    ]


def test_the_project_of_a_notebook_is_the_nearest_folder_with_a_configuration(tmp_path: Path) -> None:
    notebook = tmp_path / "notebooks" / "week" / "n.ipynb"
    assert folder_of([notebook]) == notebook.parent
    (tmp_path / "jupyter_lite_config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    assert folder_of([notebook]) == tmp_path


def test_widgets_are_kept_as_they_are_at_the_end() -> None:
    def comm(
        kind: str, identifier: str, data: object, *buffers: str, target: str = "jupyter.widget"
    ) -> CommMessage:
        content = {"comm_id": identifier, "target_name": target, "data": data}
        return CommMessage(kind, content, {}, buffers)  # type: ignore[arg-type]

    names = {"_model_name": "M", "_model_module": "m", "_model_module_version": "1"}
    kept = widget_state(
        [
            comm("comm_open", "a", {"state": {**names, "x": 1, "b": None}, "buffer_paths": [["b"]]}, "YWI="),
            comm("comm_open", "gone", {"state": names}),
            comm("comm_open", "other", {"state": {}}, target="another"),
            comm("comm_msg", "a", {"method": "update", "state": {"x": 2}}),
            comm("comm_msg", "a", {"method": "custom", "content": {}}),
            comm("comm_close", "gone", {}),
        ]
    )
    assert kept is not None
    model = {"model_name": "M", "model_module": "m", "model_module_version": "1"}
    buffers = [{"data": "YWI=", "encoding": "base64", "path": ["b"]}]
    assert kept["state"] == {"a": {**model, "state": {**names, "x": 2, "b": None}, "buffers": buffers}}
    assert widget_state([]) is None


def test_files_that_the_code_names_are_beside_the_page_and_named_in_it(make: PageMaker) -> None:
    contents = make.folder / "site/files"
    cells = (text("[x](linked.txt)"), code("import helper\nopen('data/a b.csv')\nopen('../up.csv')"))
    for name in ("week/linked.txt", "week/helper.py", "week/data/a b.csv", "up.csv", "week/other.csv"):
        (contents / name).parent.mkdir(parents=True, exist_ok=True)
        (contents / name).write_text("x", encoding="utf-8")
    notebook = make.notebook(*cells, name="week/lesson.ipynb")
    (contents / "week/lesson.ipynb").write_bytes(notebook.path.read_bytes())
    html = make.pages(notebook)["pages/week/lesson.html"]
    named = ("up.csv", "week/data/a%20b.csv", "week/helper.py")
    assert f'files="{" ".join(f"../../pages/{name}" for name in named)}"' in html
    copied = {path.name for path in (make.folder / "site/pages").rglob("*") if path.is_file()}
    assert copied == {"lesson.html", "index.html", "up.csv", "a b.csv", "helper.py"}


def test_a_link_to_a_text_leads_to_the_page_of_the_notebook_that_it_is(make: PageMaker) -> None:
    contents = make.folder / "site/files"
    contents.mkdir(parents=True)
    for name in ("next.md", "unshown.md"):
        (contents / name).write_text("```{code-cell}\n1\n```\n", encoding="utf-8")
        published = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        (contents / name).with_suffix(".ipynb").write_text(published, encoding="utf-8")
    (contents / "words.md").write_text("Only words", encoding="utf-8")
    links = text("[one](next.md#end) [two](unshown.md) [three](words.md)")
    pages = make.pages(make.notebook(links), make.notebook(code("1"), name="next.ipynb"))
    html = pages["pages/lesson.html"]
    assert 'href="../pages/next.html#end"' in html
    assert 'href="../lab/index.html?path=unshown.ipynb"' in html
    assert 'href="../files/words.md"' in html
