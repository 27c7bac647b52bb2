from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lite_build.notebooks.reading import read_notebook, read_notebooks
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path


def text_of(**changes: object) -> str:
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changes}
    return json.dumps({key: value for key, value in notebook.items() if value is not None}, indent=1)


def mistake(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake) as raised:
        read_notebook(path)
    return str(raised.value)


def test_a_notebook_is_read_with_its_kernel_its_cells_and_their_tags(tmp_path: Path) -> None:
    path = tmp_path / "tour.ipynb"
    cells = [
        {"cell_type": "markdown", "source": ["# Tour\n", "of widgets"], "metadata": {}},
        {"cell_type": "code", "source": "1 / 0", "metadata": {"tags": ["raises-exception"]}},
    ]
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "Python"}
    path.write_text(text_of(cells=cells, metadata={"kernelspec": kernel}), encoding="utf-8")

    notebook = read_notebook(path)

    assert (notebook.name, notebook.kernel, notebook.language) == ("tour.ipynb", "python", "python")
    assert [(cell.kind, cell.source) for cell in notebook.cells] == [
        ("markdown", "# Tour\nof widgets"),
        ("code", "1 / 0"),
    ]
    assert notebook.cells[1].tags == {"raises-exception"}
    assert notebook.place(notebook.cells[1]) == "tour.ipynb, cell 2"


def test_the_language_comes_from_language_info_where_the_kernel_does_not_say(tmp_path: Path) -> None:
    path = tmp_path / "sketch.ipynb"
    metadata = {"kernelspec": {"name": "p5js"}, "language_info": {"name": "JavaScript"}}
    path.write_text(text_of(metadata=metadata), encoding="utf-8")
    assert read_notebook(path).language == "javascript"


def test_duplicate_keys_and_a_byte_order_mark_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "twice.ipynb"
    path.write_text(
        "\ufeff" + text_of().replace('"metadata": {}', '"metadata": {}, "metadata": {}'), encoding="utf-8"
    )
    assert read_notebook(path).cells == ()


def test_text_that_is_not_json_is_named_with_its_line_and_column(tmp_path: Path) -> None:
    assert "bad.ipynb, line 2, column 3: this is not JSON" in mistake(tmp_path / "bad.ipynb", "{\n  oops\n}")


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    assert "the file is empty" in mistake(tmp_path / "empty.ipynb", " \n")


def test_a_merge_left_unresolved_is_recognized(tmp_path: Path) -> None:
    text = text_of().replace(' "cells"', '<<<<<<< HEAD\n "cells"')
    assert "resolve it" in mistake(tmp_path / "merge.ipynb", text)


def test_a_constant_that_no_browser_reads_is_named_with_its_line(tmp_path: Path) -> None:
    text = '{"a": "NaN",\n "nbformat": NaN}'
    assert "line 2, column 14: this is not JSON: browsers cannot read NaN" in mistake(
        tmp_path / "n.ipynb", text
    )


def test_bytes_that_are_not_utf_8_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.ipynb"
    path.write_bytes(b'{\n"a": "caf\xe9"}')
    with pytest.raises(UserMistake, match="line 2: the file is not UTF-8"):
        read_notebook(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"gone\.ipynb: the file cannot be read"):
        read_notebook(tmp_path / "gone.ipynb")


@pytest.mark.parametrize("text", ["[]", "3", '"a"', "null"])
def test_json_that_is_no_object_is_not_a_notebook(tmp_path: Path, text: str) -> None:
    assert "this is JSON, but not a notebook" in mistake(tmp_path / "list.ipynb", text)


def test_what_is_missing_at_the_top_is_named(tmp_path: Path) -> None:
    assert 'missing "nbformat", "metadata", "cells"' in mistake(tmp_path / "a.ipynb", "{}")
    assert 'line 1: this is JSON, but not a notebook: "cells" is missing' in mistake(
        tmp_path / "b.ipynb", text_of(cells=None)
    )


@pytest.mark.parametrize(
    ("cell", "line", "what"),
    [
        ({"cell_type": "code"}, 3, '"source" is missing'),
        ({"source": ""}, 3, '"cell_type" is missing'),
        ({"source": "", "cell_type": "heading"}, 5, '"cell_type" is "heading"'),
        ({"cell_type": "code", "source": 7}, 5, '"source" should be a string'),
        ({"cell_type": "code", "source": "", "metadata": []}, 6, '"metadata" should be an object'),
        ({"cell_type": "code", "source": "", "metadata": {"tags": "x"}}, 7, '"tags" should be an array'),
        ({"cell_type": "code", "source": "", "outputs": {}}, 6, '"outputs" should be an array'),
        ({"cell_type": "code", "source": "", "outputs": [{"output_type": "pyout"}]}, 7, "output 1 has no"),
        ({"cell_type": "code", "source": "", "outputs": [{"output_type": []}]}, 7, "output 1 has no"),
        (
            {"cell_type": "code", "source": "", "outputs": [{"output_type": "display_data", "data": None}]},
            9,
            '"data" of output 1 should be an object',
        ),
        (
            {"cell_type": "code", "source": "", "outputs": [{"output_type": "display_data", "data": []}]},
            9,
            '"data" of output 1 should be an object',
        ),
        ({"cell_type": [], "source": ""}, 4, '"cell_type" is []'),
        ("text", 3, "there is no object"),
    ],
)
def test_a_broken_cell_is_named_with_its_line(tmp_path: Path, cell: object, line: int, what: str) -> None:
    message = mistake(tmp_path / "cell.ipynb", text_of(cells=[cell]))
    assert f"cell.ipynb, line {line}: this is JSON, but not a notebook: in cell 1, {what}" in message


def test_a_notebook_of_an_old_format_says_how_to_convert_it(tmp_path: Path) -> None:
    message = mistake(tmp_path / "old.ipynb", text_of(nbformat=3, cells=None, worksheets=[]))
    assert "the old format 3" in message
    assert 'jupyter nbconvert --to notebook --inplace "old.ipynb"' in message


def test_a_notebook_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    assert "newer than what JupyterLab reads" in mistake(tmp_path / "new.ipynb", text_of(nbformat=5))


def test_every_problem_of_every_notebook_is_named_at_once(tmp_path: Path) -> None:
    files = []
    for name, text in {"a.ipynb": "{", "b.ipynb": text_of(), "c.ipynb": text_of(cells=["x", {}])}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append((f"course/{name}", tmp_path / name))
    with pytest.raises(UserMistake) as raised:
        read_notebooks(files)
    lines = raised.value.what.splitlines()
    assert [line.partition(",")[0] for line in lines] == ["course/a.ipynb", *["course/c.ipynb"] * 3]


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "any.ipynb"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["cells", "source", "a"]), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(cells=JSON, metadata=JSON, version=JSON)
def test_any_json_is_a_notebook_or_a_mistake(
    anywhere: Path, cells: object, metadata: object, version: object
) -> None:
    notebook = {"cells": cells, "metadata": metadata, "nbformat": version, "nbformat_minor": 5}
    anywhere.write_text(json.dumps(notebook), encoding="utf-8")
    try:
        read_notebook(anywhere)
    except UserMistake as mistake:
        assert str(mistake).startswith("any.ipynb")
