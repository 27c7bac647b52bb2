"""What the resolver works on: requirements that were read for one interpreter, and what they may pick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from lite_build.network.addresses import without_login
from lite_build.packages.resolver.fit import Fit
from lite_build.packages.resolver.metadata import BrokenMetadataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from packaging.requirements import Requirement

    from lite_build.packages.resolver.candidates import Candidate
    from lite_build.packages.resolver.metadata import MetadataReader
    from lite_build.runtime.core import Interpreter

#: What the resolver keeps apart: a name, and one extra of it or "".
Identifier = tuple[str, str]

#: The name of the wants that nothing meets.
IMPOSSIBLE = "<impossible>"


@dataclass(frozen=True)
class Wanted:
    """One requirement on one name, and on one extra of it or none.

    Args:
        name: normalized.
        extra: normalized, or "". A requirement on two extras is three of these.
        specifier: on the version.
        url: of the one wheel that is wanted.
        exactly: the one candidate that is wanted: an extra needs the very package that it belongs to.
        text: the requirement as it was written, with no login.
        asked_by: who asks, in words, for what a person asked; "" for what a package requires.
    """

    name: str
    extra: str
    specifier: SpecifierSet
    url: str | None
    exactly: Candidate | None
    text: str
    asked_by: str = ""

    @property
    def identifier(self) -> Identifier:
        """What this is a want of."""
        return self.name, self.extra

    def accepts(self, candidate: Candidate) -> bool:
        """Whether the candidate is what is wanted. A prerelease that was found acceptable once stays so."""
        if self.name == IMPOSSIBLE or self.exactly not in {None, candidate}:
            return False
        if self.url is not None and candidate.file.url != self.url.partition("#")[0]:
            return False
        return self.specifier.contains(candidate.version, prereleases=True)


@dataclass(frozen=True)
class Pick:
    """A candidate, for itself (extra "") or for one of its extras."""

    candidate: Candidate
    extra: str

    @property
    def identifier(self) -> Identifier:
        """What this may be picked for."""
        return self.candidate.name, self.extra

    def __str__(self) -> str:
        extra = f"[{self.extra}]" if self.extra else ""
        return f"{self.candidate.name}{extra} {self.candidate.version}"


class Reader:
    """Reads requirements as one interpreter does.

    Args:
        interpreter: evaluates the markers.
        metadata: tells what wheels require.
    """

    def __init__(self, interpreter: Interpreter, metadata: MetadataReader) -> None:
        self._fit = Fit(interpreter)
        self._metadata = metadata
        self._environment: Mapping[str, str] = interpreter.markers

    def wants(self, requirement: Requirement, *, extra: str = "", asked_by: str = "") -> Iterator[Wanted]:
        """Read a requirement: nothing where its marker leaves it out.

        Args:
            requirement: as PEP 508 has it.
            extra: whose requirement it is, for the marker.
            asked_by: see `Wanted`.
        """
        marker = requirement.marker
        if marker is not None and not marker.evaluate({**self._environment, "extra": extra}):
            return
        for part in ("", *sorted(canonicalize_name(name) for name in requirement.extras)):
            yield Wanted(
                name=canonicalize_name(requirement.name),
                extra=part,
                specifier=requirement.specifier,
                url=requirement.url,
                exactly=None,
                text=_without_marker(requirement),
                asked_by=asked_by,
            )

    def required_by(self, pick: Pick) -> tuple[Wanted, ...]:
        """What a pick requires.

        A package that turns out not to be installable (its metadata excludes the interpreter, or is broken)
        requires the impossible, so that the resolver turns to another version of it.

        Raises:
            BuildFailure: its metadata cannot be fetched.
        """
        candidate = pick.candidate
        itself = (_exactly(candidate),) if pick.extra else ()
        if candidate.depends is not None:
            return itself if pick.extra else tuple(map(_any_version, candidate.depends))
        try:
            metadata = self._metadata.of(candidate)
        except BrokenMetadataError as error:
            return (impossible(str(error)),)
        if not self._fit.allows(metadata.requires_python):
            return (impossible(f"it needs Python {metadata.requires_python}"),)
        wants = {
            want: None
            for requirement in metadata.requires
            for want in self.wants(requirement, extra=pick.extra)
        }
        of_itself = [want for want in wants if want.identifier == pick.identifier]
        if not all(want.accepts(candidate) for want in of_itself):
            return (impossible("it requires another version of itself"),)
        return (*itself, *(want for want in wants if want not in of_itself))

    def provides_extra(self, pick: Pick) -> bool:
        """Whether a picked extra is one that the package declares; unknown ones require nothing."""
        candidate = pick.candidate
        if not pick.extra or candidate.depends is not None:
            return not pick.extra
        try:
            return pick.extra in self._metadata.of(candidate).extras
        except BrokenMetadataError:
            return False


def specifier_of(wants: Iterable[Wanted]) -> SpecifierSet:
    """The specifiers of all wants together."""
    combined = SpecifierSet()
    for want in wants:
        combined &= want.specifier
    return combined


def _without_marker(requirement: Requirement) -> str:
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    url = f" @ {without_login(requirement.url)}" if requirement.url else ""
    return f"{requirement.name}{extras}{requirement.specifier}{url}"


def _any_version(name: str) -> Wanted:
    return Wanted(name, "", SpecifierSet(), None, None, name)


def _exactly(candidate: Candidate) -> Wanted:
    text = f"{candidate.name}=={candidate.version}"
    return Wanted(candidate.name, "", SpecifierSet(), None, candidate, text)


def impossible(reason: str) -> Wanted:
    """A want that nothing meets, for a pick that cannot be used."""
    return Wanted(IMPOSSIBLE, "", SpecifierSet(), None, None, reason)
