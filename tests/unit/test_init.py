"""A new project, as `lite-build init` writes it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
import yaml

from lite_build.cli import main
from lite_build.html.page import read_html_pages
from lite_build.project.configuration import configure
from lite_build.templates.new_project import create_project
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

PROJECT_FILES = {
    ".github/workflows/pages.yml",
    ".gitignore",
    "README.md",
    "jupyter_lite_config.json",
    "notebooks/welcome.ipynb",
}


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "my-course"
    create_project(folder)
    return folder


@pytest.fixture
def workflow(project: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (project / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    )
    return loaded


@pytest.mark.parametrize("name", ["my-course", "my course", "größe 100% #1", "deep/er/course"])
def test_a_project_is_written_whole_whatever_its_name(tmp_path: Path, name: str) -> None:
    written = create_project(tmp_path / name)
    assert files_in(tmp_path / name) == PROJECT_FILES == {path.as_posix() for path in written}
    readme = (tmp_path / name / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {name.rpartition('/')[2]}\n")


def test_a_project_with_pages_has_a_page_for_each_notebook(tmp_path: Path) -> None:
    folder = tmp_path / "my-course"
    assert main(["init", str(folder), "--pages"]) == 0
    assert files_in(folder) == PROJECT_FILES
    configured = json.loads((folder / "jupyter_lite_config.json").read_text(encoding="utf-8"))
    assert configured["PagesAddon"] == {"notebooks": ["**/*.ipynb"], "home": True}
    configure(folder)
    notebook = nbformat.read(folder / "notebooks" / "welcome.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert notebook.metadata.title


def test_a_project_of_plain_html_has_a_page_that_runs_python_and_no_notebook(tmp_path: Path) -> None:
    folder = tmp_path / "my-apps"
    assert main(["init", str(folder), "--html"]) == 0
    assert files_in(folder) == {*PROJECT_FILES, "pages/index.html"} - {"notebooks/welcome.ipynb"}
    configure(folder)
    path = folder / "pages" / "index.html"
    [page] = read_html_pages([("index.html", path)])
    assert page.warnings == ()


def test_the_command_says_what_was_made_and_what_to_type_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my course"
    assert main(["init", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "notebooks/welcome.ipynb" in said
    assert re.search(r"lite-build serve ['\"].*my course['\"]", said)


def test_the_notebook_is_valid_and_stores_no_outputs(project: Path) -> None:
    notebook = nbformat.read(project / "notebooks" / "welcome.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert not [cell for cell in notebook.cells if cell.get("outputs")]
    assert any("interact(" in cell.source for cell in notebook.cells)


def test_the_configuration_is_one_that_a_build_accepts(project: Path) -> None:
    manager = configure(project)
    assert manager.output_dir.name == "dist"
    assert [path.name for path in manager.contents] == ["notebooks"]


def test_what_a_build_makes_is_ignored_by_git(project: Path) -> None:
    ignored = (project / ".gitignore").read_text(encoding="utf-8").splitlines()
    output = json.loads((project / "jupyter_lite_config.json").read_text(encoding="utf-8"))
    assert f"/{output['LiteBuildConfig']['output_dir']}/" in ignored


def test_an_empty_repository_takes_a_project(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    create_project(tmp_path)
    assert files_in(tmp_path) == PROJECT_FILES


def test_a_folder_with_files_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / "thesis.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"overwrite README\.md\. Nothing was written"):
        create_project(tmp_path)
    assert files_in(tmp_path) == {"README.md", "thesis.ipynb"}
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_files_is_refused_by_their_names(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"part{number:02}.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"it holds part00\.ipynb, .* and 2 more"):
        create_project(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "course").write_text("", encoding="utf-8")
    assert main(["init", str(tmp_path / "course")]) == 2
    assert "this is a file" in capsys.readouterr().err


def test_the_job_that_runs_the_projects_code_can_write_nothing(workflow: dict[str, Any]) -> None:
    build = workflow["jobs"]["build"]
    assert workflow["permissions"] == {}
    assert build["permissions"] == {"contents": "read"}
    assert "secrets." not in json.dumps(workflow)
    checkout = next(step for step in build["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["persist-credentials"] is False
    assert "lite-build build --check" in [step.get("run") for step in build["steps"]]


def test_a_branch_is_built_once_as_its_pull_request_and_the_default_branch_when_it_is_pushed(
    workflow: dict[str, Any],
) -> None:
    # YAML 1.1 reads the key "on" as true.
    triggers = workflow.get("on") or workflow[True]  # type: ignore[index]
    assert {"push", "pull_request"} <= set(triggers)
    assert workflow["jobs"]["build"]["if"] == (
        "github.event_name != 'push' || github.ref_name == github.event.repository.default_branch"
    )


def test_another_job_deploys_what_was_checked_and_runs_nothing_of_the_project(
    workflow: dict[str, Any],
) -> None:
    deploy = workflow["jobs"]["deploy"]
    assert deploy["needs"] == "build"
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["environment"]["name"] == "github-pages"
    assert [step["uses"].partition("@")[0] for step in deploy["steps"]] == ["actions/deploy-pages"]


def test_only_official_actions_of_a_pinned_major_version_are_used(workflow: dict[str, Any]) -> None:
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert len(used) == 4
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)
