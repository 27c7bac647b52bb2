"""What widgets import from another host is told of, locked, fetched, and shipped with no network."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.build.conftest import configuration_of, configure_project
from tests.vendored_site import JAVASCRIPT, LICENCE, write_charts_project
from tests.web_host import web_host

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import CommandLine

pytestmark = pytest.mark.registry


def test_imports_are_told_of_then_locked_renewed_and_built_with_no_network(
    command_line: CommandLine, tmp_path: Path
) -> None:
    project, folder = tmp_path / "project", tmp_path / "collected"
    with web_host("none") as host:
        write_charts_project(project, host, option=False)
        words = f"{host.address}/words.mjs"
        said = " ".join(command_line.build(project).split())
        name = host.address.removeprefix("http://")
        assert "charts/static/chart.js: a widget imports from " + name in said
        assert "PackagesAddon.vendor_imports has the site ship it" in said
        assert not (project / "_output" / "static" / "vendored").exists()

        vendor_imports(project, [name])
        locked = command_line.run("lock", project)
        assert locked.status == 0, locked.said
        assert "and 8 vendored files in pylock.pyodide.toml" in locked.said

        host.files["/words.mjs"] = (b'export const word = "new"; export default "part";', JAVASCRIPT)
        host.files["/look/base.css"] = (b".chart { color: red }", "text/css")
        upgraded = command_line.run("lock", project, "--upgrade", words)
        assert upgraded.status == 0, upgraded.said
        assert f"  {words} sha256:" in upgraded.said
        assert "base.css" not in upgraded.said, "it stays as it is locked"
        collected = command_line.run("fetch", "-o", folder, project)
        assert collected.status == 0, collected.said

    cache = tmp_path / "another-cache"
    shutil.copytree(command_line.cache / "interpreter", cache / "interpreter")
    command_line.build(project, "--offline", "--from", str(folder), LITE_BUILD_CACHE=str(cache))
    shipped = project / "_output" / "static" / "vendored"
    [file] = shipped.rglob("words.js")
    assert b'word = "new"' in file.read_bytes()
    assert LICENCE in (shipped / "LICENSES.txt").read_text(encoding="utf-8")
    settings = json.loads((project / "_output" / "jupyter-lite.json").read_text(encoding="utf-8"))
    plugins = settings["jupyter-config-data"]["litePluginSettings"]
    assert words in plugins["@lite-build/jupyterlite:kernel"]["vendored"]


def test_an_import_that_the_lock_lacks_is_told_with_the_command(
    command_line: CommandLine, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    with web_host("none") as host:
        write_charts_project(project, host, option=False)
        assert command_line.run("lock", project).status == 0
        vendor_imports(project, option=True)
        finished = command_line.run("build", project)
    assert finished.status == 2, finished.said
    assert f"the lock does not have {host.address}/charts@1" in finished.said
    assert "lite-build lock" in finished.said


def vendor_imports(project: Path, option: object) -> None:
    configuration = configuration_of(project)
    configuration["PackagesAddon"]["vendor_imports"] = option
    configure_project(project, configuration)
