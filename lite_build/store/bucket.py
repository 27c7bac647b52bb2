"""The one way to keep a file, or a folder of files, in the user's cache."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from lite_build.store.making import making_alone
from lite_build.store.whole_file import write_whole
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Value = TypeVar("Value")


@dataclass(frozen=True)
class Bucket:
    """Entries of one kind: files or folders of the user's cache, each under a key, never changed in place.

    Args:
        cache: the user's cache.
        name: of the kind, and of the folder. It counts up when what is kept changes its form or its meaning.
    """

    cache: Path
    name: str

    def place(self, key: str) -> Path:
        """Where an entry is, which need not be there.

        Args:
            key: a relative path with forward slashes; what its first part names is used and removed together.
        """
        return self.cache / self.name / key

    def keep(
        self,
        key: str,
        read: Callable[[Path], Value | None],
        make: Callable[[Path], Path],
        *,
        begin: Callable[[], object] = lambda: None,
    ) -> Value:
        """Get an entry: the one that is there, if it is whole, or a new one.

        A build that needs what another is making waits, and takes that. What is damaged is made anew.

        Args:
            key: as of `place`.
            read: verifies what is at a place, and reads it; None where it is not there or damaged.
            make: makes the entry in an empty folder, and returns its path in there. It may keep nothing
                else of this bucket.
            begin: is called before anything is waited for or made.

        Raises:
            BuildFailure: it is not whole as soon as it was made.
            OSError: the disk is full, or the cache cannot be written. Where the entry is there, nothing has
                to be written.
        """
        entry = key.partition("/")[0]
        return self.keep_all(
            [key], read, lambda _, folder: {key: make(folder)}, begin=lambda _: begin(), entry=entry
        )[key]

    def keep_all(
        self,
        keys: Sequence[str],
        read: Callable[[Path], Value | None],
        make: Callable[[Sequence[str], Path], Mapping[str, Path]],
        *,
        begin: Callable[[Sequence[str]], object] = lambda missing: None,
        entry: str | None = None,
    ) -> dict[str, Value]:
        """Get several entries, of which those that are missing are made together.

        A build that waits for another makes what that has not made.

        Args:
            keys: as of `place`.
            read: as of `keep`.
            make: makes the entries of these keys in an empty folder, and returns the path of each in there.
            begin: is called with the keys of what is missing, before anything is waited for or made.
            entry: the first part of all keys, where it is one; else builds wait for any entry of the bucket.

        Returns:
            The entries, in the order of the keys.

        Raises:
            BuildFailure, OSError: as `keep`.
        """
        found = self._read(keys, read)
        if missing := [key for key in keys if key not in found]:
            begin(missing)
            with making_alone(self.cache, self.name, entry) as folder:
                found |= self._read(missing, read)
                if missing := [key for key in missing if key not in found]:
                    (folder / "new").mkdir()
                    for number, (key, new) in enumerate(make(missing, folder / "new").items()):
                        self._put(new, self.place(key), folder / f"damaged-{number}")
                    found |= self._read(missing, read)
        for key in missing:
            if key not in found:
                raise BuildFailure(
                    "was damaged as soon as it was written",
                    where=str(self.place(key)),
                    remedy="Delete it, see that the disk has room, and build again.",
                )
        return {key: found[key] for key in keys}

    def recall(self, key: str, parse: Callable[[Any], Value]) -> Value | None:
        """Read JSON data that was remembered; None where there is none, or none that can be parsed."""
        return self._read([key], lambda path: parsed(path, parse)).get(key)

    def remember(self, key: str, data: object) -> None:
        """Write JSON data for `recall`, in the place of what is there: the last writer wins.

        Raises:
            OSError: the disk is full, or the cache cannot be written.
        """
        write_whole(self.place(key), json.dumps(data))

    def _put(self, new: Path, place: Path, aside: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir() or (new.is_dir() and place.exists()):
            # No system puts a folder in the place of one that holds something.
            place.replace(aside)
        new.replace(place)

    def _read(self, keys: Sequence[str], read: Callable[[Path], Value | None]) -> dict[str, Value]:
        found = {}
        for key in keys:
            place = self.place(key)
            value = read(place)
            if value is not None:
                found[key] = value
                with suppress(OSError):
                    # Its date says when it was last of use; another's cache, or one on a medium that is only
                    # read, is of use all the same.
                    os.utime(place)
        return found


def parsed(path: Path, parse: Callable[[Any], Value]) -> Value | None:
    """Read a file of JSON data of our own; None where there is none, or none that can be parsed."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
