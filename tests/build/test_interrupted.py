"""Whatever stops a build, there is one whole good site, and the next build puts everything right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lite_build.build import exchange
from lite_build.build.exchange import only_build, publish, recover, staged_site
from lite_build.cli import main
from lite_build.store.cache import CACHE_VARIABLE
from tests.build.conftest import (
    PATIENCE,
    CommandLine,
    copy_project,
    files_of_folder,
    left_behind,
    site_of,
    write_notebook,
)
from tests.conftest import read_until, running, write_site

if TYPE_CHECKING:
    import subprocess
    from contextlib import AbstractContextManager

#: Any will do: it makes a failure one that can be seen again.
SEED = 20261120
KILLS = 5


def started(command_line: CommandLine, project: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    return running(command_line.words("lite-build", "build", project), env=command_line.environment())


@pytest.mark.registry
def test_a_build_that_is_killed_at_any_time_leaves_one_whole_site(
    command_line: CommandLine, course: Path, tmp_path: Path
) -> None:
    project = copy_project(course, tmp_path / "project")
    notebook = project / "notebooks" / "welcome.ipynb"
    good: dict[str, dict[str, str]] = {}
    for version in ("old", "new"):
        write_notebook(notebook, f"'{version}'")
        began = time.monotonic()
        command_line.build(project)
        seconds = time.monotonic() - began
        good[version] = site_of(project)

    chance = random.Random(SEED)
    for number in range(KILLS):
        write_notebook(notebook, f"'{'old' if number % 2 == 0 else 'new'}'")
        with started(command_line, project) as process:
            time.sleep(chance.uniform(0.2, 1.1) * seconds)
            process.kill()
            process.communicate(timeout=PATIENCE)
        assert site_of(project) in good.values(), f"after kill {number} of seed {SEED}"

    write_notebook(notebook, "'old'")
    command_line.build(project)
    assert site_of(project) == good["old"]
    assert left_behind(project) == []


@pytest.mark.registry
@pytest.mark.skipif(os.name == "nt", reason="a process cannot be sent a Ctrl-C there without a console")
@pytest.mark.parametrize("moment", ["Getting Pyodide", "Assembling the site"])
def test_ctrl_c_ends_a_build_with_a_line_and_leaves_the_last_site(
    command_line: CommandLine, built_project: Path, moment: str
) -> None:
    before = site_of(built_project)
    with started(command_line, built_project) as process:
        said = read_until(process, moment)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 130, said + rest
    assert "lite-build: stopped; the last good site is as it was" in rest
    assert "Traceback" not in rest
    assert site_of(built_project) == before
    assert left_behind(built_project) == []


@pytest.mark.registry
@pytest.mark.filterwarnings("ignore::UserWarning:jupyterlite_core.*")
@pytest.mark.parametrize("file", ["jlab_core.", "pyodide.asm.wasm"])
def test_ctrl_c_is_heard_whichever_part_of_the_build_is_at_work(
    command_line: CommandLine,
    built_project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
) -> None:
    copy_file = shutil.copyfile

    def copy_until_ctrl_c(source: str, target: str, **options: bool) -> object:
        if file in str(target) and ".staging" in str(target):
            raise KeyboardInterrupt
        return copy_file(source, target, **options)

    before = site_of(built_project)
    monkeypatch.setenv(CACHE_VARIABLE, str(command_line.cache))
    monkeypatch.setattr(shutil, "copyfile", copy_until_ctrl_c)
    status = main(["build", str(built_project)])
    said = capsys.readouterr()

    assert status == 130, said.err
    assert said.err == "\nlite-build: stopped; the last good site is as it was\n"
    assert site_of(built_project) == before
    assert left_behind(built_project) == []


@pytest.mark.registry
def test_a_second_build_of_one_site_is_refused_and_leaves_the_first_ones_work(
    command_line: CommandLine, built_project: Path
) -> None:
    output = built_project / "_output"
    before = site_of(built_project)
    with only_build(output), pytest.raises(InterruptedError), staged_site(output) as staging:
        (staging / "index.html").write_text("half a page", encoding="utf-8")
        second = command_line.run("build", built_project)
        assert (staging / "index.html").read_text(encoding="utf-8") == "half a page"
        raise InterruptedError

    assert second.status == 1
    assert f"{output}: another build of this site is under way" in second.said
    assert "--output-dir" in second.said
    assert site_of(built_project) == before
    assert left_behind(built_project) == []


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A site of one page, the last good one."""
    folder = tmp_path / "_output"
    write_site(folder, "old")
    return folder


def page_of(output: Path) -> str:
    return (output / "index.html").read_text(encoding="utf-8")


def make_new_site(output: Path) -> None:
    with only_build(output), staged_site(output) as staging:
        (staging / "index.html").write_text("new", encoding="utf-8")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_site_takes_the_last_ones_place_with_and_without_the_systems_help(
    output: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(exchange, "_exchange", lambda one, other: False)
    (output / "removed.html").touch()
    make_new_site(output)

    assert page_of(output) == "new"
    assert sorted(files_of_folder(output)) == ["index.html"]
    assert sorted(output.parent.iterdir()) == [output]


def test_a_site_is_published_where_there_was_none(tmp_path: Path) -> None:
    make_new_site(tmp_path / "deep" / "site")

    assert page_of(tmp_path / "deep" / "site") == "new"


def test_the_last_site_comes_back_where_the_new_one_cannot_take_its_place(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuse_the_new_one(path: Path, target: Path) -> Path:
        if path.name.endswith(".staging"):
            raise PermissionError("a program of this machine looks into the folder")
        return rename(path, target)

    monkeypatch.setattr(exchange, "_exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse_the_new_one)
    with pytest.raises(PermissionError):
        make_new_site(output)

    assert page_of(output) == "old"
    assert sorted(output.parent.iterdir()) == [output]


def test_a_build_that_was_killed_between_the_two_renames_is_undone_by_the_next(output: Path) -> None:
    staging, previous = output.with_name("._output.staging"), output.with_name("._output.previous")
    staging.mkdir()
    output.rename(previous)
    with pytest.raises(InterruptedError), only_build(output):
        assert page_of(output) == "old"
        raise InterruptedError

    assert sorted(output.parent.iterdir()) == [output]


def test_a_build_that_was_killed_after_both_renames_is_finished_by_the_next(output: Path) -> None:
    staging = output.with_name("._output.staging")
    staging.mkdir()
    (staging / "index.html").write_text("new", encoding="utf-8")
    publish(staging, output)
    output.with_name("._output.previous").mkdir()
    recover(output)

    assert page_of(output) == "new"
    assert [path for path in output.parent.iterdir() if path.name.endswith(".previous")] == []
