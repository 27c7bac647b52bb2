from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager

from lite_build.project.contents import DEFAULT_IGNORED, collect_contents
from lite_build.project.file_names import MANIFEST
from lite_build.site.listings import write_contents
from lite_build.words.errors import UserMistake
from tests.conftest import write_site

EPOCH = 1_700_000_000
NAMES = ["a.ipynb", "data/table.csv", "data/deep/größe #1 & 100%.json", "picture.PNG", "no-suffix"]


@pytest.fixture
def content_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    return folder


def _published(sources: list[Path], root: Path, **options: object) -> list[str]:
    return [str(file.path) for file in collect_contents(sources, root=root, **options).files]  # type: ignore[arg-type]


def test_every_file_is_published_whatever_its_folder_is_called(tmp_path: Path) -> None:
    for folder in ("lib", "build", "dist", "envs"):
        (tmp_path / "content" / folder).mkdir(parents=True)
        (tmp_path / "content" / folder / "file.txt").touch()
    assert _published([tmp_path / "content"], tmp_path) == [
        f"{folder}/file.txt" for folder in ("build", "dist", "envs", "lib")
    ]


def test_what_starts_with_a_dot_is_left_out_and_told(content_folder: Path) -> None:
    (content_folder / ".env").write_text("SECRET=1", encoding="utf-8")
    contents = collect_contents([content_folder], root=content_folder.parent)
    assert ".env" not in {str(file.path) for file in contents.files}
    assert contents.left_out == (".env: its name starts with a dot",)
    assert ".env" in _published([content_folder], content_folder.parent, allow_hidden=True)


def test_the_output_inside_of_the_contents_is_not_published_again(content_folder: Path) -> None:
    (content_folder / "_output").mkdir()
    (content_folder / "_output" / "index.html").touch()
    published = _published(
        [content_folder], content_folder, excluded={content_folder / "_output": "the site"}
    )
    assert published == sorted(NAMES)


def test_two_files_for_one_path_are_refused_by_name(tmp_path: Path, content_folder: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.ipynb").touch()
    with pytest.raises(UserMistake) as refused:
        collect_contents([content_folder, other], root=tmp_path)
    assert "a.ipynb" in str(refused.value)
    assert str(content_folder / "a.ipynb") in str(refused.value)
    assert str(other / "a.ipynb") in str(refused.value)


def test_a_link_out_of_the_contents_is_refused_and_one_inside_is_followed(content_folder: Path) -> None:
    (content_folder / "inside.csv").symlink_to(content_folder / "data" / "table.csv")
    assert "inside.csv" in _published([content_folder], content_folder.parent)
    (content_folder.parent / "secret.txt").touch()
    (content_folder / "leak.txt").symlink_to(content_folder.parent / "secret.txt")
    with pytest.raises(UserMistake, match=r"leak\.txt"):
        collect_contents([content_folder], root=content_folder.parent)


def test_a_source_that_is_a_link_out_of_the_project_is_refused_and_one_inside_is_followed(
    tmp_path: Path, content_folder: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "content").symlink_to(content_folder)
    (project / "course").mkdir()
    (project / "notebooks").symlink_to(project / "course")
    (project / "course" / "a.ipynb").touch()
    (project / "table.csv").symlink_to(content_folder / "data" / "table.csv")
    (project / "alias").symlink_to(tmp_path)

    assert _published([project / "notebooks"], project) == ["a.ipynb"]
    for source in ("content", "table.csv", "alias/content"):
        with pytest.raises(UserMistake, match="a link that leads out of the project"):
            collect_contents([project / source], root=project)
        with pytest.raises(UserMistake, match="a link that leads out of the project"):
            collect_contents([Path(source)], root=project)
    # Whoever names a place outside in full means it.
    assert _published([content_folder], project) == sorted(NAMES)


@pytest.mark.skipif(os.name == "nt", reason="there are no such files there")
def test_what_is_neither_file_nor_folder_is_refused_and_not_read_for_ever(content_folder: Path) -> None:
    os.mkfifo(content_folder / "pipe")
    (content_folder / "itself").symlink_to(content_folder / "itself")
    with pytest.raises(UserMistake) as refused:
        collect_contents([content_folder], root=content_folder.parent)
    assert "pipe: neither a file nor a folder" in str(refused.value)
    assert "itself: a link that leads nowhere" in str(refused.value)


def test_a_project_that_is_its_own_contents_leaves_out_what_tools_and_builds_put_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "pyvenv.cfg").touch()
    (tmp_path / "venv" / "bin" / "python").symlink_to(os.__file__)
    (tmp_path / "env" / "conda-meta").mkdir(parents=True)
    write_site(tmp_path / "_output", "older")
    write_site(tmp_path / "dist", "site")
    (tmp_path / "collected").mkdir()
    (tmp_path / "collected" / MANIFEST).touch()
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "favicon.ico").touch()
    (tmp_path / "report.json").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "report.json").touch()
    (tmp_path / "a.ipynb").touch()
    contents = collect_contents(
        [tmp_path],
        root=tmp_path,
        excluded={
            tmp_path / "dist": "the site",
            tmp_path / "overrides": "the overrides",
            tmp_path / "report.json": "the build's report",
        },
    )
    assert [str(file.path) for file in contents.files] == ["a.ipynb", "data/report.json"]
    assert contents.left_out == (
        "_output: a built site",
        "collected: what `lite-build fetch` wrote",
        "dist: the site",
        "env: a conda environment",
        "overrides: the overrides",
        "report.json: the build's report",
        "venv: a virtual environment",
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("data", "data/table.csv"),
        ("A.ipynb", "a.ipynb"),
        ("Data/one.csv", "data/two.csv"),
        ("größe.csv", "gro\u0308ße.csv"),
    ],
)
@pytest.mark.parametrize("in_turn", [True, False])
def test_two_names_that_are_one_path_on_some_system_are_refused_by_name(
    tmp_path: Path, first: str, second: str, in_turn: bool
) -> None:
    sources = []
    for folder, name in (("one", first), ("two", second)):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True)
        path.touch()
        sources.append(tmp_path / folder)
    with pytest.raises(UserMistake) as refused:
        collect_contents(sources if in_turn else sources[::-1], root=tmp_path)
    for folder, name in (("one", first), ("two", second)):
        assert str(tmp_path / folder / name.split("/")[0]) in str(refused.value)


def test_folders_of_one_name_are_one_folder(tmp_path: Path) -> None:
    for folder, name in (("one", "data/a.csv"), ("two", "data/b.csv")):
        (tmp_path / folder / "data").mkdir(parents=True)
        (tmp_path / folder / name).touch()
    assert _published([tmp_path / "one", tmp_path / "two"], tmp_path) == ["data/a.csv", "data/b.csv"]


def test_a_circle_of_links_is_refused_and_not_walked_for_ever(content_folder: Path) -> None:
    (content_folder / "data" / "again").symlink_to(content_folder / "data")
    with pytest.raises(UserMistake, match="leads back"):
        collect_contents([content_folder], root=content_folder.parent)


def test_a_source_that_leaves_the_project_or_is_missing_is_refused(content_folder: Path) -> None:
    with pytest.raises(UserMistake) as refused:
        collect_contents([Path("../elsewhere"), Path("nothing")], root=content_folder)
    assert "../elsewhere" in str(refused.value)
    assert "nothing" in str(refused.value)


def test_a_rule_over_paths_leaves_out_what_it_finds(content_folder: Path) -> None:
    published = _published(
        [content_folder], content_folder.parent, ignored=(*DEFAULT_IGNORED, r"/data/deep/")
    )
    assert published == ["a.ipynb", "data/table.csv", "no-suffix", "picture.PNG"]


def test_the_listings_say_what_jupyter_servers_own_would(tmp_path: Path, content_folder: Path) -> None:
    site = tmp_path / "site"
    write_contents(collect_contents([content_folder], root=tmp_path), site, epoch=EPOCH)
    manager = FileContentsManager(root_dir=str(site / "files"))
    dates = {"created": "2023-11-14T22:13:20Z", "last_modified": "2023-11-14T22:13:20Z"}
    for folder in ("", "data", "data/deep"):
        written = json.loads((site / "api/contents" / folder / "all.json").read_text(encoding="utf-8"))
        expected = manager.get(folder) | dates
        expected["content"] = [entry | dates for entry in expected["content"]]
        by_name = {entry["name"]: entry for entry in expected["content"]}
        versions = [entry.pop("version") for entry in written["content"] if entry["type"] != "directory"]
        assert all(len(version["whole"]) == len(version["written"]) == 64 for version in versions)
        assert written["path"] == expected["path"]
        assert {key: written[key] for key in expected if key != "content"} == {
            key: value for key, value in expected.items() if key != "content"
        }
        assert {entry["name"]: entry for entry in written["content"]} == by_name


def test_writing_again_leaves_nothing_of_what_was_removed(tmp_path: Path, content_folder: Path) -> None:
    site = tmp_path / "site"
    write_contents(collect_contents([content_folder], root=tmp_path), site, epoch=EPOCH)
    (content_folder / "data" / "deep" / PurePosixPath(NAMES[2]).name).unlink()
    write_contents(collect_contents([content_folder], root=tmp_path), site, epoch=EPOCH)
    assert not (site / "files/data/deep").exists()
    assert not (site / "api/contents/data/deep").exists()


def test_no_contents_at_all_still_have_a_listing(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    write_contents(collect_contents([empty], root=tmp_path), tmp_path / "site", epoch=EPOCH)
    assert json.loads((tmp_path / "site/api/contents/all.json").read_text(encoding="utf-8"))["content"] == []


def test_what_says_which_packages_to_build_with_is_no_file_for_readers(content_folder: Path) -> None:
    for name in ("requirements.txt", "environment.yml", "data/requirements.txt"):
        (content_folder / name).touch()
    _write_cell(content_folder / "a.ipynb", "markdown", "see `requirements.txt`")
    contents = collect_contents([content_folder], root=content_folder.parent)
    published = {str(file.path) for file in contents.files}
    assert published == {*NAMES, "data/requirements.txt"}
    assert "requirements.txt: it is for the build, and no notebook uses it" in contents.left_out


def test_requirements_that_a_notebook_installs_in_the_page_are_published(content_folder: Path) -> None:
    (content_folder / "requirements.txt").touch()
    _write_cell(content_folder / "a.ipynb", "code", "%pip install -r requirements.txt")
    assert "requirements.txt" in _published([content_folder], content_folder.parent)
    (content_folder / "a.ipynb").write_text("{}", encoding="utf-8")
    named = [content_folder, content_folder / "requirements.txt"]
    assert "requirements.txt" in _published(named, content_folder.parent)


def _write_cell(notebook: Path, kind: str, source: str) -> None:
    cells = [{"cell_type": kind, "metadata": {}, "source": source}]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    notebook.write_text(json.dumps(whole), encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "source", "is_used"),
    [
        ("code", "%load requirements.txt", True),
        ("code", "x = 1\n%pip install -rrequirements.txt", True),
        ("code", "!pip install --requirement=./requirements.txt -q", True),
        ("code", "open('requirements.txt')", True),
        ("code", "Path('../requirements.txt').read_text()", True),
        ("markdown", "[what is installed](requirements.txt)", True),
        ("markdown", "requirements.txt says what is installed", False),
        ("markdown", "(requirements.txt) and `-r requirements.txt`", False),
        ("code", "# requirements.txt says what is installed", False),
        ("code", "print('requirements.txt is not here')", False),
        ("code", "%pip install -rrequirements.txt.bak", False),
        ("code", "%pip install -r more-requirements.txt", False),
    ],
)
def test_use_of_a_requirements_file_is_told_from_talk_of_it(
    content_folder: Path, kind: str, source: str, is_used: bool
) -> None:
    (content_folder / "requirements.txt").touch()
    _write_cell(content_folder / "a.ipynb", kind, source)
    assert ("requirements.txt" in _published([content_folder], content_folder.parent)) is is_used
