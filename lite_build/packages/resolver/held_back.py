"""Which packages are locked below their newest version, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet

from lite_build.packages.locked.lock import HeldBack
from lite_build.packages.resolver.conflict import Link, root_cause
from lite_build.packages.resolver.wanted import IMPOSSIBLE, Pick, Reader, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packaging.version import Version

    from lite_build.packages.resolver.candidates import Candidate, Candidates
    from lite_build.packages.resolver.solution import Solution


def find_held_back(
    solution: Solution,
    *,
    candidates: Candidates,
    reader: Reader,
    prefer: Mapping[str, Version],
    hopeless: Mapping[Pick, Wanted],
) -> tuple[HeldBack, ...]:
    """Find what a solution holds back from its newest version that the runtime can install.

    Args:
        solution: what was found.
        candidates: tells what is newer.
        reader: tells what the newer would require.
        prefer: versions that an existing lock keeps.
        hopeless: the picks that no solution can have, each with what it requires in vain.
    """
    held: list[HeldBack] = []
    for name in sorted(solution.picked):
        candidate = solution.picked[name]
        newest = None if solution.is_named_by_url(name) else _newest(candidate, candidates)
        if newest is None:
            continue
        reasons = [
            f"{asker} wants {want.text}" for asker, want in solution.wants[name] if not want.accepts(newest)
        ]
        reasons = reasons or [
            f"{pick} needs {root_cause(Link(pick, want), hopeless).want.text}, which the runtime cannot have"
            for pick, want in hopeless.items()
            if pick.candidate == newest and want.exactly is None
        ]
        reasons = reasons or list(_exclude_together(newest, solution, candidates, reader))
        if not reasons and prefer.get(name) == candidate.version:
            reasons = [f"the lock has {candidate}"]
        held.append(
            HeldBack(
                name,
                str(candidate.version),
                str(newest.version),
                tuple(dict.fromkeys(reasons)) or ("no set of versions with it meets all requirements",),
            )
        )
    return tuple(held)


def _newest(candidate: Candidate, candidates: Candidates) -> Candidate | None:
    """The newest candidate, if it is newer; prereleases count where one was picked."""
    if candidate.source == "carried":
        return None
    offered = candidates.of(candidate.name).by_version
    accept_prereleases = True if candidate.version.is_prerelease else None
    version = next(iter(SpecifierSet().filter(offered, prereleases=accept_prereleases)), None)
    return offered[version] if version is not None and version > candidate.version else None


def _exclude_together(
    newest: Candidate, solution: Solution, candidates: Candidates, reader: Reader
) -> Iterator[str]:
    """What the newest would require that the solution does not have, and who keeps it from having that."""
    for want in reader.required_by(Pick(newest, "")):
        if want.name == IMPOSSIBLE:
            yield f"{newest} cannot be used: {want.text}"
            continue
        other = solution.picked.get(want.name)
        if other is None or want.accepts(other) or other.source == "carried":
            continue
        yield f"{newest} wants {want.text}"
        instead = [found for found in candidates.of(want.name).candidates if want.accepts(found)]
        for asker, limit in solution.wants[want.name]:
            if asker.partition(" ")[0] != newest.name and not any(map(limit.accepts, instead)):
                yield f"{asker} wants {limit.text}"
