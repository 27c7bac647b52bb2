"""`jupyter lite build` and `lite-build build` make the same site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import CONFIG, CommandLine, configuration_of, configure_project, site_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.registry


def build_with_jupyter_lite(command_line: CommandLine, project: Path) -> str:
    finished = command_line.run("build", cwd=project, command="jupyter-lite")
    assert finished.status == 0, finished.said
    return finished.said


def test_both_commands_make_the_same_files(
    command_line: CommandLine, built_course: Path, project: Path
) -> None:
    build_with_jupyter_lite(command_line, project)

    assert site_of(project) == site_of(built_course)


def test_a_build_loads_no_server(command_line: CommandLine, project: Path) -> None:
    told = "print('jupyterlab_server' in sys.modules)"
    code = f"import sys\nfrom lite_build.cli import main\ntry: main()\nfinally: {told}"
    finished = command_line.run("-c", code, "build", project, command="python")
    assert finished.status == 0, finished.said
    assert finished.said.endswith("False\n")


def test_both_commands_make_the_same_files_of_a_project_with_no_configuration(
    command_line: CommandLine, project: Path, tmp_path: Path
) -> None:
    (project / CONFIG).unlink()
    (project / "jupyter-lite.json").write_text(
        json.dumps({"jupyter-config-data": {"appName": "Physics 1"}}), encoding="utf-8"
    )
    command_line.build(project)
    ours = site_of(project)
    (project / "_output").rename(tmp_path / "ours")
    build_with_jupyter_lite(command_line, project)

    assert site_of(project) == ours


def test_jupyter_lite_build_keeps_the_kernels_settings_where_a_flag_changes(
    command_line: CommandLine, project: Path
) -> None:
    build_with_jupyter_lite(command_line, project)
    kernel = "@jupyterlite/pyodide-kernel-extension:kernel"
    before = json.loads((project / "_output/jupyter-lite.json").read_text(encoding="utf-8"))

    configuration = configuration_of(project)
    configuration["LiteBuildConfig"]["apps"] = ["lab"]
    configure_project(project, configuration)
    build_with_jupyter_lite(command_line, project)

    after = json.loads((project / "_output/jupyter-lite.json").read_text(encoding="utf-8"))
    settings = [data["jupyter-config-data"]["litePluginSettings"][kernel] for data in (before, after)]
    assert settings[0] == settings[1]
    assert settings[1]["pyodideUrl"].startswith("./static/pyodide/")
