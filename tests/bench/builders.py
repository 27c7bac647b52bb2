"""Who builds: lite-build of this environment, and stock JupyterLite of one without it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.cache import user_cache

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What stock's environment holds, at the versions that this one has.
_STOCK_DISTRIBUTIONS = (
    "jupyterlite-core",
    "jupyterlite-pyodide-kernel",
    "jupyter-server",
    "jupyterlab-widgets",
    "jupyterlite-javascript-kernel",
    "jupyterlite-p5-kernel",
)
SLIMMING = ("--no-sourcemaps", "--no-unused-shared-packages")
_LONGEST_RUN = 600.0
_SCRIPT_SUFFIX = ".exe" if sys.platform == "win32" else ""


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


def lite_build(project: Path, *words: str) -> Builder:
    """This environment's lite-build, whose command starts with `words`."""
    script = Path(sysconfig.get_path("scripts"), f"lite-build{_SCRIPT_SUFFIX}")
    return Builder("lite-build", project, (str(script), *(words or ("build",))))


def stock(project: Path, environment: Path, *flags: str) -> Builder:
    """Stock JupyterLite of an environment, with flags for its build."""
    script = _scripts_of(environment) / f"jupyter-lite{_SCRIPT_SUFFIX}"
    return Builder(" ".join(["stock", *flags]), project, (str(script), "build", *flags))


def stock_environment() -> Path:
    """Make the environment of stock JupyterLite, once for each set of versions; it is kept in the cache."""
    wanted = [f"{name}=={version(name)}" for name in _STOCK_DISTRIBUTIONS]
    folder = user_cache() / "bench" / "stock"
    mark = folder / "installed.json"
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")) == wanted:
        return folder
    venv.create(folder, with_pip=True, clear=True)
    python = _scripts_of(folder) / f"python{_SCRIPT_SUFFIX}"
    run([str(python), "-m", "pip", "install", "--quiet", *wanted], folder)
    mark.write_text(json.dumps(wanted), encoding="utf-8")
    return folder


def _scripts_of(environment: Path) -> Path:
    return environment / ("Scripts" if sys.platform == "win32" else "bin")
