"""A site of the notebooks of another repository: locked at a commit, and the same from every machine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import LOCK, configure_project, copy_cache, copy_project, site_of, write_notebook
from tests.conftest import write_wheel
from tests.git_repository import committed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine

pytestmark = pytest.mark.registry

CODE = "import greeting, beside\nassert open('rows.csv').read() == '1,2'\nassert beside.number == 1"


def test_a_repository_becomes_a_site_which_its_lock_makes_again(
    command_line: CommandLine, tmp_path: Path
) -> None:
    theirs, project = tmp_path / "theirs", tmp_path / "project"
    theirs.mkdir()
    write_notebook(theirs / "week" / "lesson.ipynb", CODE)
    files = {"week/rows.csv": "1,2", "week/beside.py": "number = 1\n", "requirements.txt": "greeting<2\n"}
    # What their own site is told is not for this one.
    files["lab/jupyter-lite.json"] = '{"jupyter-config-data": {"appName": "THEIR OWN"}}'
    first = committed(theirs, files)
    project.mkdir()
    for version in ("1.0", "2.0"):
        write_wheel("greeting", version, folder=project)
    configure_project(
        project,
        {"PackagesAddon": {"find_links": ["."]}, "BuiltContentsAddon": {"from_repo": "../theirs"}},
    )
    assert command_line.run("lock", project).status == 0
    assert first in (project / LOCK).read_text(encoding="utf-8")
    checked = command_line.run("check", project)
    assert checked.status == 0, checked.said
    published = project / "_output" / "files" / "week"
    assert sorted(path.name for path in published.iterdir()) == ["beside.py", "lesson.ipynb", "rows.csv"]

    assert (project / "_output" / "badge.svg").is_file()
    assert "THEIR OWN" not in (project / "_output" / "lab" / "jupyter-lite.json").read_text(encoding="utf-8")
    committed(theirs, {"week/rows.csv": "3,4"})
    # Another machine, where nothing of the repository has been before.
    other = copy_project(project, tmp_path / "other")
    elsewhere = copy_cache(command_line, tmp_path / "cache", "repositories-1", "repository-addresses-1")
    assert f"Notebooks of ../theirs at {first[:12]}" in elsewhere.build(other)
    assert site_of(other) == site_of(project)

    # What is fetched has the repository too.
    offline = tmp_path / "offline"
    assert command_line.run("fetch", project, "-o", offline).status == 0
    shutil.rmtree(theirs / ".git")
    without_lock = copy_project(project, tmp_path / "without a lock")
    (without_lock / LOCK).unlink()
    alone = copy_cache(command_line, tmp_path / "third", "repositories-1", "repository-addresses-1")
    alone.build(without_lock, "--offline", f"--from={offline}")
    assert site_of(without_lock) == site_of(project)


def test_what_can_be_no_site_is_told_in_words(command_line: CommandLine, tmp_path: Path) -> None:
    committed(tmp_path / "theirs", {"README.md": "nothing to run\n", "lessons/a.txt": ""})
    project = tmp_path / "project"
    project.mkdir()
    for words, told in (
        (["--from-repo=../theirs"], "has no notebooks"),
        (["--from-repo=../theirs", "--ref=nope"], "has no branch, tag or commit nope"),
    ):
        finished = command_line.run("build", project, *words)
        assert finished.status == 2, finished.said
        assert told in finished.said
        assert "Traceback" not in finished.said
    assert not (project / "_output").exists()


def test_lock_takes_a_newer_commit_when_it_is_told_to(command_line: CommandLine, tmp_path: Path) -> None:
    theirs, project = tmp_path / "theirs", tmp_path / "project"
    project.mkdir()
    theirs.mkdir()
    write_notebook(theirs / "lesson.ipynb", "1 + 1")
    first = committed(theirs, {})
    assert command_line.run("lock", project, "--from-repo=../theirs").status == 0
    write_notebook(theirs / "lesson.ipynb", "2 + 2")
    second = committed(theirs, {})
    said = command_line.run("lock", project, "--from-repo=../theirs", "--upgrade=../theirs")
    assert f"../theirs {first[:12]} → {second[:12]}" in said.said
    assert second in (project / LOCK).read_text(encoding="utf-8")
