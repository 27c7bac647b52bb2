"""The archive and the snapshot in the site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lite_build.boot.manifest import BootFile, BootManifest
from lite_build.runtime.core import STANDARD_LIBRARY
from lite_build.site.addresses import (
    BOOT_FOLDER,
    PACKAGES_FOLDER,
    boot_file_url,
    core_folder,
    package_url,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.boot.files import BootFiles
    from lite_build.boot.kept import KeptFile
    from lite_build.runtime.core import Core


def boot_manifest(core: Core, files: BootFiles) -> BootManifest:
    """Tell where in the site the files are, and what is in them."""
    packages = files.selection.packages
    library = core.folder / STANDARD_LIBRARY
    library_size = library.stat().st_size
    return BootManifest(
        pyodide_version=core.version,
        archive=_boot_file("archive", files.archive),
        snapshot=_boot_file("snapshot", files.snapshot),
        parts=tuple(_boot_file("part", part) for part in files.parts),
        standard_library=BootFile(f"{core_folder(core)}/{library.name}", library_size, library_size),
        wheels=tuple(f"{PACKAGES_FOLDER}/{package_url(fetched)}" for fetched in packages),
        distributions={fetched.package.name: fetched.package.version for fetched in packages},
        imports=files.selection.imports,
    )


def write_boot_files(core: Core, files: BootFiles | None, output: Path) -> None:
    """Copy the files into the site, in place of any that are there."""
    folder = output / BOOT_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    if files is None:
        return
    folder.mkdir(parents=True)
    manifest = boot_manifest(core, files)
    kept = (files.archive, files.snapshot, *files.parts)
    shipped = (manifest.archive, manifest.snapshot, *manifest.parts)
    for source, target in zip(kept, shipped, strict=True):
        shutil.copyfile(source.path, output / target.url)


def _boot_file(name: str, file: KeptFile) -> BootFile:
    return BootFile(boot_file_url(name, file.sha256), file.path.stat().st_size, file.size)
