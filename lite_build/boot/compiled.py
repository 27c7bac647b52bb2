"""What of each wheel is read seldom, in one file: its modules' bytecode, made by the runtime, and data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.boot.kept import KeptFile, MadeFile, read_files, record_files
from lite_build.boot.maker_process import compress, makers_identity, run_maker
from lite_build.store.bucket import Bucket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core

#: Counts up when what is kept, or the inputs that the key is made of, change their meaning.
_FORMAT = 2
_PART = "part"
_PLACES = "places.json"
#: More packages than these are counted.
_NAMED = 3


@dataclass(frozen=True)
class CompiledPart:
    """A wheel's part.

    Args:
        file: it, compressed by gzip.
        places: what it holds: where each file is installed, and where it is in the part's payload, in bytes.
    """

    file: KeptFile
    places: tuple[tuple[str, int, int], ...]


def compiled_parts(
    core: Core, packages: Sequence[FetchedPackage], cache: Path, report: Callable[[str], None]
) -> dict[FetchedPackage, CompiledPart]:
    """Get the parts of these wheels: those of earlier builds, if they are still whole, or new ones.

    Args:
        core: Pyodide.
        packages: the wheels.
        cache: the user's cache.
        report: is told when there is something to compile, which takes a while.

    Returns:
        The parts, in the order of their wheels.

    Raises:
        LiteBuildError: they cannot be made.
    """
    identity = makers_identity(core)
    keys = {fetched: _key(identity, fetched) for fetched in packages}
    by_key = {key: fetched for fetched, key in keys.items()}

    def make(missing: Sequence[str], folder: Path) -> dict[str, Path]:
        made = _compile(core, [by_key[key] for key in missing], folder)
        return dict(zip(missing, made, strict=True))

    parts = Bucket(cache, "compiled").keep_all(
        tuple(by_key),
        _read_part,
        make,
        begin=lambda missing: report(f"Compiling {_in_words([by_key[key] for key in missing])}"),
    )
    return {fetched: parts[key] for fetched, key in keys.items()}


def _in_words(packages: Sequence[FetchedPackage]) -> str:
    names = [fetched.package.name for fetched in packages]
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} packages"


def _compile(core: Core, packages: Sequence[FetchedPackage], making: Path) -> Iterator[Path]:
    made = run_maker(core, packages, making, {"type": "compile"}, what=f"compile {_in_words(packages)}")
    for number, part in enumerate(made["parts"]):
        new = making / str(number)
        new.mkdir()
        compress(making / f"part-{number}", new / _PART)
        places = json.dumps(part["places"])
        (new / _PLACES).write_text(places, encoding="utf-8")
        yield record_files(new, [MadeFile(_PART, part["size"]), MadeFile(_PLACES, len(places))])


def _read_part(folder: Path) -> CompiledPart | None:
    files = read_files(folder)
    if files is None:
        return None
    part, places = files
    return CompiledPart(part, tuple(tuple(place) for place in json.loads(places.path.read_text("utf-8"))))


def _key(identity: Sequence[str | None], fetched: FetchedPackage) -> str:
    inputs = [_FORMAT, *identity, fetched.sha256]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:32]
