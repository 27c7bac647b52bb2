"""The settings files of a project that jupyterlite-core reads by itself."""

from __future__ import annotations

import json
import tarfile
from functools import lru_cache
from typing import TYPE_CHECKING

from jupyterlite_core.constants import JUPYTERLITE_IPYNB, JUPYTERLITE_JSON, OVERRIDES_JSON, WORKSPACES

from lite_build.files.json_file import read_json_object
from lite_build.words.errors import UserMistake
from lite_build.words.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NAMES = (JUPYTERLITE_JSON, JUPYTERLITE_IPYNB, OVERRIDES_JSON)


def own_settings(root: Path, output: Path) -> tuple[Path, ...]:
    """List the files that may become part of the site's settings.

    Args:
        root: the project's folder: they are in it, or in a folder in it that is named after an app.
        output: the site's folder, whose files are no input.
    """
    found = [path for name in _NAMES for path in (*root.glob(name), *root.glob(f"*/{name}"))]
    workspaces = (root / WORKSPACES).glob("*.jupyterlab-workspace")
    return tuple(sorted(path for path in (*found, *workspaces) if not path.is_relative_to(output)))


def check_own_settings(root: Path, output: Path) -> None:
    """Refuse what jupyterlite-core would leave out without a word, or trip over.

    Args:
        root: the project's folder.
        output: the site, with the folders of its apps.

    Raises:
        UserMistake: a file is not a JSON object; names the file and the line.
    """
    for path in own_settings(root, output):
        folder = path.parent.name
        if path.parent == root or folder == WORKSPACES or (output / folder / JUPYTERLITE_JSON).is_file():
            read_json_object(path, path.relative_to(root).as_posix())


def check_apps(apps: Sequence[str], archive: Path) -> None:
    """Refuse apps that JupyterLite does not have.

    Args:
        apps: that the site shall have; all where none is named.
        archive: jupyterlite-core's own, which the pages are from.

    Raises:
        UserMistake: there is no such app.
    """
    there = _apps_of(archive) if apps else ()
    if unknown := [app for app in apps if app not in there]:
        raise UserMistake(
            "\n".join(f"there is no app called {app}{did_you_mean(app, there)}" for app in unknown),
            where="LiteBuildConfig.apps",
            remedy=f"There are {', '.join(there)}.",
        )


@lru_cache
def _apps_of(archive: Path) -> tuple[str, ...]:
    with tarfile.open(archive, "r:gz") as members:
        # To ask for it by name would read the archive to its end.
        named = next((member for member in members if member.name == "package/package.json"), None)
        package = members.extractfile(named) if named is not None else None
        apps: list[str] = json.load(package)["jupyterlite"]["apps"] if package is not None else []
    return tuple(sorted(apps))
