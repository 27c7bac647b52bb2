"""How resolvelib asks about packages: which candidates meet some requirements, and what each requires.

Preferences follow pip's own provider, so that a project resolves here as it does there wherever both can.
Source: <https://github.com/pypa/pip/blob/main/src/pip/_internal/resolution/resolvelib/provider.py>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolvelib import AbstractProvider

from lite_build.packages.resolver.wanted import (
    IMPOSSIBLE,
    Identifier,
    Pick,
    Reader,
    Wanted,
    impossible,
    specifier_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from packaging.version import Version
    from resolvelib.structs import RequirementInformation

    from lite_build.packages.resolver.candidates import Candidate, Candidates, Offer


#: How many versions of a package in a row may turn out to need what does not exist for the runtime, before
#: the older ones are not tried: they are from another time, and each costs a request.
MAXIMUM_HOPELESS = 25


class Provider(AbstractProvider[Wanted, Pick, Identifier]):
    """Answers resolvelib from candidates and their metadata.

    Args:
        candidates: finds them by name.
        reader: tells what they require.
        prefer: versions to keep where nothing excludes them, by normalized name.
        asked: what a person asked for, in its order.
    """

    def __init__(
        self,
        candidates: Candidates,
        reader: Reader,
        *,
        prefer: Mapping[str, Version],
        asked: Sequence[Wanted],
    ) -> None:
        self._candidates = candidates
        self._reader = reader
        self._prefer = prefer
        self._order = {want.identifier: place for place, want in reversed(list(enumerate(asked)))}
        self._named_by_url = {want.name for want in asked if want.url is not None}
        self._required: dict[Pick, tuple[Wanted, ...]] = {}
        self._hopeless: dict[Pick, Wanted] = {}

    @property
    def required(self) -> Mapping[Pick, tuple[Wanted, ...]]:
        """What each pick that was tried requires."""
        return self._required

    @property
    def hopeless(self) -> Mapping[Pick, Wanted]:
        """The picks that no solution can have, each with what it requires in vain."""
        return self._hopeless

    def identify(self, requirement_or_candidate: Wanted | Pick) -> Identifier:
        """See `AbstractProvider.identify`."""
        return requirement_or_candidate.identifier

    def narrow_requirement_selection(
        self,
        identifiers: Iterable[Identifier],
        resolutions: Mapping[Identifier, Pick],
        candidates: Mapping[Identifier, Iterator[Pick]],
        information: Mapping[Identifier, Iterator[RequirementInformation[Wanted, Pick]]],
        backtrack_causes: Sequence[RequirementInformation[Wanted, Pick]],
    ) -> Iterable[Identifier]:
        """Turn first to what made the resolver go back, so that a conflict is met early."""
        names = {cause.requirement.name for cause in backtrack_causes}
        names |= {cause.parent.candidate.name for cause in backtrack_causes if cause.parent is not None}
        open_identifiers = list(identifiers)
        return [identifier for identifier in open_identifiers if identifier[0] in names] or open_identifiers

    def get_preference(
        self,
        identifier: Identifier,
        resolutions: Mapping[Identifier, Pick],
        candidates: Mapping[Identifier, Iterator[Pick]],
        information: Mapping[Identifier, Iterator[RequirementInformation[Wanted, Pick]]],
        backtrack_causes: Sequence[RequirementInformation[Wanted, Pick]],
    ) -> tuple[bool, bool, bool, int, Identifier]:
        """URLs first, then pins, then upper bounds, then what was asked for, in its order."""
        wants = [told.requirement for told in information[identifier]]
        operators = [
            (part.operator, part.version.endswith(".*")) for want in wants for part in want.specifier
        ]
        is_direct = any(want.url or want.exactly for want in wants)
        is_pinned = any(name == "===" or (name == "==" and not wild) for name, wild in operators)
        is_bounded = any(name in {"<", "<=", "~="} or (name == "==" and wild) for name, wild in operators)
        place = self._order.get(identifier, len(self._order))
        return (not is_direct, not is_pinned, not is_bounded, place, identifier)

    def find_matches(
        self,
        identifier: Identifier,
        requirements: Mapping[Identifier, Iterator[Wanted]],
        incompatibilities: Mapping[Identifier, Iterator[Pick]],
    ) -> Callable[[], Iterator[Pick]]:
        """The candidates that meet every requirement, the best first, as long as there is hope."""
        name, extra = identifier
        wants = list(requirements[identifier])
        if extra and (name, "") in requirements:
            wants += requirements[(name, "")]
        refused = {pick.candidate for pick in incompatibilities[identifier]}
        matching = [
            Pick(candidate, extra) for candidate in self._matching(name, wants) if candidate not in refused
        ]
        return lambda: self._with_hope(matching)

    def is_satisfied_by(self, requirement: Wanted, candidate: Pick) -> bool:
        """See `AbstractProvider.is_satisfied_by`."""
        picked = candidate.candidate
        if picked.source == "carried" and (offer := self._candidates.of(picked.name)).stands_in:
            return picked in _standing_in(offer, requirement)
        return requirement.accepts(picked)

    def get_dependencies(self, candidate: Pick) -> Sequence[Wanted]:
        """What a pick requires; remembered, for the messages too."""
        if candidate not in self._required:
            required = self._required[candidate] = self._reader.required_by(candidate)
            self._named_by_url |= {want.name for want in required if want.url is not None}
            if candidate.extra and self._lacks_extra(candidate):
                self._required[candidate] = (impossible(f"it has no extra {candidate.extra}"),)
        self._has_hope(candidate)
        return self._required[candidate]

    def _lacks_extra(self, pick: Pick) -> bool:
        """Whether the newest version has an extra that this one has not: going back would only lose it."""
        newest = next(iter(self._candidates.of(pick.candidate.name).candidates), pick.candidate)
        return not self._reader.provides_extra(pick) and self._reader.provides_extra(Pick(newest, pick.extra))

    def _with_hope(self, picks: Sequence[Pick]) -> Iterator[Pick]:
        """The picks that may be part of a solution, as far as is known when each one's turn comes."""
        hopeless = 0
        for pick in picks:
            if self._has_hope(pick):
                yield pick
            if self._has_hope(pick):
                hopeless = 0
                continue
            hopeless += 1
            if hopeless == MAXIMUM_HOPELESS:
                return

    def _has_hope(self, pick: Pick) -> bool:
        """Whether a pick is not known to require what nothing meets; asked again, the answer may change."""
        if pick in self._hopeless:
            return False
        in_vain = next((want for want in self._required.get(pick, ()) if not self._may_be_met(want)), None)
        if in_vain is not None:
            self._hopeless[pick] = in_vain
        return in_vain is None

    def _may_be_met(self, want: Wanted) -> bool:
        """Whether some candidate meets a want, taken alone, that is not known to be hopeless itself.

        It never says no where the answer is yes: whatever other wants make acceptable (prereleases, yanked
        files, what is named by URL) counts as acceptable.
        """
        if want.name == IMPOSSIBLE:
            return False
        if want.exactly is not None:
            return Pick(want.exactly, "") not in self._hopeless
        if want.name in self._named_by_url:
            return True
        offer = self._candidates.of(want.name)
        return any(
            (offer.stands_in or want.accepts(candidate))
            and Pick(candidate, want.extra) not in self._hopeless
            and Pick(candidate, "") not in self._hopeless
            for candidate in (*offer.candidates, *offer.yanked)
        )

    def is_named_by_url(self, name: str) -> bool:
        """Whether something asks for a name by a URL, so that no index is asked for it."""
        return name in self._named_by_url

    def is_available(self, want: Wanted) -> bool:
        """Whether anything meets a want, taken alone.

        Raises:
            UserMistake: see `Candidates.at`.
        """
        return bool(self._matching(want.name, [want]))

    def _matching(self, name: str, wants: Sequence[Wanted]) -> Sequence[Candidate]:
        if name == IMPOSSIBLE:
            return ()
        direct = {want.url: None for want in wants if want.url is not None}
        if direct:
            candidates = [self._candidates.at(name, url) for url in direct]
            return [
                candidate for candidate in candidates[:1] if all(want.accepts(candidate) for want in wants)
            ]
        for want in wants:
            if want.exactly is not None:
                return [want.exactly] if all(other.accepts(want.exactly) for other in wants) else []
        offer = self._candidates.of(name)
        if offer.stands_in:
            return [
                candidate
                for candidate in offer.candidates
                if all(candidate in _standing_in(offer, want) for want in wants)
            ]
        return self._ordered(name, offer, wants)

    def _ordered(self, name: str, offer: Offer, wants: Sequence[Wanted]) -> Sequence[Candidate]:
        available = dict(offer.by_version)
        pinned = [candidate for candidate in offer.yanked if any(_pins(want, candidate) for want in wants)]
        available.update({candidate.version: candidate for candidate in pinned})
        matching = [available[version] for version in specifier_of(wants).filter(available)]
        preferred = self._prefer.get(name)
        return sorted(matching, key=lambda candidate: candidate.version != preferred)


def _standing_in(offer: Offer, want: Wanted) -> Sequence[Candidate]:
    """The carried candidates that count as meeting a want: those that do, or else the newest."""
    return [candidate for candidate in offer.candidates if want.accepts(candidate)] or offer.candidates[:1]


def _pins(want: Wanted, candidate: Candidate) -> bool:
    """Whether a want names this very version. Source: PEP 592, "Installers"."""
    return any(
        part.operator in {"==", "==="} and not part.version.endswith(".*") for part in want.specifier
    ) and want.accepts(candidate)
