"""Pyodide's core in the site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lite_build.runtime.core import CORE_FILES
from lite_build.supply.addresses import PYODIDE_FOLDER, core_folder

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.runtime.core import Core


def write_core(core: Core, output: Path) -> None:
    """Copy the core's files into the site, in place of any core that is there."""
    everything = output / PYODIDE_FOLDER
    if everything.exists():
        shutil.rmtree(everything)
    folder = output / core_folder(core)
    folder.mkdir(parents=True)
    for name in CORE_FILES:
        shutil.copyfile(core.folder / name, folder / name)
