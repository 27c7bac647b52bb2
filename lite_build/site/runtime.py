"""Pyodide's core in the site."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from lite_build.runtime.core import CORE_FILES, Core

if TYPE_CHECKING:
    from pathlib import Path


def core_folder(core: Core) -> str:
    """Where the core lies, relative to the site; a name for each core, so that no cache mixes two."""
    digest = hashlib.sha256(core.integrity.encode()).hexdigest()[:12]
    return f"static/pyodide/{core.version}-{digest}"


def write_core(core: Core, output: Path) -> None:
    """Copy the core's files into the site, in place of any core that is there."""
    everything = output / "static" / "pyodide"
    if everything.exists():
        shutil.rmtree(everything)
    folder = output / core_folder(core)
    folder.mkdir(parents=True)
    for name in CORE_FILES:
        shutil.copyfile(core.folder / name, folder / name)
