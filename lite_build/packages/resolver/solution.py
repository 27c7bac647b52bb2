"""What the resolver found, as a lock has it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build.files.digest import Digest
from lite_build.network.addresses import file_path, without_login
from lite_build.packages.locked.lock import LockedPackage
from lite_build.packages.resolver.wanted import IMPOSSIBLE, Pick, Reader, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lite_build.packages.resolver.candidates import Candidate, Candidates
    from lite_build.packages.resolver.metadata import MetadataReader


class Solution:
    """One candidate of each name, such that every requirement is met.

    Args:
        asked: what a person asked for.
        picks: the candidates, for themselves and for each of their extras that is wanted.
        required: what each of the picks requires.
    """

    def __init__(
        self,
        asked: Sequence[Wanted],
        picks: Iterable[Pick],
        required: Mapping[Pick, Sequence[Wanted]],
    ) -> None:
        self.picks = tuple(picks)
        self.picked: dict[str, Candidate] = {pick.candidate.name: pick.candidate for pick in self.picks}
        #: All wants by the name that they are of, with who has them in words: "the kernel", "tool 1.0".
        self.wants: dict[str, list[tuple[str, Wanted]]] = {name: [] for name in self.picked}
        self._requires: dict[str, set[str]] = {name: set() for name in self.picked}
        self._requested_by: dict[str, dict[str, None]] = {name: {} for name in self.picked}
        for want in asked:
            self.wants[want.name].append((want.asked_by, want))
            self._requested_by[want.name][want.asked_by] = None
        for pick in sorted(self.picks, key=lambda pick: pick.identifier):
            for want in required[pick]:
                if want.name != pick.candidate.name:
                    self.wants[want.name].append((str(pick.candidate), want))
                    self._requires[pick.candidate.name].add(want.name)
                    self._requested_by[want.name][pick.candidate.name] = None

    def is_named_by_url(self, name: str) -> bool:
        """Whether somebody wants one very wheel, so that no other version was looked for."""
        return any(want.url is not None for _, want in self.wants[name])

    def requires(self, name: str) -> tuple[str, ...]:
        """The other packages that a package needs, for its extras too."""
        return tuple(sorted(self._requires[name]))

    def requested_by(self, name: str) -> tuple[str, ...]:
        """Who asked for a package: people first, in their order, then other packages by name."""
        return tuple(self._requested_by[name])


def lock_package(
    candidate: Candidate, solution: Solution, metadata: MetadataReader, root: Path
) -> LockedPackage:
    """What a lock says of a candidate.

    Args:
        candidate: of the solution.
        solution: tells who asked for it.
        metadata: fetches the wheel where the index tells no hash.
        root: of the project, which the path of a local wheel is relative to.

    Raises:
        BuildFailure: its hash is not known, and it cannot be fetched, or is another than was said.
    """
    file = candidate.file
    path = file_path(file.url)
    sha256, size = file.sha256, None
    if candidate.source != "distribution" and (sha256 is None or path is not None):
        wheel = metadata.wheel(candidate)
        sha256, size = sha256 or Digest.of_file(wheel).hexdigest, wheel.stat().st_size
    location = without_login(candidate.location) if candidate.source == "index" else candidate.location
    if candidate.source == "local" and path is not None:
        location = _relative(path, root)
    return LockedPackage(
        name=candidate.name,
        version=str(candidate.version),
        file_name=file.file_name,
        sha256=sha256 or "",
        source=candidate.source,
        location=location,
        size=size,
        requires=solution.requires(candidate.name),
        requested_by=solution.requested_by(candidate.name),
    )


def warn_of(
    solution: Solution,
    required: Mapping[Pick, Sequence[Wanted]],
    candidates: Candidates,
    reader: Reader,
) -> tuple[str, ...]:
    """What a person should know of a solution.

    Args:
        solution: the one that was found.
        required: what each pick that was tried requires, those that were left out too.
        candidates: tell whether all indexes could be read.
        reader: tells which extras there are.
    """
    warnings: list[str] = []
    for pick in solution.picks:
        candidate = pick.candidate
        if not reader.provides_extra(pick):
            warnings.append(f"{candidate} tells of no extra named {pick.extra}")
        if pick.extra or solution.is_named_by_url(candidate.name):
            continue
        if candidate.file.yank_reason is not None:
            reason = f": {candidate.file.yank_reason}" if candidate.file.yank_reason else ""
            warnings.append(f"{candidate} was withdrawn by its authors{reason}")
        if candidates.of(candidate.name).project.unread:
            warnings.append(f"{candidate} was chosen without an index that could not be read")
    warnings += [
        f"{pick.candidate} was left out: {want.text}"
        for pick, wants in required.items()
        for want in wants
        if want.name == IMPOSSIBLE and pick.candidate.name in solution.picked
    ]
    return tuple(dict.fromkeys(warnings))


def _relative(path: Path, root: Path) -> str:
    """A path from the project's root; itself where there is no way, as between two drives of Windows."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.as_posix()
