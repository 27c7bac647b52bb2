from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager

from lite_build.errors import UserMistake
from lite_build.site.contents import DEFAULT_IGNORED, collect_contents, write_contents

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
    published = _published([content_folder], content_folder, excluded=[content_folder / "_output"])
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
