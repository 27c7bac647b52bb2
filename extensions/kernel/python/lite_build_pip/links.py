"""`--find-links`: wheels in folders, which may be what is asked for, and what that needs."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build_pip.answers import PipFailure
from lite_build_pip.distributions import find, shipped_versions
from lite_build_pip.standards import (
    InvalidRequirement,
    InvalidWheelFilename,
    Requirement,
    Version,
    canonicalize_name,
    parse_wheel_filename,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True)
class LinkedWheel:
    """A wheel that lies in one of the folders."""

    name: str
    version: Version
    path: Path

    def requirements(self, extras: Iterable[str]) -> Iterator[Requirement]:
        """What it needs here."""
        with zipfile.ZipFile(self.path) as archive:
            member = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            metadata = HeaderParser().parsestr(archive.read(member).decode())
        for text in metadata.get_all("Requires-Dist", []):
            requirement = Requirement(text)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                yield requirement


class LinkedWheels:
    """The wheels in folders that may be for a page's Python; micropip judges the one that is taken.

    Args:
        folders: as the line names them.

    Raises:
        PipFailure: one is an address, or is not there.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._wheels: dict[str, list[LinkedWheel]] = {}
        for folder in folders:
            for path in _wheels_in(folder):
                try:
                    name, version, _, tags = parse_wheel_filename(path.name)
                except InvalidWheelFilename:
                    continue
                if any(tag.platform == "any" or tag.platform.endswith("_wasm32") for tag in tags):
                    self._wheels.setdefault(str(name), []).append(LinkedWheel(str(name), version, path))

    def taking(self, wanted: Iterable[str], *, allow_prereleases: bool) -> list[str]:
        """Put wheels in the place of what they are the best for, and of what those need.

        Args:
            wanted: requirements as micropip reads them.
            allow_prereleases: whether versions before a release will do.

        Returns:
            The same with the places of wheels; what needs another comes after it.
        """
        waiting, found = list(wanted), dict[str, str]()
        while waiting:
            text = waiting.pop(0)
            wheel, extras = self._best(text, allow_prereleases)
            if wheel is None:
                found.setdefault(text, text)
            elif wheel.name not in found:
                named = f"{wheel.name}[{','.join(sorted(extras))}]" if extras else wheel.name
                needed = [str(each).partition(";")[0].strip() for each in wheel.requirements(extras)]
                found[wheel.name] = f"{named} @ emfs:{wheel.path.resolve()}"
                waiting += [each for each in needed if self._is_lacking(each, allow_prereleases)]
        return [*reversed(found.values())]

    def _is_lacking(self, text: str, allow_prereleases: bool) -> bool:
        installed = find(Requirement(text).name)
        is_there = installed is not None and installed.meets(Requirement(text))
        return not is_there and self._best(text, allow_prereleases)[0] is not None

    def _best(self, text: str, allow_prereleases: bool) -> tuple[LinkedWheel | None, frozenset[str]]:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            return None, frozenset()
        if requirement.url is not None:
            return None, frozenset()
        key = canonicalize_name(requirement.name)
        allowed = requirement.specifier
        takes_prereleases = allow_prereleases or bool(allowed.prereleases)
        fitting = [
            wheel
            for wheel in self._wheels.get(key, ())
            if allowed.contains(wheel.version, prereleases=takes_prereleases)
        ]
        best = max(fitting, key=lambda wheel: wheel.version, default=None)
        shipped = [Version(each) for each in shipped_versions(key) if allowed.contains(each)]
        if best is None or best.version < max(shipped, default=best.version):
            return None, frozenset()
        installed = find(key)
        if (
            installed is not None
            and installed.meets(requirement)
            and best.version <= Version(installed.version)
        ):
            return None, frozenset()
        return best, frozenset(requirement.extras)


def _wheels_in(folder: str) -> Iterator[Path]:
    if "://" in folder and not folder.startswith("file://"):
        raise PipFailure(
            f"--find-links {folder}: a page looks into folders. Name the wheel's address itself."
        )
    path = Path(folder.removeprefix("file://"))
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from sorted(path.glob("*.whl"))
    else:
        raise PipFailure(f"--find-links {folder}: there is no such folder in {Path.cwd()}.")
