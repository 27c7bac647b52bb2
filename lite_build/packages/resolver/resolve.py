"""From what is asked for to the one version of each package that a site ships."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name
from resolvelib import BaseReporter, ResolutionImpossible, ResolutionTooDeep, Resolver

from lite_build.packages.index.indexes import PackageIndexes
from lite_build.packages.resolver.absence import explain_absence
from lite_build.packages.resolver.candidates import Candidates, CarriedWheels
from lite_build.packages.resolver.conflict import Chains, Link, explain_conflict, newest_of_each, root_cause
from lite_build.packages.resolver.held_back import find_held_back
from lite_build.packages.resolver.metadata import MetadataReader
from lite_build.packages.resolver.prefetch import reading_ahead
from lite_build.packages.resolver.provider import Provider
from lite_build.packages.resolver.solution import Solution, lock_package, warn_of
from lite_build.packages.resolver.wanted import IMPOSSIBLE, Identifier, Pick, Reader, Wanted
from lite_build.words.errors import BuildFailure, LiteBuildError, UserMistake, one_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from packaging.version import Version
    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.asked.requirement import AskedRequirement
    from lite_build.packages.index.settings import IndexSettings
    from lite_build.packages.locked.lock import HeldBack, LockedPackage
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
    prefer: Mapping[str, Version] | None = None,
) -> Resolution:
    """Choose the newest versions that fit together.

    Args:
        asked: in the order in which they are to be served where not all can have their newest.
        sources: everywhere that packages may come from.
        interpreter: which will run them; its tags and markers count, the host's never.
        client: reaches the indexes.
        cache: the user's cache.
        prefer: versions to keep unless something excludes them, by name: those of an existing lock.

    Raises:
        UserMistake: what is asked for does not exist, cannot run here, or excludes each other.
        BuildFailure: an index cannot be reached and the cache does not have what is needed, a file has
            another hash than its index says, or the search was given up.
    """
    root = (sources.project_root or Path()).resolve()
    indexes = indexes_of(sources, client, cache)
    candidates = Candidates(indexes, sources.distribution, sources.carried, interpreter)
    metadata = MetadataReader(client, cache)
    reader = Reader(interpreter, metadata)
    wants = [want for one in asked for want in reader.wants(one.requirement, asked_by=one.asked_by)]
    preferred = {str(canonicalize_name(name)): version for name, version in (prefer or {}).items()}
    provider = Provider(candidates, reader, prefer=preferred, asked=wants)
    absences = _Absences(provider, candidates, interpreter)
    # Each is looked for as it is added: a name that has a URL must have it before any index is asked.
    ordered = sorted(wants, key=lambda want: want.url is None)
    with reading_ahead(candidates, reader, ordered):
        _raise_all([*absences.of([Link(None, want) for want in wants]).values()])
        picks = _search(ordered, provider, absences)
        solution = Solution(wants, picks, provider.required)
        packages = tuple(
            lock_package(solution.picked[name], solution, metadata, root) for name in sorted(solution.picked)
        )
    return Resolution(
        packages=packages,
        held_back=find_held_back(
            solution,
            candidates=candidates,
            reader=reader,
            prefer=preferred,
            hopeless=provider.hopeless,
        ),
        warnings=(*indexes.warnings, *warn_of(solution, provider.required, candidates, reader)),
    )


def find_absences(
    asked: Sequence[AskedRequirement],
    sources: PackageSources,
    interpreter: Interpreter,
    *,
    client: PyPIClient,
    cache: Path,
) -> tuple[LiteBuildError, ...]:
    """Find the requirements that nothing meets even alone: no such name, version, or wheel for the runtime.

    What they require in turn is not looked at. The arguments are those of `resolve`.
    """
    candidates = Candidates(
        indexes_of(sources, client, cache), sources.distribution, sources.carried, interpreter
    )
    reader = Reader(interpreter, MetadataReader(client, cache))
    wants = [want for one in asked for want in reader.wants(one.requirement, asked_by=one.asked_by)]
    absences = _Absences(Provider(candidates, reader, prefer={}, asked=wants), candidates, interpreter)
    return tuple(absences.of(Link(None, want) for want in wants).values())


def indexes_of(sources: PackageSources, client: PyPIClient, cache: Path) -> PackageIndexes:
    """Open the indexes and find-links places of some sources.

    Raises:
        UserMistake: a find-links folder of the project is not there.
    """
    root = (sources.project_root or Path()).resolve()
    find_links = (*sources.index.find_links, *_project_links(sources.find_links, root))
    return PackageIndexes(sources.index.index_urls, find_links, client, cache)


def _project_links(places: Iterable[str], root: Path) -> Iterator[str]:
    for place in places:
        if "://" in place:
            yield place
        elif (root / place).exists():
            yield str(root / place)
        else:
            raise UserMistake(
                "there is no such file or folder",
                where=f"find-links {place}",
                remedy="correct the path, which is relative to the project",
            )


class _Absences:
    """Explains the wants that nothing meets, even alone."""

    def __init__(self, provider: Provider, candidates: Candidates, interpreter: Interpreter) -> None:
        self._provider = provider
        self._candidates = candidates
        self._interpreter = interpreter

    def of(self, links: Iterable[Link], chains: Chains | None = None) -> dict[Link, LiteBuildError]:
        """Explain those of some wants that nothing meets; `chains` tell how they came to be."""
        absences: dict[Link, LiteBuildError] = {}
        for link in dict.fromkeys(links):
            want = link.want
            if want.name == IMPOSSIBLE or want.exactly is not None:
                continue
            if want.url is None and self._provider.is_named_by_url(want.name):
                continue
            where = want.asked_by if chains is None else chains.words(link)
            try:
                if not self._provider.is_available(want):
                    offer, names = self._candidates.of(want.name), self._candidates.names()
                    absences[link] = explain_absence(want, offer, names, self._interpreter, where)
            except LiteBuildError as error:
                place = f"{where}, {error.where}" if error.where else where
                absences[link] = type(error)(error.what, where=place, remedy=error.remedy)
        return absences


def _search(wants: Sequence[Wanted], provider: Provider, absences: _Absences) -> Sequence[Pick]:
    reporter: BaseReporter[Wanted, Pick, Identifier] = BaseReporter()
    try:
        result = Resolver(provider, reporter).resolve(wants, MAXIMUM_ROUNDS)
    except ResolutionImpossible as error:
        chains = Chains(wants, provider.required)
        causes = [Link(cause.parent, cause.requirement) for cause in error.causes]
        links = [root_cause(cause, provider.hopeless) for cause in causes]
        absent = absences.of(links, chains)
        _raise_all([absence for absence in absent.values() if not isinstance(absence, UserMistake)])
        if len(absent) == len(set(links)):
            _raise_all([absent[link] for link in newest_of_each(links)])
        raise explain_conflict(links, chains, absent) from None
    except ResolutionTooDeep:
        raise BuildFailure(
            f"no set of versions was found in {MAXIMUM_ROUNDS} steps",
            remedy="pin some of the packages to versions that are known to fit together",
        ) from None
    return list(result.mapping.values())


def _raise_all(absences: Sequence[LiteBuildError]) -> None:
    if absences:
        raise one_error(absences, f"{len(absences)} requirements cannot be met")
