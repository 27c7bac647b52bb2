"""A new widget package, as `lite-build widget new` writes it."""

from __future__ import annotations

import importlib
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from lite_build.cli import main
from lite_build.templates.new_widget import create_widget
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    ".gitignore",
    "README.md",
    "my_counter/__init__.py",
    "my_counter/widget.css",
    "my_counter/widget.js",
    "pyproject.toml",
    "tests/test_widget.py",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A new package, importable."""
    create_widget("My_Counter", tmp_path)
    folder = tmp_path / "my-counter"
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.modules.pop("my_counter", None)


def test_a_package_is_written_whole(package: Path) -> None:
    written = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert written == FILES
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == "my-counter"
    assert project["project"]["dependencies"] == ["litewidget", "traitlets"]
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["my_counter"]


@pytest.mark.parametrize(
    ("name", "tag"),
    [("my-counter", "my-counter"), ("counter", "my-counter"), ("lite-counter", "my-lite-counter")],
)
def test_pages_have_it_as_a_tag(tmp_path: Path, name: str, tag: str) -> None:
    create_widget(name, tmp_path)
    project = tomllib.loads((tmp_path / name / "pyproject.toml").read_text(encoding="utf-8"))
    [(made, source)] = project["project"]["entry-points"]["litepage.elements"].items()
    assert made == tag
    assert source.partition(":")[0] == name.replace("-", "_")


def test_no_placeholder_is_left_and_the_modules_own_dollars_stay(package: Path) -> None:
    texts = {name: (package / name).read_text(encoding="utf-8") for name in FILES}
    assert not [
        name
        for name, text in texts.items()
        if "$name" in text or "$module" in text or "$widget" in text or "$tag" in text
    ]
    assert '`clicked ${model.get("value")} times`' in texts["my_counter/widget.js"]
    assert ".my-counter-button" in texts["my_counter/widget.css"]


def test_its_class_is_a_widget_with_its_files(package: Path) -> None:
    module = importlib.import_module("my_counter")
    widget = module.MyCounter(value=2)
    assert widget.get_state(["value", "_esm"]) == {
        "value": 2,
        "_esm": (package / "my_counter" / "widget.js").read_text(encoding="utf-8"),
    }
    widget.close()


def test_the_command_says_what_was_made_and_what_to_type_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["widget", "new", "my-counter"]) == 0
    said = capsys.readouterr().out
    assert "my_counter/widget.js" in said
    assert f"lite-build add {(tmp_path / 'my-counter').as_posix()}" in said


@pytest.mark.parametrize("name", ["", "../up", "a b", "größe", "1st", "-x", "x/y"])
def test_a_name_that_is_none_for_a_package_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserMistake, match="Latin letters"):
        create_widget(name, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["json", "class", "litewidget", "traitlets"])
def test_a_name_that_hides_another_module_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserMistake, match=f"my-{name}"):
        create_widget(name, tmp_path)


def test_a_folder_with_files_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "my-counter").mkdir()
    (tmp_path / "my-counter" / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"overwrite README\.md\. Nothing was written"):
        create_widget("my-counter", tmp_path)
    assert (tmp_path / "my-counter" / "README.md").read_text(encoding="utf-8") == "mine"
