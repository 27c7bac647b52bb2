"""Files of other hosts in the user's cache: fetched once, and again where they have changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct, ValidationError, convert, to_builtins

from lite_build.files.digest import Digest
from lite_build.network.download import Answered, OtherFileError, download_newer
from lite_build.store.bucket import Bucket
from lite_build.store.making import making_alone

if TYPE_CHECKING:
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient

    from lite_build.network.reach import Reach
    from lite_build.words.errors import BuildFailure

#: Where an offline folder has them, each by its SHA-256.
OFFLINE_FOLDER = "data"


class _Known(Struct, frozen=True):
    """What an address had when it was last asked."""

    sha256: str
    answered: Answered


@dataclass(frozen=True)
class KeptFile:
    """A file of another host, on this machine.

    Args:
        path: must not be changed.
        content_type: as the host has it; None where that is not known.
        location: the address that it came from, where the host redirects there.
    """

    path: Path
    sha256: str
    content_type: str | None
    location: str | None = None

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size


class KeptFiles:
    """The files of other hosts that builds have fetched.

    Args:
        reach: how far the build may reach for them.
        client: opens the connections, or refuses them.
    """

    def __init__(self, reach: Reach, client: PyPIClient) -> None:
        self._reach = reach
        self._client = client
        self._files = Bucket(reach.cache, "data-1")
        self._addresses = Bucket(reach.cache, "data-addresses-1")

    def of_hash(self, url: str, sha256: str) -> KeptFile:
        """Get the very file of a SHA-256: the offline folder's, the cache's, or the host's.

        Raises:
            BuildFailure: the host cannot be reached, or has another file.
        """
        digest = Digest("sha256", sha256)
        collected = self._reach.collected(f"{OFFLINE_FOLDER}/{sha256}")
        if collected is not None and Digest.of_file(collected) == digest:
            return KeptFile(collected, sha256, None)
        known = self._known(url)
        if (path := self._read(sha256)) is not None:
            is_its = known is not None and known.sha256 == sha256
            return KeptFile(path, sha256, known.answered.content_type if known and is_its else None)
        found = self._asked(url, None)
        if found.sha256 != sha256:
            raise other_file(url, digest, Digest("sha256", found.sha256))
        return found

    def newest(self, url: str) -> KeptFile:
        """Get what an address has now; offline, what it had when it was last asked.

        Raises:
            BuildFailure: the host cannot be reached, or does not have the file.
        """
        known = self._known(url)
        path = self._read(known.sha256) if known is not None else None
        if known is not None and path is not None and self._reach.offline:
            return _kept_file(path, known.sha256, known.answered)
        return self._asked(url, known if path is not None else None)

    def _asked(self, url: str, known: _Known | None) -> KeptFile:
        """Ask the host, for what is newer than what is known where anything is."""
        with making_alone(self._reach.cache, self._addresses.name, _key(url)) as folder:
            file = folder / "file"
            answered = download_newer(
                self._client, url, file, known=known.answered if known is not None else None, what="this file"
            )
            if answered is None and known is not None:
                return _kept_file(self._files.place(known.sha256), known.sha256, known.answered)
            assert answered is not None, "nothing is newer than nothing"
            sha256 = Digest.of_file(file).hexdigest
            path = self._files.keep(
                sha256,
                lambda place: place if self._read(sha256) else None,
                lambda new: file.rename(new / "file"),
            )
        self._addresses.remember(_key(url), to_builtins(_Known(sha256, answered)))
        return _kept_file(path, sha256, answered)

    def _known(self, url: str) -> _Known | None:
        return self._addresses.recall(_key(url), _known_of)

    def _read(self, sha256: str) -> Path | None:
        place = self._files.place(sha256)
        return place if place.is_file() and Digest.of_file(place).hexdigest == sha256 else None


def _kept_file(path: Path, sha256: str, answered: Answered) -> KeptFile:
    return KeptFile(path, sha256, answered.content_type, answered.location)


def other_file(url: str, expected: Digest, found: Digest) -> BuildFailure:
    """The error of a file that is not the one that was expected."""
    return OtherFileError(
        f"this file is not the one that was expected\n  expected {expected}\n  found    {found}",
        where=url,
        remedy="If it was not meant to change, do not use it. If it was, correct the hash where you wrote "
        f"one, and `lite-build lock --upgrade {url}` takes it.",
    )


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _known_of(data: object) -> _Known:
    try:
        return convert(data, _Known)
    except ValidationError as error:
        raise ValueError(str(error)) from error
