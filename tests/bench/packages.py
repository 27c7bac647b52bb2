"""What it costs that all locked packages are installed, beside a site whose imports in cells load them."""

from __future__ import annotations

import json
import os
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.project.file_names import CONFIG_FILE
from lite_build.site.kernel import KERNEL_PLUGIN_ID
from tests.bench.boot import measure_cell, measure_kernel_start
from tests.bench.builders import lite_build
from tests.bench.first_visit import measure_bytes_to_output
from tests.bench.kernel_project import (
    ONE_PLUS_ONE,
    MeasuredNotebook,
    start_from_snapshot,
    write_page_settings,
)
from tests.bench.kernel_sites import KernelSite
from tests.bench.projects import code_cell, write_notebook
from tests.bench.results import Figure
from tests.bench.rounds import take_turns
from tests.bench.say import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.bench.builders import Environments

INSTALLED = "lite-build"
LOADED = "lite-build, packages loaded by imports in cells"

#: Imports of one small package, of one with many modules, and of a compiled one.
_IMPORTS = (
    MeasuredNotebook("small.ipynb", "import humanize\nprint(humanize.ordinal(3))\n", "3rd"),
    MeasuredNotebook("large.ipynb", "import sympy\nprint(sympy.sqrt(16))\n", "4"),
    MeasuredNotebook("compiled.ipynb", "import msgspec\nprint(msgspec.json.encode([42]).decode())\n", "[42]"),
)
#: Pure packages, and compiled ones that the index has for the runtime.
_MANY = tuple((Path(__file__).parent / "many-packages.txt").read_text(encoding="utf-8").split())
_FEW = _MANY[:6]


def measure_packages(folder: Path, environments: Environments, rounds: int) -> list[Figure]:
    """How soon kernels start and packages are imported, in a site with few packages and one with many."""
    figures: list[Figure] = []
    for name, requirements in (("30 packages", _FEW), ("150 packages", _MANY)):
        sites = _build_sites(folder / name.replace(" ", "-"), requirements, environments)
        say(f"Starting kernels: {name}")
        starts = take_turns(sites, rounds, partial(measure_kernel_start, ONE_PLUS_ONE))
        figures.append(
            _figure(
                f"{name}, worker's start to first reply",
                {side: [start.started for start in taken] for side, taken in starts.items()},
                at_most=1.03,
            )
        )
        say(f"Counting bytes: {name}")
        counts = take_turns(sites, rounds, partial(measure_bytes_to_output, ONE_PLUS_ONE))
        figures.append(
            _figure(f"{name}, transferred before first output", counts, unit="bytes", at_most=1.03)
        )
        for notebook in _imports_of(requirements):
            say(f"Importing: {name}, {notebook.name}")
            cells = take_turns(sites, rounds, partial(measure_cell, notebook))
            figures.append(
                _figure(f"{name}, first import, {notebook.name.partition('.')[0]}", cells, at_most=1.0)
            )
    return figures


def _imports_of(requirements: Sequence[str]) -> list[MeasuredNotebook]:
    return [notebook for notebook in _IMPORTS if notebook.name != "large.ipynb" or "sympy" in requirements]


def _build_sites(
    folder: Path, requirements: Sequence[str], environments: Environments
) -> dict[str, KernelSite]:
    builder = lite_build(folder / "installed", environments.ours)
    builder.project.mkdir(parents=True)
    for notebook in (ONE_PLUS_ONE, *_imports_of(requirements)):
        write_notebook(builder.project / "content" / notebook.name, [code_cell(notebook.code, "measured")])
    configuration = {
        "LiteBuildConfig": {"contents": ["content"], "output_dir": "dist"},
        "PackagesAddon": {"requirements": list(requirements)},
    }
    (builder.project / CONFIG_FILE).write_text(json.dumps(configuration), encoding="utf-8")
    start_from_snapshot(builder.project)
    write_page_settings(builder.project, {})
    builder.build()
    loaded = shutil.copytree(builder.site, folder / "loaded", copy_function=os.link)
    settings = loaded / "jupyter-lite.json"
    data = json.loads(settings.read_text(encoding="utf-8"))
    settings.unlink()
    del data["jupyter-config-data"]["litePluginSettings"][KERNEL_PLUGIN_ID]["catalogue"]
    settings.write_text(json.dumps(data), encoding="utf-8")
    return {
        INSTALLED: KernelSite(builder.site, installs=False),
        LOADED: KernelSite(loaded, installs=False),
    }


def _figure(name: str, measures: Mapping[str, Sequence[float]], *, unit: str = "s", at_most: float) -> Figure:
    return Figure(name, unit, measures[LOADED], measures[INSTALLED], LOADED, at_most)
