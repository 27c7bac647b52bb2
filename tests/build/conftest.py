"""What the tests of whole builds share: a course, locked and built once, and a way to run the command."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lite_build.store.cache import CACHE_VARIABLE
from tests.conftest import write_wheel
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]
LITEWIDGET = ROOT / "extensions" / "litewidget"
#: Long enough for a machine that does several other things, in seconds.
PATIENCE = 300
#: Names as people give them: every one of these must simply work. Windows has no "?" in any.
ODD_NOTEBOOK = f"week 2/100% sure{'' if sys.platform == 'win32' else '?'} #1, Übung.ipynb"
ODD_DATA = "week 2/größe & [weight].csv"
CONFIG = "jupyter_lite_config.json"
LOCK = "pylock.pyodide.toml"
GREETING = "wheels/greeting-1.0-py3-none-any.whl"
#: Names the core of sites whose project names none; `make upstream` tries another one by it.
PYODIDE_VARIABLE = "LITE_BUILD_TEST_PYODIDE"


@dataclass(frozen=True)
class Finished:
    """How a command ended, and what it said on both streams."""

    status: int
    said: str


@dataclass(frozen=True)
class CommandLine:
    """Runs commands of one environment as a person would, with one user cache."""

    cache: Path
    scripts: Path = Path(sys.executable).parent

    def environment(self, **changed: str) -> dict[str, str]:
        """What a command sees: nothing of this process that would change a build."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name != "SOURCE_DATE_EPOCH" and not name.startswith(("JUPYTER", "PYTEST"))
        }
        core = os.environ.get(PYODIDE_VARIABLE)
        named = {"JUPYTERLITE_PYODIDE_URL": core} if core else {}
        return {**kept, **named, CACHE_VARIABLE: str(self.cache), "PYTHONIOENCODING": "utf-8", **changed}

    def words(self, command: str, *arguments: str | Path) -> list[str]:
        """The words that start a command of the environment."""
        found = shutil.which(command, path=str(self.scripts))
        assert found is not None, f"{command} is not installed in {self.scripts}"
        return [found, *map(str, arguments)]

    def run(
        self, *arguments: str | Path, cwd: Path | None = None, command: str = "lite-build", **environment: str
    ) -> Finished:
        """Run a command to its end."""
        finished = subprocess.run(
            self.words(command, *arguments),
            cwd=cwd,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        return Finished(finished.returncode, finished.stdout)

    def build(self, project: Path, *options: str, **environment: str) -> str:
        """Build a project that must build, and tell what was said."""
        finished = self.run("build", project, *options, **environment)
        assert finished.status == 0, finished.said
        return finished.said


def run_command(*words: str | Path) -> str:
    """Run a command that must succeed, and tell what it said."""
    finished = subprocess.run(
        [*map(str, words)], capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def install_packages(python: Path, *requirements: str | Path) -> None:
    """Install packages into an environment: by uv; by pip where uv, which reads no settings of pip, fails."""
    words = ["install", "--quiet", *map(str, requirements)]
    by_uv = [sys.executable, "-m", "uv", "pip", *words, "--python", str(python)]
    if subprocess.run(by_uv, capture_output=True, timeout=PATIENCE, check=False).returncode != 0:
        run_command(python, "-m", "pip", *words)


def write_notebook(path: Path, *sources: str) -> None:
    """Write a notebook with these code cells."""
    cells = [
        {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "source": source}
        | {"execution_count": None, "outputs": []}
        for number, source in enumerate(sources, 1)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")


def configure_project(project: Path, configuration: Mapping[str, Mapping[str, object]]) -> None:
    """Write a project's configuration file; without a snapshot, which takes a while, unless it says so."""
    whole = {"BootAddon": {"snapshot": False}, **configuration}
    (project / CONFIG).write_text(json.dumps(whole, indent=2), encoding="utf-8")


def configuration_of(project: Path) -> dict[str, dict[str, object]]:
    """Read a project's configuration file."""
    configuration: dict[str, dict[str, object]] = json.loads((project / CONFIG).read_text(encoding="utf-8"))
    return configuration


def copy_project(project: Path, to: Path) -> Path:
    """Copy a project without its site, with other dates than the original's."""
    shutil.copytree(
        project, to, ignore=shutil.ignore_patterns("_output", ".*"), copy_function=shutil.copyfile
    )
    return to


def site_of(project: Path) -> dict[str, str]:
    """Tell every file of a project's site, by its path, with its hash."""
    return files_of_folder(project / "_output")


def files_of_folder(folder: Path) -> dict[str, str]:
    """Tell every file of a folder, by its path, with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def left_behind(project: Path) -> Sequence[str]:
    """Name what a build must not leave beside its output."""
    return sorted(path.name for path in project.glob("._output.*"))


def copy_cache(command_line: CommandLine, to: Path, *left_out: str) -> CommandLine:
    """The same commands with a cache of the test's own, without some of what it holds."""
    ignore = shutil.ignore_patterns("locks", "making", "running", *left_out)
    for is_last in (False, False, True):
        try:
            shutil.copytree(command_line.cache, to, ignore=ignore, dirs_exist_ok=True)
        except shutil.Error:
            # What another process has just made there is gone again, or has got its name.
            if is_last:
                raise
        else:
            break
    return CommandLine(to, command_line.scripts)


@pytest.fixture(scope="session")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The commands of this environment, with a user cache that all tests share and fill."""
    return CommandLine(made_once(tmp_path_factory, "user-cache", Path.mkdir))


@pytest.fixture(scope="session")
def our_wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of our two wheels."""

    def pack(folder: Path) -> None:
        for project in (ROOT, LITEWIDGET):
            run_command(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, project)

    return made_once(tmp_path_factory, "our-wheels", pack)


@pytest.fixture(scope="session")
def installed(
    command_line: CommandLine, our_wheels: Path, tmp_path_factory: pytest.TempPathFactory
) -> CommandLine:
    """The commands of an environment that has our two wheels, what they depend on, and nothing else."""

    def install(folder: Path) -> None:
        install_ours(our_wheels, folder)

    folder = made_once(tmp_path_factory, "installed", install)
    return CommandLine(command_line.cache, scripts_of(folder))


def install_ours(our_wheels: Path, environment: Path) -> None:
    """Make an environment with our two wheels and what they depend on."""
    run_command(sys.executable, "-m", "venv", environment)
    install_packages(scripts_of(environment) / "python", *our_wheels.glob("*.whl"))


def scripts_of(environment: Path) -> Path:
    """The folder of an environment's commands."""
    return environment / ("Scripts" if sys.platform == "win32" else "bin")


@pytest.fixture(scope="session")
def course(command_line: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A locked project, whose packages come from the registries. Tests copy it and leave it as it is."""

    def write_and_lock(project: Path) -> None:
        write_notebook(project / "notebooks" / "welcome.ipynb", "import greeting\ngreeting.__version__")
        write_notebook(project / "notebooks" / ODD_NOTEBOOK, "open('data.csv').read()")
        (project / "notebooks" / ODD_DATA).write_text("name,size\nMüller,1\n", encoding="utf-8")
        (project / "overrides").mkdir()
        theme = {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"}}
        (project / "overrides" / "overrides.json").write_text(json.dumps(theme), encoding="utf-8")
        write_wheel("greeting", "1.0", folder=(project / GREETING).parent)
        configure_project(
            project,
            {
                "LiteBuildConfig": {"apps": ["lab", "notebooks"]},
                "PackagesAddon": {"requirements": [GREETING]},
            },
        )
        locked = command_line.run("lock", project)
        assert locked.status == 0, locked.said

    return made_once(tmp_path_factory, "course", write_and_lock)


@pytest.fixture(scope="session")
def built_course(command_line: CommandLine, course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locked project with its site. Tests read it, or copy it."""

    def build(project: Path) -> None:
        command_line.build(copy_project(course, project))

    return made_once(tmp_path_factory, "built-course", build)


@pytest.fixture(scope="session")
def booting(command_line: CommandLine, course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locked project with its site, whose kernels start from a snapshot. Tests read it."""

    def build(project: Path) -> None:
        copy_project(course, project)
        configure_project(project, {**configuration_of(project), "BootAddon": {"snapshot": True}})
        command_line.build(project)

    return made_once(tmp_path_factory, "booting", build)


@pytest.fixture
def project(course: Path, tmp_path: Path) -> Path:
    """The test's own copy of the locked project, not built yet."""
    return copy_project(course, tmp_path / "project")


@pytest.fixture
def built_project(built_course: Path, tmp_path: Path) -> Path:
    """The test's own copy of the locked project with a good site, made elsewhere."""
    return shutil.copytree(built_course, tmp_path / "project")
