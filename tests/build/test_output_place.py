"""A site takes no place but its own, and a folder of notebooks is a project whatever else lies in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from lite_build.project.file_names import CONTENT_FOLDERS
from tests.build.conftest import (
    CommandLine,
    configure_project,
    files_of_folder,
    run_command,
    write_notebook,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a notebook, which is a project though nothing says so."""
    write_notebook(tmp_path / "folder" / "first.ipynb", "1 + 1")
    return tmp_path / "folder"


@pytest.mark.parametrize("output", [".", "..", "thesis", "thesis/thesis.tex"])
def test_an_output_that_is_no_site_is_refused_before_anything_is_done(
    command_line: CommandLine, folder: Path, output: str
) -> None:
    (folder / "thesis").mkdir()
    (folder / "thesis" / "thesis.tex").write_text("years of work", encoding="utf-8")
    before = files_of_folder(folder.parent)
    finished = command_line.run("build", folder, "--output-dir", output)

    assert finished.status == 2, finished.said
    assert f"{(folder / output).resolve()}: " in finished.said
    assert "→ Name another folder with --output-dir" in finished.said
    assert files_of_folder(folder.parent) == before


@pytest.mark.parametrize("value", [3, None, ["p5@1.11.10/lib/p5.min.js"]])
def test_an_asset_that_is_no_text_is_refused(command_line: CommandLine, folder: Path, value: object) -> None:
    configure_project(folder, {"SiteAddon": {"npm_assets": {"static/p5.js": value}}})
    finished = command_line.run("build", folder)

    assert finished.status == 2, finished.said
    assert "Traceback" not in finished.said
    assert "npm_assets" in finished.said


@pytest.mark.registry
def test_a_folder_with_an_environment_in_it_builds_again_and_again(
    command_line: CommandLine, folder: Path
) -> None:
    assert not [name for name in CONTENT_FOLDERS if (folder / name).exists()]
    run_command(sys.executable, "-m", "venv", folder / "venv")
    (folder / "overrides").mkdir()
    (folder / "overrides" / "favicon.ico").touch()
    published = {"first.ipynb"}
    for options in ([], ["--output-dir=dist"], ["--output-dir=dist"]):
        said = command_line.build(folder, "--report=report.json", *options)
        output = folder / ("dist" if options else "_output")
        assert set(files_of_folder(output / "files")) == published

    assert "Nothing has changed" in said
    status = command_line.run("status", folder, "--output-dir=dist", "--SiteAddon.report=report.json").said
    for left_out in (
        "_output: a built site",
        "dist: the site",
        "overrides: the overrides",
        "report.json: the build's report",
        "venv: a virtual environment",
    ):
        assert left_out in status
