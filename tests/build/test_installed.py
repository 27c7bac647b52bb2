"""What is installed from the wheel, in an environment with nothing else, does all that the README says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from lite_build import __version__
from tests.build.conftest import (
    ROOT,
    CommandLine,
    files_of_folder,
    install_ours,
    run_command,
    scripts_of,
    write_notebook,
)
from tests.conftest import read_until, running

pytestmark = pytest.mark.registry

#: A theme of JupyterLab, and a widget that is no AFM module: both bring an extension that is built already.
EXTENSIONS = {"jupyterlab-night", "ipytree"}


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """A folder with one notebook, and nothing else."""
    write_notebook(tmp_path / "notebooks" / "first.ipynb", "1 + 1")
    return tmp_path / "notebooks"


def test_the_wheel_declares_what_it_needs(installed: CommandLine) -> None:
    assert "No broken requirements found" in run_command(installed.scripts / "python", "-m", "pip", "check")
    assert installed.run("--version").said.strip() == f"lite-build {__version__}"


def test_both_commands_build_any_folder_with_notebooks(installed: CommandLine, notebooks: Path) -> None:
    installed.build(notebooks)
    site = files_of_folder(notebooks / "_output")
    (notebooks / "_output").rename(notebooks.parent / "ours")
    finished = installed.run("lite", "build", cwd=notebooks, command="jupyter")

    assert finished.status == 0, finished.said
    assert files_of_folder(notebooks / "_output") == site
    assert "files/first.ipynb" in site
    settings = json.loads((notebooks / "_output/jupyter-lite.json").read_text(encoding="utf-8"))
    kernel = settings["jupyter-config-data"]["litePluginSettings"][
        "@jupyterlite/pyodide-kernel-extension:kernel"
    ]
    assert kernel["pyodideUrl"].removeprefix("./") in site
    assert kernel["disablePyPIFallback"] is True
    lock_path = kernel["loadPyodideOptions"]["lockFileURL"].removeprefix("./")
    lock = json.loads((notebooks / "_output" / lock_path).read_text(encoding="utf-8"))
    for name in ("comm", "ipython", "jedi", "micropip", "piplite", "pyodide-kernel"):
        entry = lock["packages"][name]
        assert site[f"{Path(lock_path).parent.as_posix()}/{entry['file_name']}"] == entry["sha256"]


def test_extensions_that_are_in_the_environment_join_the_site(
    installed: CommandLine, our_wheels: Path, notebooks: Path, tmp_path: Path
) -> None:
    installed.build(notebooks)
    before = extensions_of(notebooks)
    install_ours(our_wheels, tmp_path / "environment")
    with_extensions = replace(installed, scripts=scripts_of(tmp_path / "environment"))
    python = with_extensions.scripts / "python"
    run_command(python, "-m", "pip", "install", "--quiet", "--no-deps", *EXTENSIONS)
    with_extensions.build(notebooks)

    assert extensions_of(notebooks) - before == EXTENSIONS


def extensions_of(project: Path) -> set[str]:
    """The extensions that a site loads, each of which is there."""
    settings = json.loads((project / "_output/jupyter-lite.json").read_text(encoding="utf-8"))
    extensions = settings["jupyter-config-data"]["federated_extensions"]
    for extension in extensions:
        assert (project / "_output/extensions" / extension["name"] / extension["load"]).is_file()
    return {extension["name"] for extension in extensions}


def test_the_readmes_commands_make_serve_lock_and_check_a_project(
    installed: CommandLine, tmp_path: Path
) -> None:
    install, *commands = readme_commands()
    assert install == "pip install lite-build"
    assert [command.split()[1] for command in commands] == ["init", "serve", "lock", "build"]

    for command in commands:
        program, name, *arguments = command.split()
        assert program == "lite-build"
        if name == "serve":
            assert_served(installed, tmp_path, *arguments)
        else:
            finished = installed.run(name, *arguments, cwd=tmp_path)
            assert finished.status == 0, finished.said
    assert (tmp_path / "my-course" / "pylock.pyodide.toml").is_file()
    assert (tmp_path / "my-course" / "dist" / "index.html").is_file()


def readme_commands() -> list[str]:
    """The commands that the README gives to those who use the released package."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for_users = readme.partition("\n## Use it\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", for_users, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def assert_served(installed: CommandLine, cwd: Path, project: str) -> None:
    """Serve on a free port: the page is at the address that is printed, and so is what is saved then."""
    words = installed.words("lite-build", "serve", project, "--port", "0")
    with running(words, cwd=cwd, env=installed.environment()) as process:
        address = read_until(process, "Serving at ").split()[-1]
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}lab/index.html", timeout=60) as answer:
            assert "JupyterLab" in answer.read().decode()
        read_until(process, "Ctrl-C ends")
        (cwd / project / "notebooks" / "saved.txt").write_text("just now", encoding="utf-8")
        read_until(process, "Built ")
        with urlopen(f"{address}files/saved.txt", timeout=60) as answer:
            assert answer.read().decode() == "just now"
