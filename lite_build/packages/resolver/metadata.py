"""What a wheel says of itself: its requirements, above all, from the smallest file that tells."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.metadata import parse_email
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from lite_build.files.digest import Digest
from lite_build.network.addresses import file_path
from lite_build.network.download import download
from lite_build.packages.index.memo import Memo
from lite_build.packages.wheels.package_file import keep_package_file
from lite_build.store.bucket import Bucket
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.resolver.candidates import Candidate

#: Changes whenever the stored form does, so that no older one is ever read.
METADATA_FORMAT = "metadata-1"


class BrokenMetadataError(Exception):
    """A wheel's metadata cannot be used; the message says why, in words."""


@dataclass(frozen=True)
class WheelMetadata:
    """The part of a wheel's metadata that a resolver needs.

    Args:
        requires: as the wheel has them, markers and all.
        requires_python: None where it accepts any.
        extras: normalized.
    """

    requires: tuple[Requirement, ...]
    requires_python: str | None
    extras: frozenset[str]


class MetadataReader:
    """Reads wheels' metadata, each once, and keeps it by the wheel's hash. Safe to use from several threads.

    Args:
        client: reaches the files.
        cache: the user's cache.
    """

    def __init__(self, client: PyPIClient, cache: Path) -> None:
        self._client = client
        self._cache = cache
        self._kept = Bucket(cache, METADATA_FORMAT)
        self._read: Memo[Candidate, WheelMetadata] = Memo()
        self._wheels: Memo[Candidate, Path] = Memo()

    def of(self, candidate: Candidate) -> WheelMetadata:
        """The metadata of a candidate that is a wheel with a URL.

        Raises:
            BrokenMetadataError: it is another distribution's, or cannot be read.
            BuildFailure: it cannot be fetched, or has another hash than the index says.
        """
        return self._read.get(candidate, lambda: self._read_metadata(candidate))

    def wheel(self, candidate: Candidate) -> Path:
        """The candidate's wheel on this machine, fetched where needed and verified where its hash is known.

        Raises:
            BuildFailure: it cannot be fetched, or has another hash than the index says.
        """
        return self._wheels.get(candidate, lambda: self._fetch_wheel(candidate))

    def _read_metadata(self, candidate: Candidate) -> WheelMetadata:
        sha256 = candidate.file.sha256
        key = f"{sha256}.json"
        if sha256 is not None and (known := self._kept.recall(key, _from_json)) is not None:
            return known
        metadata = parse_metadata(self._metadata_file(candidate), candidate)
        if sha256 is not None:
            with suppress(OSError):  # as with index pages
                self._kept.remember(key, _as_json(metadata))
        return metadata

    def _metadata_file(self, candidate: Candidate) -> bytes:
        file = candidate.file
        if file.metadata_sha256 is None or file_path(file.url) is not None:
            return _metadata_of_wheel(self.wheel(candidate))
        digest = Digest("sha256", file.metadata_sha256) if file.metadata_sha256 else None
        with tempfile.TemporaryDirectory() as folder:
            fetched = download(
                self._client,
                f"{file.url}.metadata",
                Path(folder) / "METADATA",
                digest=digest,
                what=f"the metadata of {candidate}",
            )
            return fetched.read_bytes()

    def _fetch_wheel(self, candidate: Candidate) -> Path:
        file = candidate.file
        digest = None if file.sha256 is None else Digest("sha256", file.sha256)
        path = file_path(file.url)
        what = f"the wheel of {candidate}"
        if path is not None:
            if digest is not None and (found := Digest.of_file(path)) != digest:
                raise BuildFailure(
                    f"{what} is not the file that was expected\n  expected {digest}\n  found    {found}",
                    where=str(path),
                    remedy="correct the hash where the file is named, or replace the file",
                )
            return path
        fetch = partial(download, self._client, file.url, digest=digest, what=what)
        if digest is not None:
            return keep_package_file(self._cache, digest.hexdigest, file.file_name, fetch)
        with tempfile.TemporaryDirectory() as folder:
            fetched = fetch(Path(folder) / file.file_name)
            sha256 = Digest.of_file(fetched).hexdigest
            copy = partial(shutil.copyfile, fetched)
            return keep_package_file(self._cache, sha256, file.file_name, copy)


def parse_metadata(text: bytes, candidate: Candidate) -> WheelMetadata:
    """Read a METADATA file.

    Args:
        text: the file.
        candidate: what it must be the metadata of.

    Raises:
        BrokenMetadataError: it is another distribution's, or holds what cannot be understood.

    Source: <https://packaging.python.org/en/latest/specifications/core-metadata/>.
    """
    raw, _ = parse_email(text)
    try:
        name, version = canonicalize_name(raw["name"]), Version(raw["version"])
        requires = tuple(Requirement(line) for line in raw.get("requires_dist", []))
        requires_python = raw.get("requires_python")
        SpecifierSet(requires_python or "")
    except KeyError as error:
        raise BrokenMetadataError(f"its metadata has no {error.args[0]}") from error
    except (InvalidRequirement, InvalidSpecifier, InvalidVersion) as error:
        raise BrokenMetadataError(f"its metadata cannot be understood: {error}") from error
    if (name, version) != (candidate.name, candidate.version):
        raise BrokenMetadataError(f"its metadata is that of {name} {version}")
    extras = frozenset(canonicalize_name(extra) for extra in raw.get("provides_extra", []))
    return WheelMetadata(requires, requires_python, extras)


def _metadata_of_wheel(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as wheel:
            names = [
                name
                for name in wheel.namelist()
                if name.count("/") == 1 and name.endswith(".dist-info/METADATA")
            ]
            if len(names) != 1:
                raise BrokenMetadataError(f"it holds {len(names)} METADATA files, where a wheel has one")
            return wheel.read(names[0])
    except zipfile.BadZipFile as error:
        raise BrokenMetadataError(f"it is no wheel: {error}") from error


def _from_json(stored: dict[str, Any]) -> WheelMetadata:
    requires = tuple(Requirement(line) for line in stored["requires"])
    return WheelMetadata(requires, stored["requires_python"], frozenset(stored["extras"]))


def _as_json(metadata: WheelMetadata) -> dict[str, Any]:
    return {
        "requires": [str(requirement) for requirement in metadata.requires],
        "requires_python": metadata.requires_python,
        "extras": sorted(metadata.extras),
    }
