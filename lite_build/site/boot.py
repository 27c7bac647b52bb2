"""The archive and the snapshot in the site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lite_build.boot.manifest import BootFile, BootManifest
from lite_build.site.addresses import BOOT_FOLDER, PACKAGES_FOLDER, boot_file_url, package_url

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.boot.files import BootFiles
    from lite_build.runtime.core import Core


def boot_manifest(core: Core, files: BootFiles) -> BootManifest:
    """Tell where in the site the files are, and what is in them."""
    made, packages = files.made, files.selection.packages
    return BootManifest(
        pyodide_version=core.version,
        archive=_boot_file("archive", files.archive_sha256, made.archive, made.archive_size),
        snapshot=_boot_file("snapshot", files.snapshot_sha256, made.snapshot, made.snapshot_size),
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
    shutil.copyfile(files.made.archive, output / manifest.archive.url)
    shutil.copyfile(files.made.snapshot, output / manifest.snapshot.url)


def _boot_file(name: str, sha256: str, path: Path, size: int) -> BootFile:
    return BootFile(boot_file_url(name, sha256), path.stat().st_size, size)
