"""Check what a person wants to add: it can be had, it is what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name, parse_wheel_filename

from lite_build.packages.discovered.known_distributions import package_called_by_module
from lite_build.packages.discovered.standard_library import own_module_sentence
from lite_build.packages.resolver.resolve import PackageSources, find_absences, indexes_of
from lite_build.words.errors import LiteBuildError, UserMistake, one_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from packaging.requirements import Requirement
    from unearth.fetchers.sync import PyPIClient

    from lite_build.packages.asked.requirement import AskedRequirement
    from lite_build.runtime.core import DistributionPackage, Interpreter


@dataclass(frozen=True)
class AskedRuntime:
    """What is known of the runtime.

    Args:
        distribution: its own packages, by name; empty where it could not be had.
        interpreter: what it says of itself; None where it could not be asked.
        why_not: why it could not be had or asked.
    """

    distribution: Mapping[str, DistributionPackage]
    interpreter: Interpreter | None
    why_not: str = ""


def check_additions(
    asked: Sequence[AskedRequirement],
    sources: PackageSources,
    runtime: Callable[[], AskedRuntime],
    *,
    client: PyPIClient,
    cache: Path,
) -> tuple[str, ...]:
    """Ask whether there is such a package, in such a version, with a wheel for the runtime.

    What is carried is on no index, and is not asked for.

    Args:
        asked: what a person wants to add, as it was written.
        sources: everywhere that packages may come from, but for the runtime's distribution.
        runtime: gets and asks the runtime.
        client: reaches the indexes, or refuses to.
        cache: the user's cache.

    Returns:
        What could not be asked, in sentences.

    Raises:
        UserMistake: names all that cannot be had, that a marker leaves out, or that are modules of another
            package.
    """
    carried = {
        parse_wheel_filename(path.name)[0]
        for folder in sources.carried
        for path in folder.folder.glob("*.whl")
    }
    asked = [one for one in asked if canonicalize_name(one.requirement.name) not in carried]
    if not asked:
        return ()
    known = runtime()
    sources = replace(sources, distribution=known.distribution)
    mistakes: list[UserMistake] = []
    meant = []
    for one in asked:
        try:
            _check_marker(one.requirement, known.interpreter)
            _check_meaning(one.requirement, known)
            meant.append(one)
        except UserMistake as mistake:
            mistakes.append(mistake)
    remarks = []
    for name, error in _absences(meant, sources, known, client, cache):
        if isinstance(error, UserMistake):
            mistakes.append(error)
        else:
            reasons = " ".join(error.what.split())
            remarks.append(f"Whether there is a package named {name} could not be asked ({reasons}).")
    if mistakes:
        raise one_error(mistakes)
    if known.interpreter is None:
        remarks.append(f"Whether the runtime can install it could not be asked ({known.why_not}).")
    return tuple(remarks)


def _absences(
    asked: Sequence[AskedRequirement],
    sources: PackageSources,
    runtime: AskedRuntime,
    client: PyPIClient,
    cache: Path,
) -> Iterator[tuple[str, LiteBuildError]]:
    """What cannot be had, with a mistake of the person's, or could not be asked, with another error."""
    if runtime.interpreter is None:
        for one in asked:
            if one.requirement.url is None and (error := _absence_of_name(one, sources, client, cache)):
                yield one.requirement.name, error
        return
    for absence in find_absences(asked, sources, runtime.interpreter, client=client, cache=cache):
        where, remedy = absence.where or "", absence.remedy or ""
        if isinstance(absence, UserMistake):
            yield where, UserMistake(absence.what, remedy=f"{remedy[:1].upper()}{remedy[1:]}.")
        else:
            yield where, LiteBuildError(absence.what)


def _absence_of_name(
    one: AskedRequirement, sources: PackageSources, client: PyPIClient, cache: Path
) -> LiteBuildError | None:
    name = canonicalize_name(one.requirement.name)
    if name in sources.distribution:
        return None
    found = indexes_of(sources, client, cache).project(name)
    if found.files:
        return None
    if found.unread:
        return LiteBuildError("; ".join(f"{page.url}: {page.reason}" for page in found.unread))
    return UserMistake(
        f"no index has a package named {one.requirement.name}",
        remedy="Correct the name: that of a package is not always that of its module. "
        "An index of your own is named in pip's configuration.",
    )


def _check_marker(requirement: Requirement, interpreter: Interpreter | None) -> None:
    """Refuse a requirement whose marker never holds in the runtime: the site would be without it.

    Raises:
        UserMistake: says what the runtime answers to the marker.
    """
    marker = requirement.marker
    if marker is None or interpreter is None or marker.evaluate({**interpreter.markers, "extra": ""}):
        return
    answers = [
        f"{name} is {answer!r}"
        for name, answer in sorted(interpreter.markers.items())
        if re.search(rf"\b{name}\b", str(marker))
    ]
    raise UserMistake(
        f"{requirement.name} would never be installed: `{marker}` does not hold in a page"
        + (f", where {' and '.join(answers)}" if answers else ""),
        remedy="Leave the marker out, or the requirement.",
    )


def _check_meaning(requirement: Requirement, runtime: AskedRuntime) -> None:
    """Ask, where a name is a module's and not a package's, whether that module's package is meant.

    Whoever says of the name itself which version, or where it is, means the name.

    Raises:
        UserMistake: says which package it is, or that the module is Python's own.
    """
    name = requirement.name
    if requirement.specifier or requirement.url or canonicalize_name(name) in runtime.distribution:
        return
    itself = f'If a package called {name} is meant, ask for a version of it: `lite-build add "{name}>=0"`.'
    if meant := _packages_of(name, runtime.distribution):
        adds = ", or ".join(f"`lite-build add {package}`" for package in meant)
        raise UserMistake(
            f"{name} is the name of a module, which the package {' or '.join(meant)} brings. Is that meant?",
            remedy=f"Then {adds}. {itself}",
        )
    if (own := own_module_sentence(name, runtime.interpreter)) is not None:
        raise UserMistake(own.rstrip("."), remedy="Leave it out: no package brings it.")


def _packages_of(module: str, distribution: Mapping[str, DistributionPackage]) -> list[str]:
    """The packages of another name that bring a module."""
    plain = module.replace("-", "_").lower()
    found = [
        package.name
        for package in distribution.values()
        if package.is_wheel and plain in {name.lower() for name in package.imports}
    ]
    told = package_called_by_module(module)
    return found or ([] if told is None else [told])
