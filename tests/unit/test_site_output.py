from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lite_build.cli import main
from lite_build.project.configuration import configure
from lite_build.project.file_names import CONFIG_FILE
from lite_build.project.options import SiteOptions
from lite_build.project.output import check_place, check_report_places, is_site
from lite_build.project.project import Project
from lite_build.words.errors import UserMistake
from tests.conftest import write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with a project in it."""
    folder = tmp_path / "people" / "ada"
    for name in ("course/notebooks", "course/overrides", ".cache/lite-build"):
        (folder / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


def _check(home: Path, output: Path) -> None:
    root = home / "course"
    project = Project(
        root=root,
        contents=(root / "notebooks",),
        output=output,
        site=SiteOptions(overrides=root / "overrides"),
    )
    check_place(project, home / ".cache" / "lite-build")


@pytest.mark.parametrize(
    ("output", "lost"),
    [
        ("course", "is the project's folder"),
        ("course/notebooks", "is the contents notebooks"),
        ("course/overrides", "is the overrides"),
        ("course/overrides/dist", "lies in the overrides"),
        (".cache", "holds the user's cache"),
        (".cache/lite-build", "is the user's cache"),
        (".", "holds the project's folder"),
        ("..", "holds the project's folder"),
    ],
)
def test_an_output_in_whose_place_something_would_be_lost_is_refused(
    home: Path, output: str, lost: str
) -> None:
    with pytest.raises(UserMistake, match=lost):
        _check(home, home / output)


def test_the_home_folder_is_refused_though_the_project_lies_elsewhere(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "else").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "else"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "else"))
    with pytest.raises(UserMistake, match="is the home folder"):
        _check(home, tmp_path / "else")


def test_a_link_does_not_hide_what_an_output_is(home: Path) -> None:
    (home / "alias").symlink_to(home / "course" / "notebooks")
    with pytest.raises(UserMistake, match="is the contents notebooks"):
        _check(home, home / "alias")


def test_an_output_in_or_beside_the_project_is_taken(home: Path) -> None:
    for output in ("course/_output", "course/notebooks/dist", "site"):
        _check(home, home / output)


def test_a_site_is_known_by_what_every_jupyterlite_writes(tmp_path: Path) -> None:
    write_site(tmp_path / "site", "page")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").touch()
    assert is_site(tmp_path / "site")
    (tmp_path / "pages" / "jupyter-lite.json").touch()
    assert not is_site(tmp_path / "pages")
    assert not is_site(tmp_path / "nothing")


@pytest.mark.parametrize("lost", ["jupyter-lite.json", "config-utils.js", "index.html"])
def test_a_site_that_lost_a_file_is_a_site_still(tmp_path: Path, lost: str) -> None:
    write_site(tmp_path / "site", "page")
    (tmp_path / "site" / lost).unlink()
    assert is_site(tmp_path / "site")


@pytest.mark.parametrize("command", ["build", "check", "lock", "serve", "status"])
@pytest.mark.parametrize("inside", ["", "files/data"])
def test_no_command_takes_a_site_for_a_project(
    command: str, inside: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "course" / "_output"
    (site / "files" / "data").mkdir(parents=True)
    for name in ("config-utils.js", "jupyter-lite.json"):
        (site / name).write_text("{}", encoding="utf-8")

    assert main([command, str(site / inside)]) == 2
    said = f"this lies in the built site {site}" if inside else "this is a built site, and no project"
    assert capsys.readouterr().err == f"lite-build: {site / inside}: {said}\n→ Run it in {site.parent}.\n"
    assert not (site / inside / "_output").exists()


def test_the_project_of_a_site_is_found_by_its_configuration(tmp_path: Path) -> None:
    site = tmp_path / "course" / "public" / "site"
    site.mkdir(parents=True)
    for name in ("config-utils.js", "jupyter-lite.json"):
        (site / name).write_text("{}", encoding="utf-8")
    with pytest.raises(UserMistake, match="Run it in the folder of the project"):
        configure(site)
    (tmp_path / "course" / CONFIG_FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(UserMistake, match=re.escape(f"Run it in {tmp_path / 'course'}.")):
        configure(site)
    # Written into the site itself, it makes a project of it.
    (site / CONFIG_FILE).write_text("{}", encoding="utf-8")
    configure(site)


@pytest.mark.parametrize(
    "words",
    [["check", "--json"], ["build", "--report"], ["build", "--check", "--json"], ["serve", "--report"]],
)
def test_a_report_for_a_missing_folder_is_refused_before_anything_is_made(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, report = tmp_path / "course", tmp_path / "nowhere" / "report.json"
    project.mkdir()
    port = ["--port=0"] if words[0] == "serve" else []

    assert main([words[0], str(project), *port, *words[1:], str(report)]) == 2
    assert capsys.readouterr().err == (
        f"lite-build: {report}: there is no folder {report.parent} for this report\n"
        "→ Correct the path, or make the folder first.\n"
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["course"]


def test_a_report_in_the_place_of_a_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path), "--json", str(tmp_path)]) == 2
    assert f"{tmp_path}: is a folder, and no place for a report\n→ Name a file" in capsys.readouterr().err


def test_a_report_may_lie_in_the_site_that_is_not_there_yet(tmp_path: Path) -> None:
    output = tmp_path / "_output"
    project = Project(tmp_path, (tmp_path,), output, site=SiteOptions(report=output / "report.json"))
    check_report_places(project, of_build=True, of_check=True)
