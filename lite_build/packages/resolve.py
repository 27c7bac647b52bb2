"""From what is asked for to the one version of each package that a site ships."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name
from resolvelib import BaseReporter, ResolutionImpossible, ResolutionTooDeep, Resolver

from lite_build.errors import BuildFailure, LiteBuildError
from lite_build.network import Digest
from lite_build.packages.absence import Absence, explain_absence, raise_absences
from lite_build.packages.candidates import Candidate, Candidates, CarriedWheels
from lite_build.packages.conflict import Chains, Link, explain_conflict
from lite_build.packages.held_back import find_held_back
from lite_build.packages.index import PackageIndexes
from lite_build.packages.locations import file_path
from lite_build.packages.lock import HeldBack, LockedPackage
from lite_build.packages.metadata import MetadataReader
from lite_build.packages.prefetch import reading_ahead
from lite_build.packages.provider import Provider
from lite_build.packages.wanted import IMPOSSIBLE, Identifier, Pick, Reader, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from packaging.version import Version
    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.index_settings import IndexSettings
    from lite_build.packages.requirements import AskedRequirement
    from lite_build.runtime.core import DistributionPackage, Interpreter

#: After so many steps there is no hope; a large project needs some hundreds.
MAXIMUM_ROUNDS = 20_000


@dataclass(frozen=True)
class PackageSources:
    """Everywhere that packages may come from. Local wheels come by `file:` URLs of requirements.

    Args:
        index: the configured indexes.
        find_links: folders, relative to the project's root, or URLs of pages with wheels, besides those of
            `index`.
        distribution: the runtime's own packages, by name.
        carried: what installed distributions bring; takes the place of the indexes for its names.
        project_root: what `find_links`, and the locked path of a local wheel, are relative to; None for the
            current folder.
    """

    index: IndexSettings
    find_links: tuple[str, ...] = ()
    distribution: Mapping[str, DistributionPackage] = field(default_factory=dict)
    carried: tuple[CarriedWheels, ...] = ()
    project_root: Path | None = None


@dataclass(frozen=True)
class Resolution:
    """One version of each package, such that every requirement is met.

    Args:
        packages: sorted by name.
        held_back: those below their newest version, sorted by name.
        warnings: what a person should know of how it was found.
    """

    packages: tuple[LockedPackage, ...]
    held_back: tuple[HeldBack, ...]
    warnings: tuple[str, ...]


def resolve(
    asked: Sequence[AskedRequirement],
    sources: PackageSources,
    interpreter: Interpreter,
    *,
    client: PyPIClient,
    cache: Path,
    constraints: Sequence[AskedRequirement] = (),
    prefer: Mapping[str, Version] | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Resolution:
    """Choose the newest versions that fit together.

    Args:
        asked: in the order in which they are to be served where not all can have their newest.
        sources: everywhere that packages may come from.
        interpreter: which will run them; its tags and markers count, the host's never.
        client: reaches the indexes.
        cache: the user's cache.
        constraints: limit the versions of what something else asks for.
        prefer: versions to keep unless something excludes them, by name: those of an existing lock.
        report: is called with each package that was decided upon, in words, as it goes.

    Raises:
        UserMistake: what is asked for does not exist, cannot run here, or excludes each other.
        BuildFailure: an index cannot be reached and the cache does not have what is needed, a file has
            another hash than its index says, or the search was given up.
    """
    root = (sources.project_root or Path()).resolve()
    project_links = (place if "://" in place else str(root / place) for place in sources.find_links)
    find_links = (*sources.index.find_links, *project_links)
    indexes = PackageIndexes(sources.index.index_urls, find_links, client, cache)
    candidates = Candidates(indexes, sources.distribution, sources.carried, interpreter)
    metadata = MetadataReader(client, cache)
    reader = Reader(interpreter, metadata)
    wants = [want for one in asked for want in reader.wants(one.requirement, asked_by=one.asked_by)]
    limits: dict[str, list[Wanted]] = {}
    for one in constraints:
        for want in reader.wants(one.requirement, asked_by=one.asked_by):
            limits.setdefault(want.name, []).append(want)
    preferred = {str(canonicalize_name(name)): version for name, version in (prefer or {}).items()}
    provider = Provider(
        candidates,
        reader,
        constraints=limits,
        prefer=preferred,
        asked=[want.identifier for want in wants],
    )
    with reading_ahead(candidates, reader, wants):
        raise_absences(_absences([Link(None, want) for want in wants], provider, candidates, interpreter))
        picks = _search(wants, provider, candidates, interpreter, report)
        solution = _Solution(wants, picks, provider)
        packages = tuple(
            _locked(candidate, solution, metadata, root) for _, candidate in sorted(solution.picked.items())
        )
    return Resolution(
        packages=packages,
        held_back=find_held_back(
            solution.picked,
            solution.wants_on(limits),
            candidates=candidates,
            reader=reader,
            prefer=preferred,
        ),
        warnings=(*indexes.warnings, *_warnings(solution, provider, candidates, reader)),
    )


class _Progress(BaseReporter[Wanted, Pick, Identifier]):
    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report

    def pinning(self, candidate: Pick) -> None:
        self._report(str(candidate.candidate))


def _search(
    wants: Sequence[Wanted],
    provider: Provider,
    candidates: Candidates,
    interpreter: Interpreter,
    report: Callable[[str], None],
) -> Sequence[Pick]:
    try:
        result = Resolver(provider, _Progress(report)).resolve(wants, MAXIMUM_ROUNDS)
    except ResolutionImpossible as error:
        chains = Chains(wants, provider.required)
        links = [Link(cause.parent, cause.requirement) for cause in error.causes]
        raise_absences(_absences(links, provider, candidates, interpreter, chains))
        raise explain_conflict(links, chains) from None
    except ResolutionTooDeep:
        raise BuildFailure(
            f"no set of versions was found in {MAXIMUM_ROUNDS} steps",
            remedy="pin some of the packages to versions that are known to fit together",
        ) from None
    return list(result.mapping.values())


def _absences(
    links: Sequence[Link],
    provider: Provider,
    candidates: Candidates,
    interpreter: Interpreter,
    chains: Chains | None = None,
) -> list[Absence]:
    """Explain each want that nothing meets, even alone."""
    absences: dict[str, Absence] = {}
    for link in links:
        want = link.want
        if want.name == IMPOSSIBLE or want.exactly is not None:
            continue
        where = want.asked_by if chains is None else chains.words(link)
        try:
            if provider.is_available(want):
                continue
            absence = explain_absence(want, candidates.of(want.name), candidates.names(), interpreter, where)
        except LiteBuildError as error:
            place = f"{where}, {error.where}" if error.where else where
            absence = Absence(error.what, place, error.remedy or "", is_mistake=error.exit_status == 2)
        absences.setdefault(f"{want.name} {want.text}", absence)
    return list(absences.values())


class _Solution:
    """The picks of a solution, and who wants what among them."""

    def __init__(self, asked: Sequence[Wanted], picks: Sequence[Pick], provider: Provider) -> None:
        self.picks = picks
        self.picked = {pick.candidate.name: pick.candidate for pick in picks}
        self._asked = asked
        self._required = {pick: provider.get_dependencies(pick) for pick in picks}

    def requires(self, name: str) -> tuple[str, ...]:
        """The other packages of the solution that a package needs, with its extras'."""
        return tuple(
            sorted(
                {
                    want.name
                    for pick, wants in self._required.items()
                    if pick.candidate.name == name
                    for want in wants
                    if want.name != name
                }
            )
        )

    def requested_by(self, name: str) -> tuple[str, ...]:
        """Who asked for a package: people first, in their order, then other packages by name."""
        people = dict.fromkeys(want.asked_by for want in self._asked if want.name == name)
        packages = sorted({other for other in self.picked if name in self.requires(other)})
        return (*people, *packages)

    def wants_on(self, limits: Mapping[str, Sequence[Wanted]]) -> dict[str, list[tuple[str, Wanted]]]:
        """All wants by the name that they are of, with who has them in words."""
        wants: dict[str, list[tuple[str, Wanted]]] = {}
        for want in (*self._asked, *(limit for group in limits.values() for limit in group)):
            wants.setdefault(want.name, []).append((want.asked_by, want))
        for pick, required in self._required.items():
            for want in required:
                if want.name != pick.candidate.name:
                    wants.setdefault(want.name, []).append((str(pick.candidate), want))
        return wants


def _locked(candidate: Candidate, solution: _Solution, metadata: MetadataReader, root: Path) -> LockedPackage:
    file = candidate.file
    sha256, size = file.sha256, None
    if candidate.source != "distribution" and (sha256 is None or file_path(file.url) is not None):
        wheel = metadata.wheel(candidate)
        sha256, size = sha256 or Digest.of_file(wheel).hexdigest, wheel.stat().st_size
    location = candidate.location
    path = file_path(file.url)
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


def _relative(path: Path, root: Path) -> str:
    """A path from the project's root; itself where there is no way, as between two drives of Windows."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.as_posix()


def _warnings(
    solution: _Solution, provider: Provider, candidates: Candidates, reader: Reader
) -> tuple[str, ...]:
    warnings: list[str] = []
    for pick in solution.picks:
        candidate = pick.candidate
        if candidate.file.yank_reason is not None:
            reason = f": {candidate.file.yank_reason}" if candidate.file.yank_reason else ""
            warnings.append(f"{candidate} was withdrawn by its authors{reason}")
        if not reader.provides_extra(pick):
            warnings.append(f"{candidate} tells of no extra named {pick.extra}")
        if not pick.extra and candidates.of(candidate.name).project.unread:
            warnings.append(f"{candidate} was chosen without an index that could not be reached")
    warnings += [
        f"{pick.candidate} was left out: {want.text}"
        for pick, wants in provider.required.items()
        for want in wants
        if want.name == IMPOSSIBLE and pick.candidate.name in solution.picked
    ]
    return tuple(dict.fromkeys(warnings))
