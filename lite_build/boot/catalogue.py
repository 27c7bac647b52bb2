"""The packages that kernels show as installed and fetch when they are looked at: what a site has of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import deflate
import msgspec

from lite_build.boot.compiled import compiled_parts
from lite_build.boot.installed_files import installed_files, installer_files, is_metadata
from lite_build.boot.kept import MadeFile, read_files, record_files
from lite_build.boot.maker_process import compress, makers_identity, run_maker
from lite_build.boot.roots import roots_of
from lite_build.store.bucket import Bucket
from lite_build.store.disk import refusals_in_words
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from lite_build.boot.compiled import CompiledPart
    from lite_build.boot.kept import KeptFile
    from lite_build.boot.manifest import BootFile
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core

#: Counts up when what is kept, or the inputs that the key is made of, change their meaning.
_FORMAT = 1
_METADATA = "metadata"
#: libdeflate's, as for all that kernels boot from.
_COMPRESSION = 10


@dataclass(frozen=True)
class SmallFile:
    """A file of the site that is made anew for each site.

    Args:
        content: compressed by gzip.
        size: when decompressed, in bytes.
    """

    content: bytes
    size: int

    @property
    def sha256(self) -> str:
        """Of the content, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class InstallablePackage:
    """A package that kernels show as installed.

    Args:
        fetched: the package.
        part: its files, but for metadata and what stays in its wheel.
        roots: the files and folders that are its own alone, and hold all of it: see `roots_of`.
        metadata_roots: those of its metadata.
        listing: its files but for metadata: path, and length in bytes.
        requires: the numbers of the packages that it needs.
    """

    fetched: FetchedPackage
    part: KeptFile
    roots: tuple[str, ...]
    metadata_roots: tuple[str, ...]
    listing: tuple[tuple[str, int], ...]
    requires: tuple[int, ...]


@dataclass(frozen=True)
class InstallablePackages:
    """All packages that kernels show as installed.

    Args:
        packages: their places in this are their numbers.
        metadata: an archive of all that they tell of themselves.
    """

    packages: tuple[InstallablePackage, ...]
    metadata: KeptFile

    def listing(self) -> SmallFile:
        """What files each package has, as the kernel reads it."""
        return _small_file([package.listing for package in self.packages])

    def catalogue(
        self,
        *,
        part: Callable[[KeptFile], BootFile],
        metadata: BootFile,
        listing: BootFile,
        wheel: Callable[[FetchedPackage], str],
    ) -> SmallFile:
        """What a kernel is told of them: `extensions/boot/src/packages/catalogue.ts`.

        Args:
            part: tells where in the site a part is.
            metadata: where the metadata is.
            listing: where the listing is.
            wheel: tells where a package's file is, relative to the site.
        """
        return _small_file(
            {
                "packages": [
                    {
                        "name": package.fetched.package.name,
                        "part": part(package.part),
                        "wheel": wheel(package.fetched),
                        "roots": package.roots,
                        "metadataRoots": package.metadata_roots,
                        "requires": package.requires,
                    }
                    for package in self.packages
                ],
                "metadata": metadata,
                "listing": listing,
            }
        )


def installable_packages(
    core: Core,
    shipped: Sequence[FetchedPackage],
    loaded: frozenset[str],
    cache: Path,
    report: Callable[[str], None],
) -> InstallablePackages:
    """Get ready what kernels show as installed.

    A wheel that no installer would unpack is left to the runtime, which loads it for the imports in a cell.

    Args:
        core: Pyodide.
        shipped: all packages of the site.
        loaded: names of those that every kernel loads as it starts.
        cache: the user's cache.
        report: is told when there is something to make, which takes a while, and of what is left out.

    Raises:
        LiteBuildError: it cannot be made.
    """
    listed = _list_files(shipped, report)
    packages = [fetched for fetched in listed if fetched.package.name not in loaded]
    with refusals_in_words(cache):
        parts = compiled_parts(core, packages, cache, report)
        metadata = _metadata(core, packages, cache)
    files = {fetched: _files_of(listed[fetched], parts.get(fetched)) for fetched in listed}
    roots = roots_of({fetched: tuple(found) for fetched, found in files.items()})
    numbers = {fetched.package.name: number for number, fetched in enumerate(packages)}
    return InstallablePackages(
        tuple(
            InstallablePackage(
                fetched,
                parts[fetched].file,
                tuple(root for root in roots[fetched] if not is_metadata(root)),
                tuple(root for root in roots[fetched] if is_metadata(root)),
                tuple((path, size) for path, size in files[fetched].items() if not is_metadata(path)),
                tuple(numbers[name] for name in sorted(fetched.package.requires) if name in numbers),
            )
            for fetched in packages
        ),
        metadata,
    )


def _list_files(
    shipped: Sequence[FetchedPackage], report: Callable[[str], None]
) -> dict[FetchedPackage, dict[str, int]]:
    listed = {}
    for fetched in shipped:
        try:
            files = installed_files(fetched.path)
        except BuildFailure as error:
            report(f"{error.where} {error.what}: an import in a cell loads it, and nothing else does")
            continue
        sizes = {file.path: file.size for file in files}
        added = {path: len(text.encode()) for path, text in installer_files(files).items()}
        listed[fetched] = sizes | added
    return listed


def _files_of(listed: Mapping[str, int], part: CompiledPart | None) -> dict[str, int]:
    """A package's files and their lengths: bytecode that the wheel has gives way to the runtime's own."""
    return {**listed, **{path: length for path, _, length in part.places}} if part is not None else {**listed}


def _metadata(core: Core, packages: Sequence[FetchedPackage], cache: Path) -> KeptFile:
    key = json.dumps([_FORMAT, *makers_identity(core), [fetched.sha256 for fetched in packages]])
    (kept,) = Bucket(cache, "metadata-archives").keep(
        hashlib.sha256(key.encode()).hexdigest()[:32],
        read_files,
        lambda folder: record_files(folder, [_make_metadata(core, packages, folder)]),
    )
    return kept


def _make_metadata(core: Core, packages: Sequence[FetchedPackage], output: Path) -> MadeFile:
    files = [installed_files(fetched.path) for fetched in packages]
    job = {
        "type": "metadata",
        "files": [
            (file.path, number, file.offset, file.size, file.deflated_size)
            for number, listed in enumerate(files)
            for file in listed
            if is_metadata(file.path)
        ],
        "added": [item for listed in files for item in installer_files(listed).items()],
    }
    made = run_maker(core, packages, output, job, what="read the packages' metadata")
    compress(output / _METADATA, output / _METADATA)
    return MadeFile(_METADATA, made["metadata"]["size"])


def _small_file(data: object) -> SmallFile:
    text = msgspec.json.encode(data)
    return SmallFile(bytes(deflate.gzip_compress(text, _COMPRESSION)), len(text))
