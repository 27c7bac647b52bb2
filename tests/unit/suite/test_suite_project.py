"""What a project's tests need, as its `pyproject.toml` and a person say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from packaging.metadata import Metadata

from lite_build.suite.project import NamedNeeds, find_project, needs_of_tests
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

MARKERS = {"sys_platform": "emscripten", "python_version": "3.14"}
METADATA = Metadata.from_email(
    """\
Metadata-Version: 2.4
Name: measure
Version: 1.0
Provides-Extra: test
Provides-Extra: plots
Provides-Extra: all
Requires-Dist: numpy
Requires-Dist: hypothesis; extra == "test"
Requires-Dist: pywin32; sys_platform == "win32" and extra == "test"
Requires-Dist: bqplot>=1; extra == "plots"
Requires-Dist: measure[plots,test]; extra == "all"
"""
)
GROUPS = """\
[project]
name = "measure"

[dependency-groups]
tests = ["pytest-cov", { include-group = "data" }]
data = ["pooch"]
dev = ["ruff"]
"""


def lines(folder: Path, text: str, metadata: Metadata | None = None, **named: tuple[str, ...]) -> list[str]:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    project = find_project(folder)
    return [line for line, _ in needs_of_tests(project, metadata, NamedNeeds(**named), MARKERS)]


def test_groups_and_extras_of_a_usual_name_are_taken(tmp_path: Path) -> None:
    assert lines(tmp_path, GROUPS, METADATA) == ["pytest", "pytest-cov", "pooch", "hypothesis"]


def test_named_ones_take_their_place(tmp_path: Path) -> None:
    assert lines(tmp_path, GROUPS, METADATA, groups=("dev",)) == ["pytest", "ruff"]
    assert lines(tmp_path, GROUPS, METADATA, extras=("plots",)) == ["pytest", "bqplot>=1"]


def test_an_extra_that_names_others_of_its_project_is_followed(tmp_path: Path) -> None:
    assert lines(tmp_path, GROUPS, METADATA, extras=("all",)) == ["pytest", "bqplot>=1", "hypothesis"]


def test_further_requirements_are_added(tmp_path: Path) -> None:
    assert lines(tmp_path, "", further=("rich",)) == ["pytest", "rich"]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"groups": ("test",)}, "no group test (did you mean tests?)"),
        ({"extras": ("plot",)}, "no extra plot (did you mean plots?)"),
    ],
)
def test_a_name_that_is_not_there_is_told(
    tmp_path: Path, named: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(UserMistake, match=re.escape(said)):
        lines(tmp_path, GROUPS, METADATA, **named)


def test_groups_in_a_circle_are_told(tmp_path: Path) -> None:
    circle = '[dependency-groups]\ntest = [{ include-group = "data" }]\ndata = [{ include-group = "test" }]\n'
    with pytest.raises(UserMistake, match="dependency groups cannot be read"):
        lines(tmp_path, circle)


def test_the_nearest_project_around_a_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    (tmp_path / "tests" / "unit").mkdir(parents=True)
    project = find_project(tmp_path / "tests" / "unit")
    assert project.root == tmp_path.resolve()
    assert not project.is_package


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project", encoding="utf-8")
    with pytest.raises(UserMistake, match="cannot be read"):
        find_project(tmp_path)
