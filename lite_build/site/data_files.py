"""Data files of other hosts in the site, and what its kernels are told of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lite_build.supply.addresses import DATA_FOLDER, data_file_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lite_build.data.locking import DataFile


def write_data_files(files: Iterable[DataFile], output: Path) -> None:
    """Copy the files into the site, in place of any that are there."""
    folder = output / DATA_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    for file in files:
        target = output / data_file_url(file.locked)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, target)


def shipped_files(files: Iterable[DataFile]) -> dict[str, dict[str, str]]:
    """Tell of each address where its file lies, relative to the site, and of which type it is there.

    It is what the page reads (extensions/kernel/src/worker/fetching/shipped-files.ts).
    """
    return {
        file.locked.url: {
            "file": data_file_url(file.locked),
            **({} if file.locked.content_type is None else {"type": file.locked.content_type}),
        }
        for file in files
    }
