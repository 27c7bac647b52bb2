"""Which packages are locked below their newest version, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet

from lite_build.packages.lock import HeldBack
from lite_build.packages.wanted import Pick, Reader, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from packaging.version import Version

    from lite_build.packages.candidates import Candidate, Candidates


def find_held_back(
    picked: Mapping[str, Candidate],
    wants: Mapping[str, Sequence[tuple[str, Wanted]]],
    *,
    candidates: Candidates,
    reader: Reader,
    prefer: Mapping[str, Version],
) -> tuple[HeldBack, ...]:
    """Find what a solution holds back from its newest version that the runtime can install.

    Args:
        picked: the solution, by normalized name.
        wants: all wants of the solution on each name, with who has them in words.
        candidates: tells what is newer.
        reader: tells what the newer would require.
        prefer: versions that an existing lock keeps.
    """
    held: list[HeldBack] = []
    for name, candidate in sorted(picked.items()):
        newest = _newest(name, candidate, candidates)
        if newest is None:
            continue
        reasons = [
            f"{asker} wants {want.text}" for asker, want in wants.get(name, ()) if not want.accepts(newest)
        ]
        reasons = reasons or list(_exclude_together(newest, picked, wants, candidates, reader))
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


def _newest(name: str, candidate: Candidate, candidates: Candidates) -> Candidate | None:
    """The newest candidate, if it is newer; prereleases count where one was picked."""
    if candidate.source in {"carried", "local"}:
        return None
    offered = candidates.of(name).by_version
    accept_prereleases = True if candidate.version.is_prerelease else None
    version = next(iter(SpecifierSet().filter(offered, prereleases=accept_prereleases)), None)
    return offered[version] if version is not None and version > candidate.version else None


def _exclude_together(
    newest: Candidate,
    picked: Mapping[str, Candidate],
    wants: Mapping[str, Sequence[tuple[str, Wanted]]],
    candidates: Candidates,
    reader: Reader,
) -> Iterator[str]:
    """What the newest would require that the solution does not have, and who keeps it from having that."""
    for want in reader.required_by(Pick(newest, "")):
        other = picked.get(want.name)
        if other is None or want.accepts(other) or other.source == "carried":
            continue
        yield f"{newest} wants {want.text}"
        instead = [found for found in candidates.of(want.name).candidates if want.accepts(found)]
        yield from _who_excludes(instead, wants.get(want.name, ()), newest.name)


def _who_excludes(
    instead: Sequence[Candidate], wants: Iterable[tuple[str, Wanted]], but: str
) -> Iterator[str]:
    for asker, want in wants:
        if asker.partition(" ")[0] != but and not any(want.accepts(candidate) for candidate in instead):
            yield f"{asker} wants {want.text}"
