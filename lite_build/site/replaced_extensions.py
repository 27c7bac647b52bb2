"""Extensions of JupyterLab whose work another extension of the site does."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

#: In an extension's package.json: {name of another extension: the versions whose work it does}.
_REPLACES = "replaces"


def remove_replaced_extensions(extensions: Path) -> tuple[str, ...]:
    """Leave out of a site the extensions that another one of the site replaces.

    litewidget's extension runs the widgets that anywidget's own would. A version counts as known where one of
    the same major and minor version is, since that much is what widgets ask for; an extension of a newer
    version than those stays.

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
        package["name"] for package in packages if (package["name"], _release(package["version"])) in replaced
    )
    for name in names:
        shutil.rmtree(extensions / name)
    return tuple(names)


def _release(version: str) -> tuple[str, ...]:
    return tuple(version.split(".")[:2])


def _read(path: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return package
