"""The prebuilt extensions of JupyterLab inside the locked wheels."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

from lite_build.files.archive_path import leads_out
from lite_build.packages.wheels.wheel import labextension_files
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path


def extract_labextensions(wheel: Path, destination: Path) -> tuple[str, ...]:
    """Unpack a wheel's extensions, each into a folder of its name, without source maps.

    A folder that is already there, such as one from the environment, is replaced: the locked version wins.

    Args:
        wheel: the file.
        destination: the folder of all extensions.

    Returns:
        The extensions' names, sorted: "jupyterlab-plotly", "@jupyter-widgets/jupyterlab-manager".

    Raises:
        BuildFailure: a file's path leads out of its extension.
    """
    with zipfile.ZipFile(wheel) as archive:
        files = list(labextension_files(info.filename for info in archive.infolist() if not info.is_dir()))
        names = sorted({file["name"] for file in files})
        for file in files:
            _check_path(f"{file['name']}/{file['path']}", wheel.name)
        for name in names:
            shutil.rmtree(destination / name, ignore_errors=True)
        for file in files:
            if file["path"].endswith(".map"):
                continue
            target = destination / file["name"] / file["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(file.string) as source, target.open("wb") as unpacked:
                shutil.copyfileobj(source, unpacked)
    return tuple(names)


def _check_path(path: str, wheel_name: str) -> None:
    if leads_out(path):
        raise BuildFailure(
            f"has a file whose path leads out of its folder: {path}",
            where=wheel_name,
            remedy="do not use this wheel, and tell those who publish it",
        )
