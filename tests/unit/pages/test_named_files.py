"""What a notebook's code names beside it, and so is published with its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest

from lite_build.pages.named_files import named_files

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("lesson/data/a.csv", "lesson/jan.csv", "lesson/feb.csv", "lesson/secret.key", "other/b.csv")


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("open('jan.csv')", {"lesson/jan.csv"}),
        ("open('../other/b.csv')", {"other/b.csv"}),
        ("open('data/a.csv')", {"lesson/data/a.csv"}),
        ("open(f'data/{name}.csv')", {"lesson/data"}),
        ("glob('*.csv')", {"lesson/jan.csv", "lesson/feb.csv"}),
        ("open(f'{month}.csv')", {"lesson/jan.csv", "lesson/feb.csv"}),
        ("print(f'Total: {total}')", set()),
        ("print('What?', '[1]', '.', '..', '*', f'{x}')", set()),
        ("print('no path', '/etc/passwd', '~/x')", set()),
    ],
)
def test_a_notebook_s_code_takes_the_files_with_it_that_it_names_and_no_others(
    tmp_path: Path, code: str, named: set[str]
) -> None:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a", encoding="utf-8")
    notebook = tmp_path / "lesson/lesson.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), notebook)
    found = named_files([notebook], tmp_path, in_links=False)
    assert {path.relative_to(tmp_path).as_posix() for path in found - {notebook}} == named
