"""What makes a site its own: a folder of settings and files laid over what the build made."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lite_build.errors import UserMistake
from lite_build.json_file import merged, read_json_object
from lite_build.site.landing import LandingPaths, folder_around
from lite_build.site.walk import link_problem, walk_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path, PurePosixPath

_NOT_PUBLISHED = {"README.md"}
#: What the build makes from other parts of the project, and lists or hashes elsewhere in the site.
_REFUSED_FOLDERS = ("api", "files", "static")
_REMEDY = "Move or rename it. Files for readers go into the contents, files of npm packages into npm_assets."


@dataclass(frozen=True)
class Override:
    """A file of the overrides.

    Args:
        source: where it is read.
        path: in the overrides, and so in the site.
        name: for messages, with the name of the folder.
    """

    source: Path
    path: PurePosixPath
    name: str


def collect_overrides(folder: Path, root: Path) -> tuple[Override, ...]:
    """List the files of a project's overrides.

    Args:
        folder: the overrides.
        root: the project's folder.

    Raises:
        UserMistake: links that lead out of the project or the overrides; files for a folder that the build
            makes from the contents and packages; files for one path. All that there are at once.
    """
    problems: list[str] = []
    if (problem := link_problem(folder, root)) is not None:
        raise _refusal([problem])
    landings, found = LandingPaths(), []
    for source, path in walk_files(folder, "the overrides", _is_left_out, problems):
        override = Override(source, path, f"{folder.name}/{path}")
        found.append(override)
        if (reserved := folder_around(path, _REFUSED_FOLDERS)) is not None:
            problems.append(f"{override.name}: {reserved}/ of the site is made from the rest of the project")
        elif (problem := landings.take(path, source)) is not None:
            problems.append(problem)
    if problems:
        raise _refusal(problems)
    return tuple(found)


def write_overrides(overrides: Sequence[Override], output: Path) -> None:
    """Lay a project's overrides over the site.

    `overrides.json` are the default settings of JupyterLab's plugins; `jupyter-lite.json`, at the top or in
    an app's folder, is merged into the site's file of that path; other files are copied to the same path.

    Raises:
        UserMistake: a settings file is not a JSON object: names the file and the line; or a file is called
            as a folder of the site, or a folder as a file.
    """
    for override in overrides:
        source, target, name = override.source, output / override.path, override.name
        _check_kind(override, output)
        if str(override.path) == "overrides.json":
            settings = {"jupyter-config-data": {"settingsOverrides": read_json_object(source, name)}}
            _merge_into(output / "jupyter-lite.json", settings)
        elif override.path.name == "jupyter-lite.json":
            _merge_into(target, read_json_object(source, name))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _is_left_out(file: Path, path: PurePosixPath) -> bool:
    return file.name.startswith(".") or file.name in _NOT_PUBLISHED


def _check_kind(override: Override, output: Path) -> None:
    if (output / override.path).is_dir():
        raise _refusal([f"{override.name}: {override.path} is a folder of the site"])
    for folder in override.path.parents:
        if (output / folder).is_file():
            raise _refusal([f"{override.name}: {folder} is a file of the site"])


def _refusal(problems: Sequence[str]) -> UserMistake:
    return UserMistake("\n".join(dict.fromkeys(problems)), where="the overrides", remedy=_REMEDY)


def _merge_into(target: Path, settings: dict[str, Any]) -> None:
    base = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(merged(base, settings), indent=2, sort_keys=True), encoding="utf-8")
