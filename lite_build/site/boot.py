"""The files that kernels boot from, and those of their packages, in the site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lite_build.boot.manifest import BootFile, BootManifest
from lite_build.runtime.core import STANDARD_LIBRARY
from lite_build.supply.addresses import BOOT_FOLDER, PACKAGES_FOLDER, boot_file_url, core_folder, package_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lite_build.boot.catalogue import InstallablePackages, SmallFile
    from lite_build.boot.files import BootFiles
    from lite_build.boot.kept import KeptFile
    from lite_build.packages.wheels.package_file import FetchedPackage
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
        parts=tuple(map(_part_file, files.parts)),
        standard_library=BootFile(f"{core_folder(core)}/{library.name}", library_size, library_size),
        wheels=tuple(map(_wheel_url, packages)),
        distributions={fetched.package.name: fetched.package.version for fetched in packages},
        imports=files.selection.imports,
    )


def catalogue_file(packages: InstallablePackages) -> BootFile:
    """Tell where in the site the file is that tells of the packages."""
    return _small_boot_file("catalogue", _catalogue(packages))


def write_boot_files(
    core: Core, files: BootFiles | None, packages: InstallablePackages | None, output: Path
) -> None:
    """Copy the files into the site, in place of any that are there.

    Args:
        core: Pyodide.
        files: what kernels start from; None where they start with nothing prepared.
        packages: what kernels show as installed; None where they load packages as upstream's do.
        output: the site.
    """
    folder = output / BOOT_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    if files is None and packages is None:
        return
    folder.mkdir(parents=True)
    copied = dict(_kept_files(core, files, packages))
    for url, source in copied.items():
        shutil.copyfile(source, output / url)
    if packages is not None:
        small_files = (("listing", packages.listing()), ("catalogue", _catalogue(packages)))
        for name, file in small_files:
            (output / _small_boot_file(name, file).url).write_bytes(file.content)


def _kept_files(
    core: Core, files: BootFiles | None, packages: InstallablePackages | None
) -> Iterator[tuple[str, Path]]:
    if files is not None:
        manifest = boot_manifest(core, files)
        kept = (files.archive, files.snapshot, *files.parts)
        shipped = (manifest.archive, manifest.snapshot, *manifest.parts)
        yield from ((target.url, source.path) for source, target in zip(kept, shipped, strict=True))
    if packages is not None:
        yield _boot_file("metadata", packages.metadata).url, packages.metadata.path
        yield from ((_part_file(package.part).url, package.part.path) for package in packages.packages)


def _catalogue(packages: InstallablePackages) -> SmallFile:
    return packages.catalogue(
        part=_part_file,
        metadata=_boot_file("metadata", packages.metadata),
        listing=_small_boot_file("listing", packages.listing()),
        wheel=_wheel_url,
    )


def _wheel_url(fetched: FetchedPackage) -> str:
    return f"{PACKAGES_FOLDER}/{package_url(fetched)}"


def _part_file(part: KeptFile) -> BootFile:
    return _boot_file("part", part)


def _boot_file(name: str, file: KeptFile) -> BootFile:
    return BootFile(boot_file_url(name, file.sha256), file.path.stat().st_size, file.size)


def _small_boot_file(name: str, file: SmallFile) -> BootFile:
    return BootFile(boot_file_url(name, file.sha256), len(file.content), file.size)
