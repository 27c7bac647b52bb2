"""Building on save: real files, a real watcher."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest

from lite_build.build.inputs import read_files
from lite_build.build.session import session_of
from lite_build.packages.asked.requirement_files import read_requirements
from lite_build.project.configuration import configure
from lite_build.project.options import PackageOptions, SiteOptions
from lite_build.project.project import Project
from lite_build.serve.inputs import Inputs, project_inputs
from lite_build.serve.rebuild import rebuild_on_save
from lite_build.serve.watch import watch
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: In seconds. A watcher that misses a change ends, and the test with it, instead of waiting for ever.
LONGEST_WAIT = 10.0


@pytest.fixture
def stop() -> Iterator[Event]:
    event = Event()
    timer = Timer(LONGEST_WAIT, event.set)
    timer.start()
    yield event
    event.set()
    timer.cancel()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    created = (tmp_path / "notebooks").resolve()
    created.mkdir()
    return created


def save(path: Path, text: str = "{}") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_files_saved_together_come_as_one_group(folder: Path, stop: Event) -> None:
    with closing(watch({folder}, stop=stop)) as groups:
        assert next(groups) == frozenset()
        save(folder / "a.ipynb")
        save(folder / "b.ipynb")
        assert next(groups) >= {folder / "a.ipynb", folder / "b.ipynb"}


def test_a_file_that_is_saved_by_replacing_it_is_seen_each_time(folder: Path, stop: Event) -> None:
    config = folder / "jupyter_lite_config.json"
    save(config)
    with closing(watch({config}, stop=stop)) as groups:
        next(groups)
        for _ in range(2):
            save(folder / "new")
            (folder / "new").replace(config)
            assert next(groups) == {config}


def test_a_file_that_is_not_there_yet_is_seen_when_it_comes(folder: Path, stop: Event) -> None:
    with closing(watch({folder / "pylock.pyodide.toml"}, stop=stop)) as groups:
        next(groups)
        save(folder / "pylock.pyodide.toml")
        assert next(groups) == {folder / "pylock.pyodide.toml"}


@pytest.mark.parametrize(
    "name",
    [
        "dist/index.html",
        ".ipynb_checkpoints/tour-checkpoint.ipynb",
        "__pycache__/module.cpython-311.pyc",
        ".git/index",
        ".jupyterlite.doit.db",
        "package/src/name.egg-info/PKG-INFO",
    ],
)
def test_what_tools_write_for_themselves_does_not_count(folder: Path, stop: Event, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    with closing(watch({folder}, ignored={folder / "dist"}, stop=stop)) as groups:
        next(groups)
        save(folder / name)
        save(folder / "tour.ipynb")
        assert {path for path in next(groups) if path.is_file()} == {folder / "tour.ipynb"}


def test_a_project_inside_a_tool_folder_is_watched_all_the_same(tmp_path: Path, stop: Event) -> None:
    folder = (tmp_path / ".venv" / "course").resolve()
    folder.mkdir(parents=True)
    with closing(watch({folder}, stop=stop)) as groups:
        next(groups)
        save(folder / "tour.ipynb")
        assert folder / "tour.ipynb" in next(groups)


def test_a_stop_ends_the_watching(folder: Path) -> None:
    event = Event()
    with closing(watch({folder}, stop=event)) as groups:
        next(groups)
        event.set()
        assert next(groups, None) is None


def fixed(*paths: Path) -> Callable[[], Inputs]:
    return lambda: Inputs(paths=frozenset(paths), ignored=frozenset())


def test_a_build_comes_first_and_then_one_for_each_save(folder: Path, stop: Event) -> None:
    builds: list[str] = []

    def build(saved: frozenset[Path] | None) -> bool:
        builds.append("built")
        return len(builds) == 1

    with closing(rebuild_on_save(build, fixed(folder), stop=stop)) as outcomes:
        first = next(outcomes)
        save(folder / "tour.ipynb")
        second = next(outcomes)
    assert (first.is_new, first.failure) == (True, None)
    assert (second.is_new, second.failure) == (False, None)
    assert builds == ["built", "built"]


def test_what_is_saved_during_a_build_is_built_afterwards(folder: Path, stop: Event) -> None:
    notebook = folder / "tour.ipynb"
    save(notebook, "1")
    published: list[str] = []

    def build(saved: frozenset[Path] | None) -> bool:
        published.append(notebook.read_text(encoding="utf-8"))
        if published == ["1"]:
            save(notebook, "2")
        return True

    with closing(rebuild_on_save(build, fixed(folder), stop=stop)) as outcomes:
        next(outcomes)
        next(outcomes)
    assert published == ["1", "2"]


def test_a_failed_build_is_an_outcome_and_the_next_save_builds_again(folder: Path, stop: Event) -> None:
    notebook = folder / "tour.ipynb"
    save(notebook, "broken")

    def build(saved: frozenset[Path] | None) -> bool:
        if notebook.read_text(encoding="utf-8") == "broken":
            raise BuildFailure("not JSON", where="tour.ipynb")
        return True

    with closing(rebuild_on_save(build, fixed(folder), stop=stop)) as outcomes:
        failed = next(outcomes)
        save(notebook)
        repaired = next(outcomes)
    assert str(failed.failure) == "tour.ipynb: not JSON"
    assert repaired.failure is None


def test_a_build_is_told_what_was_saved_since_it_last_succeeded(folder: Path, stop: Event) -> None:
    config, one, other = folder.parent / "config", folder / "one.ipynb", folder / "other.ipynb"
    told: list[frozenset[Path] | None] = []

    def build(saved: frozenset[Path] | None) -> bool:
        told.append(saved)
        if one.exists() and one.read_text(encoding="utf-8") == "broken":
            raise BuildFailure("not JSON", where="one.ipynb")
        return True

    with closing(rebuild_on_save(build, fixed(folder, config), stop=stop)) as outcomes:
        next(outcomes)
        save(one, "broken")
        next(outcomes)
        save(other)
        next(outcomes)
        save(one)
        next(outcomes)
        save(other, "again")
        next(outcomes)
        save(config)
        next(outcomes)
    assert told == [None, {one}, {one, other}, {one, other}, {other}, None]


def test_a_changed_configuration_is_watched_by_what_it_names_now(folder: Path, stop: Event) -> None:
    config, other = folder / "config", folder / "other"
    save(config, "")
    save(other / "page.md", "")

    def inputs() -> Inputs:
        named = config.read_text(encoding="utf-8").split()
        return Inputs(paths=frozenset({config, *(folder / name for name in named)}), ignored=frozenset())

    with closing(rebuild_on_save(lambda saved: True, inputs, stop=stop)) as outcomes:
        next(outcomes)
        save(config, "other")
        assert next(outcomes).is_new
        save(other / "page.md", "changed")
        assert next(outcomes).is_new


def test_a_folder_that_comes_later_is_watched_to_its_depth(folder: Path, stop: Event) -> None:
    overrides = folder / "overrides"
    with closing(rebuild_on_save(lambda saved: True, fixed(overrides), stop=stop)) as outcomes:
        next(outcomes)
        save(overrides / "deep" / "overrides.json")
        assert next(outcomes).is_new
        save(overrides / "deep" / "overrides.json", '{"changed": true}')
        assert next(outcomes).is_new


def test_a_configuration_that_breaks_is_a_failure_until_it_is_repaired(folder: Path, stop: Event) -> None:
    config = folder / "config"
    save(config, "good")

    def inputs() -> Inputs:
        if config.read_text(encoding="utf-8") == "bad":
            raise UserMistake("an unknown key", where="config")
        return Inputs(paths=frozenset({config}), ignored=frozenset())

    with closing(rebuild_on_save(lambda saved: True, inputs, stop=stop)) as outcomes:
        next(outcomes)
        save(config, "bad")
        assert str(next(outcomes).failure) == "config: an unknown key"
        save(config, "good again")
        assert next(outcomes).failure is None


def test_a_project_is_watched_in_all_that_its_build_reads_and_nothing_it_writes(tmp_path: Path) -> None:
    for name in ("content", "overrides", "package", "wheels"):
        (tmp_path / name).mkdir()
    save(tmp_path / "package" / "pyproject.toml", "")
    save(tmp_path / "requirements" / "widgets.txt", "-r nested.txt")
    save(tmp_path / "requirements" / "nested.txt", "")
    read = (tmp_path / "workspaces" / "a.jupyterlab-workspace", tmp_path / "content" / "tour.ipynb")
    project = Project(
        root=tmp_path,
        contents=(tmp_path / "content",),
        output=tmp_path / "dist",
        site=SiteOptions(overrides=tmp_path / "overrides", report=Path("report.json")),
        packages=PackageOptions(
            requirements=("anywidget>=0.9", "./package", "-r requirements/widgets.txt"),
            find_links=("wheels", "https://example.org/wheels/"),
        ),
    )
    asked = read_requirements(project.packages, project.root, project.contents)
    inputs = project_inputs(project, asked, read)
    named = {os.path.relpath(path, tmp_path).replace(os.sep, "/") for path in inputs.paths}
    assert named == {
        "content",
        "environment.yaml",
        "environment.yml",
        "jupyter-lite.ipynb",
        "jupyter-lite.json",
        "jupyter_lite_config.json",
        "overrides",
        "overrides.json",
        "package",
        "pylock.pyodide.toml",
        "requirements.txt",
        "requirements/nested.txt",
        "requirements/widgets.txt",
        "wheels",
        "workspaces",
        "workspaces/a.jupyterlab-workspace",
    }
    assert inputs.ignored == {
        tmp_path / name
        for name in (
            "dist",
            ".dist.lock",
            ".dist.previous",
            ".dist.staging",
            "package/build",
            "package/dist",
            "report.json",
            "wheels/build",
            "wheels/dist",
        )
    }


def test_what_to_watch_is_told_with_nothing_resolved_so_that_a_save_resolves_once(tmp_path: Path) -> None:
    save(tmp_path / "notebooks" / "data.csv", "1,2")
    manager = configure(tmp_path)
    session = session_of(manager)

    assert (tmp_path / "notebooks" / "data.csv").resolve() in read_files(manager, session)
    assert "plan" not in vars(session)
