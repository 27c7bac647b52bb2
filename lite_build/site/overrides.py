"""Lay a project's overrides over its site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from lite_build.files.json_file import merged, read_json_object, write_json
from lite_build.project.overrides import overrides_refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lite_build.project.overrides import Override


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


def _check_kind(override: Override, output: Path) -> None:
    if (output / override.path).is_dir():
        raise overrides_refusal([f"{override.name}: {override.path} is a folder of the site"])
    for folder in override.path.parents:
        if (output / folder).is_file():
            raise overrides_refusal([f"{override.name}: {folder} is a file of the site"])


def _merge_into(target: Path, settings: dict[str, Any]) -> None:
    base = read_json_object(target) if target.exists() else {}
    write_json(target, merged(base, settings))
