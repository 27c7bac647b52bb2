"""What makes a site its own: a folder of settings and files laid over what the build made."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from lite_build.json_file import read_json_object

if TYPE_CHECKING:
    from pathlib import Path

#: Merged into the site's settings; everything else in the folder is copied.
MERGED = {"overrides.json", "jupyter-lite.json"}
_NOT_PUBLISHED = {"README.md"}


def write_overrides(folder: Path, output: Path) -> None:
    """Lay a project's overrides over the site.

    `overrides.json` are the default settings of JupyterLab's plugins; `jupyter-lite.json`, at the top or in
    an app's folder, is merged into the site's file of that path; other files are copied to the same path.

    Raises:
        UserMistake: a settings file is not a JSON object; names the file and the line.
    """
    for source in sorted(path for path in folder.rglob("*") if path.is_file()):
        relative = source.relative_to(folder)
        target, name = output / relative, f"{folder.name}/{relative.as_posix()}"
        if source.name in _NOT_PUBLISHED or any(part.startswith(".") for part in relative.parts):
            continue
        if relative.as_posix() == "overrides.json":
            settings = {"jupyter-config-data": {"settingsOverrides": read_json_object(source, name)}}
            _merge_into(output / "jupyter-lite.json", settings)
        elif relative.name == "jupyter-lite.json":
            _merge_into(target, read_json_object(source, name))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Merge two objects, and likewise the objects inside that both hold; else the second one's value wins."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


def _merge_into(target: Path, settings: dict[str, Any]) -> None:
    base = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(merged(base, settings), indent=2, sort_keys=True), encoding="utf-8")
