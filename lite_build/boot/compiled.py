"""What of each wheel is read seldom, in one file: its modules' bytecode, made by the runtime, and data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.boot.kept import KeptFile, MadeFile, keep, making_beside, read_kept
from lite_build.boot.maker_process import compress, makers_identity, run_maker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lite_build.packages.fetch import FetchedPackage
    from lite_build.runtime.core import Core

#: Counts up when what is kept, or the inputs that the key is made of, change their meaning.
_FORMAT = 1
_PART = "part"
_PLACES = "places.json"
#: More packages than these are counted.
_NAMED = 3


@dataclass(frozen=True)
class CompiledPart:
    """A wheel's part.

    Args:
        file: it, compressed by gzip.
        places: what it holds: where each file is installed, and where it is in the part, in bytes.
    """

    file: KeptFile
    places: tuple[tuple[str, int, int], ...]


def compiled_parts(
    core: Core, packages: Sequence[FetchedPackage], cache: Path, report: Callable[[str], None]
) -> tuple[CompiledPart, ...]:
    """Get the parts of these wheels: those of earlier builds, if they are still whole, or new ones.

    Args:
        core: Pyodide.
        packages: the wheels.
        cache: the user's cache.
        report: is told when there is something to compile, which takes a while.

    Returns:
        The parts that hold something, in the order of their wheels.

    Raises:
        LiteBuildError: they cannot be made.
    """
    kept = {fetched: cache / "compiled" / _key(core, fetched) for fetched in packages}
    parts = {fetched: _read(place) for fetched, place in kept.items()}
    missing = [fetched for fetched, part in parts.items() if part is None]
    if missing:
        names = [fetched.package.name for fetched in missing]
        report(f"Compiling {', '.join(names) if len(names) <= _NAMED else f'{len(names)} packages'}")
        parts |= _compile(core, missing, kept)
    return tuple(part for part in parts.values() if part is not None and part.places)


def _compile(
    core: Core, packages: Sequence[FetchedPackage], kept: dict[FetchedPackage, Path]
) -> dict[FetchedPackage, CompiledPart | None]:
    with making_beside(kept[packages[0]]) as folder:
        made = run_maker(core, packages, folder, {"type": "compile"})
        for number, (fetched, part) in enumerate(zip(packages, made["parts"], strict=True)):
            new = folder / str(number)
            new.mkdir()
            compress(folder / f"part-{number}", new / _PART)
            places = json.dumps(part["places"])
            (new / _PLACES).write_text(places, encoding="utf-8")
            keep(new, [MadeFile(_PART, part["size"]), MadeFile(_PLACES, len(places))], kept[fetched])
    return {fetched: _read(kept[fetched]) for fetched in packages}


def _read(kept: Path) -> CompiledPart | None:
    files = read_kept(kept)
    if files is None:
        return None
    part, places = files
    return CompiledPart(part, tuple(tuple(place) for place in json.loads(places.path.read_text("utf-8"))))


def _key(core: Core, fetched: FetchedPackage) -> str:
    inputs = [_FORMAT, *makers_identity(core), fetched.sha256]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:32]
