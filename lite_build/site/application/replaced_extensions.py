"""Extensions of JupyterLab whose work another extension of the site does, or the build."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from lite_build.files.json_file import write_json

if TYPE_CHECKING:
    from pathlib import Path

#: In an extension's package.json: {name of another extension: the versions whose work it does}.
_REPLACES = "replaces"
#: Extensions that ask a server of Jupyter's for work that a build does: jupytext's comes with it.
_DONE_BY_BUILDS = frozenset({"jupyterlab-jupytext"})
#: In upstream's kernel: the folder of the wheels that every kernel of the site needs. It stays, with what
#: names it, and with the schemas by which `jupyter lite check` reads settings and wheels.
_WHEELS, _WHEEL_FOLDER, _SCHEMAS = "piplite", "wheelDir", "static/schema"


def remove_replaced_extensions(extensions: Path) -> tuple[str, ...]:
    """Leave out of a site the extensions that another one of the site replaces, or the build.

    litewidget's extension runs the widgets that anywidget's own would. A version counts as known where one of
    the same major and minor version is, since that much is what widgets ask for; an extension of a newer
    version than those stays. Wheels that a replaced extension carries for the kernel stay too.

    Args:
        extensions: the folder of all extensions, each in a folder of its name.

    Returns:
        The names of the extensions that were removed, sorted.
    """
    packages = [
        _read(path) for path in (*extensions.glob("*/package.json"), *extensions.glob("@*/*/package.json"))
    ]
    replaced = {
        (name, _release(version))
        for package in packages
        for name, versions in package.get(_REPLACES, {}).items()
        for version in versions
    }
    names = sorted(
        package["name"]
        for package in packages
        if package["name"] in _DONE_BY_BUILDS or (package["name"], _release(package["version"])) in replaced
    )
    for name in names:
        _remove(extensions / name)
    return tuple(names)


def _remove(extension: Path) -> None:
    package = _read(extension / "package.json")
    if _WHEELS not in package:
        shutil.rmtree(extension)
        return
    kept = {extension / "package.json", extension / package[_WHEELS][_WHEEL_FOLDER], extension / _SCHEMAS}
    for path in sorted(extension.rglob("*"), reverse=True):
        if path.is_file() and kept.isdisjoint({path, *path.parents}):
            path.unlink()
    # Without it, jupyterlite-core takes the folder for no extension.
    package.pop("jupyterlab", None)
    write_json(extension / "package.json", package)


def _release(version: str) -> tuple[str, ...]:
    return tuple(version.split(".")[:2])


def _read(path: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return package
