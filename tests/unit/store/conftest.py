"""Entries of each kind that the store keeps, and how each is made, verified and damaged."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from lite_build.store.bucket import Bucket, parsed
from lite_build.store.record import record, recorded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXT = "what is kept " * 1000
KINDS = ("a file of a known hash", "a folder with a record", "a file that is parsed", "several folders")


def write(path: Path, text: str) -> None:
    """Write a file in two halves, with a step between them that may be the last."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        sys.audit("tests.write")
        file.write(text[len(text) // 2 :])


@dataclass
class Entry:
    """An entry of one kind. `makings` counts how often it was made."""

    kind: str
    cache: Path
    makings: int = 0
    keys: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.bucket = Bucket(self.cache, "things-1")
        self.keys = ("one", "two") if self.kind == KINDS[3] else ("0123/Thing-1.0.whl",)
        self.place = self.bucket.place(self.keys[0])

    def get(self) -> str:
        """Have it kept, and tell what the kept files say: `TEXT`, whatever happened before."""
        if self.kind == KINDS[3]:
            found = self.bucket.keep_all(self.keys, self.read, self._make_all)
            assert tuple(found) == self.keys
            (text,) = set(found.values())
            return text
        return self.bucket.keep(self.keys[0], self.read, self.make)

    def read(self, place: Path) -> str | None:
        """Verify and read it as the rooms do."""
        match self.kind:
            case "a file of a known hash":
                return TEXT if place.is_file() and place.read_bytes() == TEXT.encode() else None
            case "a file that is parsed":
                return parsed(place, lambda data: str(data["text"]))
        found = recorded(place)
        return None if found is None else (place / "deep" / "file").read_text(encoding="utf-8")

    def make(self, folder: Path, name: str = "made") -> Path:
        """Make it in a folder, as the rooms do."""
        self.makings += 1
        made = folder / name
        match self.kind:
            case "a file of a known hash":
                write(made, TEXT)
            case "a file that is parsed":
                write(made, f'{{"text": "{TEXT}"}}')
            case _:
                (made / "deep").mkdir(parents=True)
                write(made / "deep" / "file", TEXT)
                write(made / "empty", "")
                record(made, facts={"of": self.kind})
        return made

    def _make_all(self, missing: Sequence[str], folder: Path) -> dict[str, Path]:
        return {key: self.make(folder, key) for key in missing}


@pytest.fixture(params=KINDS)
def entry(request: pytest.FixtureRequest, tmp_path: Path) -> Entry:
    return Entry(request.param, tmp_path / "cache")
