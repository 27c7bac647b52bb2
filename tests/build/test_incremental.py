"""A build over an earlier site gives what a clean one would, and does nothing where nothing has changed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import (
    CONFIG,
    GREETING,
    CommandLine,
    configuration_of,
    configure_project,
    copy_project,
    left_behind,
    site_of,
    write_notebook,
)
from tests.conftest import write_wheel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.registry

NOTHING = "Nothing has changed"


def remove_a_notebook(project: Path) -> None:
    (project / "notebooks" / "welcome.ipynb").unlink()


def move_a_notebook(project: Path) -> None:
    (project / "notebooks" / "welcome.ipynb").rename(project / "notebooks" / "start.ipynb")


def remove_a_key(project: Path) -> None:
    configuration = configuration_of(project)
    del configuration["LiteBuildConfig"]["apps"]
    configure_project(project, configuration)


def keep_source_maps(project: Path) -> None:
    configuration = configuration_of(project)
    configuration["LiteBuildConfig"]["no_sourcemaps"] = False
    configure_project(project, configuration)


def let_pip_reach_the_public_index(project: Path) -> None:
    configuration = configuration_of(project)
    configuration["PackagesAddon"]["pypi_fallback"] = True
    configure_project(project, configuration)


def change_the_overrides(project: Path) -> None:
    theme = {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Light"}}
    (project / "overrides" / "overrides.json").write_text(json.dumps(theme), encoding="utf-8")


def remove_the_overrides(project: Path) -> None:
    (project / "overrides" / "overrides.json").unlink()


def add_a_workspace(project: Path) -> None:
    workspace = {"data": {}, "metadata": {"id": "first"}}
    (project / "workspaces").mkdir()
    (project / "workspaces" / "first.jupyterlab-workspace").write_text(
        json.dumps(workspace), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def changing(command_line: CommandLine, course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is built, and that each test changes further and builds again."""
    project = copy_project(course, tmp_path_factory.mktemp("changing") / "project")
    command_line.build(project)
    return project


def build_both(command_line: CommandLine, project: Path, clean: Path) -> list[str]:
    """Build a project over its site, and a copy of it from nothing; tell what both said."""
    copy_project(project, clean)
    with ThreadPoolExecutor() as pool:
        return list(pool.map(command_line.build, (project, clean)))


@pytest.mark.parametrize(
    "change",
    [
        remove_a_notebook,
        remove_a_key,
        keep_source_maps,
        let_pip_reach_the_public_index,
        change_the_overrides,
        remove_the_overrides,
        add_a_workspace,
    ],
)
def test_after_a_change_the_site_is_that_of_a_clean_build(
    command_line: CommandLine, changing: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    before = site_of(changing)
    change(changing)
    build_both(command_line, changing, tmp_path / "clean")

    after = site_of(changing)
    assert after == site_of(tmp_path / "clean")
    assert after != before


def test_after_another_wheel_was_locked_the_site_is_that_of_a_clean_build(
    command_line: CommandLine, changing: Path, tmp_path: Path
) -> None:
    write_wheel(
        "greeting", "1.0", folder=(changing / GREETING).parent, files={"greeting.py": "language = 'it'\n"}
    )
    locked = command_line.run("lock", changing)
    assert locked.status == 0, locked.said
    build_both(command_line, changing, tmp_path / "clean")

    after = site_of(changing)
    assert after == site_of(tmp_path / "clean")
    assert len([path for path in after if path.endswith("greeting-1.0-py3-none-any.whl")]) == 1


def test_a_flag_of_the_command_line_counts_as_a_change_and_so_does_its_absence(
    command_line: CommandLine, project: Path
) -> None:
    command_line.build(project, "--apps=lab")
    of_one_app = site_of(project)
    assert NOTHING in command_line.build(project, "--apps=lab")

    command_line.build(project)
    assert {path for path in site_of(project) if path.startswith("notebooks/")}
    assert not {path for path in of_one_app if path.startswith("notebooks/")}


def test_a_build_of_what_is_built_already_touches_no_file(command_line: CommandLine, changing: Path) -> None:
    command_line.build(changing)
    before = {path: path.stat() for path in (changing / "_output").rglob("*")}
    said = command_line.build(changing)
    after = {path: path.stat() for path in (changing / "_output").rglob("*")}

    assert NOTHING in said
    assert {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in before.items()} == {
        path: (stat.st_ino, stat.st_mtime_ns) for path, stat in after.items()
    }
    assert left_behind(changing) == []


def test_options_that_shape_no_file_of_the_site_are_no_change(
    command_line: CommandLine, changing: Path
) -> None:
    command_line.build(changing)

    assert NOTHING in command_line.build(changing, "--report=build.json", "--json=check.json")
    assert NOTHING in command_line.build(changing, "--offline")


def test_a_site_that_someone_changed_is_built_again(command_line: CommandLine, changing: Path) -> None:
    command_line.build(changing)
    good = site_of(changing)
    site = changing / "_output"
    added, changed, deleted = site / "notes.txt", site / "index.html", site / "config-utils.js"

    def state() -> str:
        return command_line.run("status", changing).said

    assert "up to date" in state()
    added.write_text("mine", encoding="utf-8")
    assert "a build would replace it" in state()
    added.unlink()
    assert "up to date" in state()
    changed.write_bytes(changed.read_bytes().swapcase())
    deleted.unlink()
    command_line.build(changing)

    assert site_of(changing) == good


def test_a_project_with_no_contents_folder_publishes_its_notebooks_and_never_its_site(
    command_line: CommandLine, project: Path
) -> None:
    (project / CONFIG).unlink()
    move_a_notebook(project)
    (project / "notebooks" / "start.ipynb").rename(project / "start.ipynb")
    for path in sorted((project / "notebooks").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (project / "notebooks").rmdir()
    write_notebook(project / "more" / "second.ipynb", "1 + 1")
    command_line.build(project, "--output-dir=site", "--no-lock")
    command_line.build(project, "--output-dir=site", "--apps=lab", "--no-lock")

    files = project / "site" / "files"
    published = sorted(path.relative_to(files).as_posix() for path in files.rglob("*.ipynb"))
    assert published == ["more/second.ipynb", "start.ipynb"]
