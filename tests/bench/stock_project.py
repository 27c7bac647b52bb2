"""A project for stock JupyterLite of the very things that a site of ours holds."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

from lite_build.network.reach import Reach
from lite_build.packages.index.settings import read_index_settings
from lite_build.packages.wheels.wheel import Wheel, read_wheel
from lite_build.project.file_names import CONFIG_FILE
from lite_build.runtime.acquire import acquire_core
from lite_build.runtime.core import CORE_FILES, LOCK_FILE
from lite_build.store.cache import user_cache

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

#: What stock's kernel loads from the runtime's own distribution; it takes all else from piplite's wheels.
_LOADED_BY_THE_RUNTIME = "micropip"


def write_stock_project(
    project: Path, site: Path, fetched: Path, folder: Path, *, without: Collection[str] = ()
) -> None:
    """Write what stock JupyterLite needs to make the same site.

    It gets the same contents, the same core, the same wheels as `piplite_urls`, the extensions of JupyterLab
    inside of them, and the files from npm packages among the contents, which is stock's way to ship a file.
    What its own kernel extension carries it has already.

    Args:
        project: of lite-build.
        site: what lite-build made of it, whose wheels lack what no browser reads.
        fetched: what `lite-build fetch` collected of it, with the wheels as they are published.
        folder: where the stock project is written.
        without: packages that stock does not get.
    """
    _copy_contents(project, site, folder)
    packages = _published_wheels(fetched, without)
    carried = {path.name for path in site.glob("extensions/@jupyterlite/*/static/pypi/*.whl")}
    wheels = folder / "wheels"
    wheels.mkdir()
    for wheel in packages:
        if wheel.name != _LOADED_BY_THE_RUNTIME and wheel.path.name not in carried:
            shutil.copyfile(wheel.path, wheels / wheel.path.name)
    # A runtime whose lock names packages that the site does not have would ask for them in vain.
    _write_core(folder, site, [wheel for wheel in packages if wheel.name == _LOADED_BY_THE_RUNTIME])
    _write_configuration(folder, packages, piplite=True)


def write_preloading_stock_project(
    project: Path, site: Path, fetched: Path, folder: Path, *, without: Collection[str] = ()
) -> list[str]:
    """Write the same with all wheels in the runtime's distribution, which the kernel can load side by side.

    Returns:
        The packages that are in the snapshot of our site: those that stock's settings have to preload.
    """
    _copy_contents(project, site, folder)
    packages = _published_wheels(fetched, without)
    _write_core(folder, site, packages)
    _write_configuration(folder, packages, piplite=False)
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    in_snapshot = settings["litePluginSettings"]["@lite-build/jupyterlite:kernel"]["boot"]["distributions"]
    return [name for name in in_snapshot if name not in without]


def _copy_contents(project: Path, site: Path, folder: Path) -> None:
    shutil.copytree(project / "content", folder / "content")
    for asset in sorted(site.glob("static/p5/*")):
        shutil.copyfile(asset, folder / "content" / asset.name)


def _published_wheels(fetched: Path, without: Collection[str]) -> list[Wheel]:
    wheels = [read_wheel(path) for path in sorted(fetched.rglob("*.whl"))]
    return [wheel for wheel in wheels if wheel.name not in without]


def _write_configuration(folder: Path, packages: Iterable[Wheel], *, piplite: bool) -> None:
    place = "wheels" if piplite else "static/pyodide"
    extensions = [f"{place}/{wheel.path.name}" for wheel in packages if wheel.labextensions]
    settings = {"contents": ["content"], "output_dir": "dist", "federated_extensions": extensions}
    configuration: dict[str, Any] = {"LiteBuildConfig": settings}
    if piplite:
        configuration["PipliteAddon"] = {"piplite_urls": [place]}
    (folder / CONFIG_FILE).write_text(json.dumps(configuration), encoding="utf-8")


def _write_core(project: Path, site: Path, wheels: Iterable[Wheel]) -> None:
    """Write Pyodide's core, and a lock that names these wheels and no others."""
    folder = project / "static" / "pyodide"
    core = acquire_core(None, Reach(user_cache(), read_index_settings().network))
    folder.mkdir(parents=True)
    for name in CORE_FILES:
        shutil.copyfile(core.folder / name, folder / name)
    [ours] = site.glob("static/packages/pyodide-lock.*.json")
    known = json.loads(ours.read_text(encoding="utf-8"))["packages"]
    entries = {}
    for wheel in wheels:
        shutil.copyfile(wheel.path, folder / wheel.path.name)
        entries[wheel.name] = known[wheel.name] | {
            "file_name": wheel.path.name,
            "sha256": hashlib.sha256(wheel.path.read_bytes()).hexdigest(),
        }
    # What is left out is depended upon by nobody who stays.
    lock = core.lock | {"packages": entries}
    (folder / LOCK_FILE).write_text(json.dumps(lock), encoding="utf-8")
