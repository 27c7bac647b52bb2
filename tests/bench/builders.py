"""Who builds: lite-build and stock JupyterLite, each in an environment of its own, kept in the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from lite_build.store.cache import user_cache
from tests.bench.projects import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: What stock's environment holds, at the versions that this one has.
_STOCK_DISTRIBUTIONS = (
    "jupyterlite-core",
    "jupyterlite-pyodide-kernel",
    "jupyter-server",
    "jupyterlab-widgets",
    "jupyterlite-javascript-kernel",
    "jupyterlite-p5-kernel",
)
_DOCUMENTATION_TOOLS = ("sphinx", "jupyterlite-sphinx")
SLIMMING = ("--no-sourcemaps", "--no-unused-shared-packages")
_LONGEST_RUN = 600.0


@dataclass(frozen=True)
class Timing:
    """How long a command took, in seconds: by the clock, and of the processors' time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Builder:
    """A command that builds the site of one project into its folder `dist`."""

    name: str
    project: Path
    command: tuple[str, ...]

    @property
    def site(self) -> Path:
        return self.project / "dist"

    def build(self) -> Timing:
        """Build what is missing, and tell how long it took."""
        return run(self.command, self.project)

    def build_clean(self) -> Timing:
        """Build with nothing there but the caches."""
        if self.site.exists():
            shutil.rmtree(self.site)
        (self.project / ".jupyterlite.doit.db").unlink(missing_ok=True)
        return self.build()

    def build_again(self) -> Timing:
        """Build where there is nothing to do.

        Raises:
            RuntimeError: the site was replaced, so that the time would be that of a real build.
        """
        before = self.site.stat().st_ino
        timing = self.build()
        if self.site.stat().st_ino != before:
            raise RuntimeError(f"{self.name} built {self.project.name} anew, though nothing had changed")
        return timing


@dataclass(frozen=True)
class Environments:
    """Where lite-build is installed, and where stock JupyterLite."""

    ours: Path
    stock: Path


def run(command: Sequence[str], folder: Path) -> Timing:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; the message ends with what it said.
    """
    before, start = os.times(), time.perf_counter()
    finished = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=_LONGEST_RUN,
        check=False,
    )
    wall, after = time.perf_counter() - start, os.times()
    if finished.returncode:
        raise RuntimeError(f"{' '.join(command)} failed\n{finished.stdout[-4000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Timing(wall, cpu)


def lite_build(project: Path, environment: Path, *words: str) -> Builder:
    """An environment's lite-build, whose command starts with `words`."""
    return Builder("lite-build", project, (_script(environment, "lite-build"), *(words or ("build",))))


def stock(project: Path, environment: Path, *flags: str) -> Builder:
    """Stock JupyterLite of an environment, with flags for its build."""
    name = " ".join(["stock", *flags])
    return Builder(name, project, (_script(environment, "jupyter-lite"), "build", *flags))


def sphinx(name: str, project: Path, environment: Path, *words: str) -> Builder:
    """An environment's Sphinx, for the documentation in a project's folder `docs`."""
    command = (_script(environment, "python"), "-m", "sphinx", "-q", *words, "docs", "dist")
    return Builder(name, project, command)


def our_environment() -> Path:
    """Make an environment with lite-build as this checkout has it, and with nothing that only tests need."""
    return _environment_of_checkout("lite-build", "demo")


def stock_environment() -> Path:
    """Make an environment with stock JupyterLite, at the versions that this one has."""
    return _environment_of("stock", *_STOCK_DISTRIBUTIONS)


def documentation_environments() -> Environments:
    """Make environments with Sphinx and jupyterlite-sphinx: beside lite-build, and beside stock."""
    return Environments(
        _environment_of_checkout("lite-build-documentation", "sphinx", *_DOCUMENTATION_TOOLS),
        _environment_of("stock-documentation", *_STOCK_DISTRIBUTIONS, *_DOCUMENTATION_TOOLS),
    )


def _environment_of_checkout(name: str, extra: str, *further: str) -> Path:
    digest = hashlib.sha256((REPOSITORY / "pyproject.toml").read_bytes())
    # The wheel of litewidget is among these files.
    for path in sorted((REPOSITORY / "lite_build").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(REPOSITORY).as_posix()}\n".encode() + path.read_bytes())
    wanted = [str(REPOSITORY / "extensions" / "litewidget"), f"{REPOSITORY}[{extra}]", *_pinned(further)]
    return _environment(name, wanted, made_for=digest.hexdigest())


def _environment_of(name: str, *distributions: str) -> Path:
    wanted = _pinned(distributions)
    return _environment(name, wanted, made_for=" ".join(wanted))


def _pinned(distributions: Sequence[str]) -> list[str]:
    return [f"{name}=={version(name)}" for name in distributions]


def _environment(name: str, wanted: list[str], *, made_for: str) -> Path:
    """Make an environment in the cache, unless it is there and was made for the same."""
    folder = user_cache() / "bench" / name
    mark = folder / "made-for.txt"
    if not mark.exists() or mark.read_text(encoding="utf-8") != made_for:
        venv.create(folder, with_pip=True, clear=True)
        run([_script(folder, "python"), "-m", "pip", "install", "--quiet", *wanted], folder)
        mark.write_text(made_for, encoding="utf-8")
    return folder


def _script(environment: Path, name: str) -> str:
    if sys.platform == "win32":
        return str(environment / "Scripts" / f"{name}.exe")
    return str(environment / "bin" / name)
