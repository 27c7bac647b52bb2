"""The wheels that the runtime can install, by name, from everywhere they may come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version
from unearth import Link

from lite_build.network.addresses import file_path, without_login
from lite_build.packages.index.indexes import PackageIndexes, Project
from lite_build.packages.index.memo import Memo
from lite_build.packages.index.page import IndexFile
from lite_build.packages.resolver.fit import Fit
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lite_build.packages.locked.lock import Source
    from lite_build.runtime.core import DistributionPackage, Interpreter


@dataclass(frozen=True)
class CarriedWheels:
    """A folder of wheels that an installed distribution brings for the site.

    Args:
        folder: holds the wheels.
        carrier: that distribution's name and version: "jupyterlite-pyodide-kernel 0.8.6".
        stand_in: whether they stand in for every version of their names, or are just what they say.
    """

    folder: Path
    carrier: str
    stand_in: bool = False


@dataclass(frozen=True)
class Candidate:
    """A wheel that the runtime can install, or a shared library of its distribution.

    Args:
        name: normalized.
        version: as the file's name has it.
        file: the wheel; its `url` is "" for one of the distribution.
        source: see `lite_build.packages.locked.lock.Source`.
        location: as a lock has it.
        depends: normalized names, for one of the distribution, whose metadata is not known.
    """

    name: str
    version: Version
    file: IndexFile
    source: Source
    location: str
    depends: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True)
class Offer:
    """All candidates of one name.

    Args:
        project: what the indexes offer, fit or not; empty for a name that is not looked for there.
        candidates: one a version, newest first.
        yanked: withdrawn ones, which only an exact pin selects.
        stands_in: whether the candidates stand in for every version of the name.
    """

    project: Project
    candidates: tuple[Candidate, ...]
    yanked: tuple[Candidate, ...] = ()
    stands_in: bool = False

    @cached_property
    def by_version(self) -> Mapping[Version, Candidate]:
        """The candidates by their versions, newest first."""
        return {candidate.version: candidate for candidate in self.candidates}


class Candidates:
    """Finds candidates. Safe to use from several threads.

    Args:
        indexes: the configured indexes and find-links places.
        distribution: the runtime's own packages, by normalized name.
        carried: take the place of every index for the names that they hold.
        interpreter: judges tags and Requires-Python.
    """

    def __init__(
        self,
        indexes: PackageIndexes,
        distribution: Mapping[str, DistributionPackage],
        carried: Sequence[CarriedWheels],
        interpreter: Interpreter,
    ) -> None:
        self._indexes = indexes
        self._distribution: dict[str, DistributionPackage] = {
            canonicalize_name(name): entry for name, entry in distribution.items()
        }
        self._fit = Fit(interpreter)
        self._carried: dict[str, list[Candidate]] = {}
        self._stand_ins: set[str] = set()
        for brought in carried:
            self._read_carried(brought)
        self._offers: Memo[str, Offer] = Memo()
        self._direct: Memo[tuple[str, str], Candidate] = Memo()

    def of(self, name: str) -> Offer:
        """All candidates of a normalized name."""
        return self._offers.get(name, lambda: self._make_offer(name))

    def names(self) -> set[str]:
        """Every name that is known so far, to offer for one that is not."""
        return self._indexes.names() | self._distribution.keys() | self._carried.keys()

    def at(self, name: str, url: str) -> Candidate:
        """The candidate at a URL that a requirement names.

        Raises:
            UserMistake: there is no such file, it is no wheel, one of another name, or the runtime cannot
                install it.
        """
        return self._direct.get((name, url), lambda: self._make_direct(name, url))

    def _make_offer(self, name: str) -> Offer:
        nothing = Project(name, (), ())
        if name in self._carried:
            return Offer(
                nothing, tuple(_newest_first(self._carried[name])), stands_in=name in self._stand_ins
            )
        packaged = self._distribution.get(name)
        if packaged is not None and packaged.package_type == "shared_library":
            return Offer(nothing, tuple(_of_distribution(packaged)))
        project = self._indexes.project(name)
        offered: dict[Version, tuple[int, Candidate]] = {}
        withdrawn: dict[Version, tuple[int, Candidate]] = {}
        for file in project.files:
            rank = self._fit.rank(file.file_name)
            if rank is None or not self._fit.allows(file.requires_python):
                continue
            candidate = _of_file(name, file)
            if candidate is None:
                continue
            versions = offered if file.yank_reason is None else withdrawn
            best = versions.get(candidate.version)
            if best is None or rank < best[0]:
                versions[candidate.version] = (rank, candidate)
        candidates = {version: candidate for version, (_, candidate) in offered.items()}
        if packaged is not None:
            for candidate in _of_distribution(packaged):
                candidates.setdefault(candidate.version, candidate)
        yanked = [candidate for version, (_, candidate) in withdrawn.items() if version not in candidates]
        return Offer(project, tuple(_newest_first(candidates.values())), tuple(_newest_first(yanked)))

    def _make_direct(self, name: str, url: str) -> Candidate:
        remedy = f"name a wheel of {name} that is built for Pyodide, or a pure one"
        link = Link(url)
        where = without_login(url)
        path = file_path(url)
        if path is not None:
            where = str(path)
            if not path.is_file():
                raise UserMistake("there is no such file", where=where, remedy=remedy)
        if not link.is_wheel:
            raise UserMistake(
                "this is no wheel, and lite-build builds none from others' sources",
                where=where,
                remedy=remedy,
            )
        fragment = parse_qs(urlsplit(url).fragment)
        file = IndexFile(link.filename, link.url_without_fragment, sha256=fragment.get("sha256", [None])[0])
        try:
            found_name, version, _, _ = parse_wheel_filename(link.filename)
        except (InvalidWheelFilename, InvalidVersion) as error:
            raise UserMistake(
                f"the file's name is no wheel's: {error}", where=where, remedy=remedy
            ) from error
        if found_name != name:
            raise UserMistake(f"this is a wheel of {found_name}, not of {name}", where=where, remedy=remedy)
        if self._fit.rank(link.filename) is None:
            raise UserMistake("this wheel is for another platform or Python", where=where, remedy=remedy)
        source: Source = "index" if path is None else "local"
        return Candidate(name, version, file, source, link.url_without_fragment)

    def _read_carried(self, carried: CarriedWheels) -> None:
        for path in sorted(carried.folder.glob("*.whl")):
            if self._fit.rank(path.name) is None:
                continue
            name, version, _, _ = parse_wheel_filename(path.name)
            candidate = Candidate(
                name, version, IndexFile(path.name, path.absolute().as_uri()), "carried", carried.carrier
            )
            self._carried.setdefault(name, []).append(candidate)
            if carried.stand_in:
                self._stand_ins.add(name)


def _of_file(name: str, file: IndexFile) -> Candidate | None:
    try:
        found_name, version, _, _ = parse_wheel_filename(file.file_name)
    except (InvalidWheelFilename, InvalidVersion):
        return None
    return Candidate(name, version, file, "index", file.url) if found_name == name else None


def _of_distribution(package: DistributionPackage) -> Iterator[Candidate]:
    """The candidate of the runtime's distribution; none for the tests of a package, which are a zip too."""
    if not (package.is_wheel or package.package_type == "shared_library"):
        return
    yield Candidate(
        name=canonicalize_name(package.name),
        version=Version(package.version),
        file=IndexFile(package.file_name, "", sha256=package.sha256),
        source="distribution",
        location=package.file_name,
        depends=tuple(canonicalize_name(name) for name in package.depends),
    )


def _newest_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: candidate.version, reverse=True)
