"""`--docs DIR` of the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.commands.arguments.documentation import run_documentation
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_without_a_configuration_of_sphinx_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"there is no conf\.py and no mkdocs\.yml"):
        run_documentation("check", tmp_path, [])


def test_options_of_the_build_are_said_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "conf.py").touch()
    with pytest.raises(UserMistake, match="--offline: options of a documentation's site") as raised:
        run_documentation("check", tmp_path, ["--offline"])
    assert raised.value.remedy == "Set lite_build_config there."


def test_a_documentation_with_nothing_to_run_passes_the_check_and_its_status_is_sphinx_s(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conf.py").write_text('extensions = ["lite_build.sphinx"]\nlite_build_site = ""\n', "utf-8")
    (tmp_path / "index.rst").write_text("Title\n=====\n", "utf-8")
    assert run_documentation("check", tmp_path, []) == 2
    assert "lite_build_site is ''; it is the name of a folder in the output" in capfd.readouterr().err
