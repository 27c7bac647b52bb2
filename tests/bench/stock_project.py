"""A project for stock JupyterLite of the very things that a site of ours holds."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

from lite_build.cache import user_cache
from lite_build.packages.index_settings import read_index_settings
from lite_build.packages.wheel import read_wheel
from lite_build.project import CONFIG_FILE
from lite_build.runtime.acquire import acquire_core
from lite_build.runtime.core import CORE_FILES, LOCK_FILE

if TYPE_CHECKING:
    from pathlib import Path

#: What stock's kernel loads from the runtime's own distribution; it takes all else from piplite's wheels.
_LOADED_BY_THE_RUNTIME = "micropip"


def write_stock_project(project: Path, site: Path, fetched: Path, folder: Path) -> None:
    """Write what stock JupyterLite needs to make the same site.

    It gets the same contents, the same core, the same wheels as `piplite_urls`, the extensions of JupyterLab
    inside of them, and the files from npm packages among the contents, which is stock's way to ship a file.
    What its own kernel extension carries it has already.

    Args:
        project: of lite-build.
        site: what lite-build made of it, whose wheels lack what no browser reads.
        fetched: what `lite-build fetch` collected of it, with the wheels as they are published.
        folder: where the stock project is written.
    """
    shutil.copytree(project / "content", folder / "content")
    for asset in sorted(site.glob("static/p5/*")):
        shutil.copyfile(asset, folder / "content" / asset.name)
    carried = {path.name for path in site.glob("extensions/@jupyterlite/*/static/pypi/*.whl")}
    packages = [path for path in sorted(fetched.rglob("*.whl")) if path.name not in carried]
    (runtimes,) = [path for path in packages if path.name.startswith(f"{_LOADED_BY_THE_RUNTIME}-")]
    _write_core(folder / "static" / "pyodide", runtimes)
    wheels = folder / "wheels"
    wheels.mkdir()
    extensions = []
    for wheel in packages:
        if wheel != runtimes:
            shutil.copyfile(wheel, wheels / wheel.name)
            extensions += [f"wheels/{wheel.name}"] if read_wheel(wheel).labextensions else []
    settings = {"contents": ["content"], "output_dir": "dist", "federated_extensions": extensions}
    configuration = {"LiteBuildConfig": settings, "PipliteAddon": {"piplite_urls": ["wheels"]}}
    (folder / CONFIG_FILE).write_text(json.dumps(configuration), encoding="utf-8")


def _write_core(folder: Path, wheel: Path) -> None:
    # A runtime whose lock names packages that the site does not have would ask for them in vain.
    core = acquire_core(None, cache=user_cache(), client_settings=read_index_settings().network)
    folder.mkdir(parents=True)
    for name in CORE_FILES:
        shutil.copyfile(core.folder / name, folder / name)
    shutil.copyfile(wheel, folder / wheel.name)
    entry = core.lock["packages"][_LOADED_BY_THE_RUNTIME] | {
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
    }
    lock = core.lock | {"packages": {_LOADED_BY_THE_RUNTIME: entry}}
    (folder / LOCK_FILE).write_text(json.dumps(lock), encoding="utf-8")
