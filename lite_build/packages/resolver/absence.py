"""Why a requirement has no candidate at all, told from what there is instead."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from lite_build.packages.discovered.known_distributions import package_called_by_module
from lite_build.packages.discovered.standard_library import own_module_sentence
from lite_build.packages.resolver.fit import Fit
from lite_build.words.errors import BuildFailure, LiteBuildError, UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lite_build.packages.index.page import IndexFile
    from lite_build.packages.resolver.candidates import Offer
    from lite_build.packages.resolver.wanted import Wanted
    from lite_build.runtime.core import Interpreter


@dataclass(frozen=True)
class Absence:
    """A requirement that nothing meets.

    Args:
        what: the reason, in words.
        where: who asks for it.
        remedy: what the reader can do.
        is_mistake: whether the requirement is at fault; else it could not be found out.
    """

    what: str
    where: str
    remedy: str
    is_mistake: bool = True


def explain_absence(
    want: Wanted, offer: Offer, known_names: Iterable[str], interpreter: Interpreter, where: str
) -> Absence:
    """Say why no candidate meets a want.

    Args:
        want: has no candidate.
        offer: what there is under its name.
        known_names: to suggest from, where the name is not known.
        interpreter: which the files do not fit.
        where: who asks, in words.
    """
    project = offer.project
    if project.unread and not offer.candidates:
        pages = "\n".join(f"  {page.url}: {page.reason}" for page in project.unread)
        return Absence(
            f"{want.name} could not be looked up, and is not in the cache\n{pages}",
            where,
            "check the network and the index settings, or build where it is in the cache",
            is_mistake=False,
        )
    if not offer.candidates and (meant := _meant_instead(want, interpreter)) is not None:
        what, remedy = meant
        return Absence(what, where, remedy)
    if not project.files and not offer.candidates:
        near = difflib.get_close_matches(want.name, sorted({*known_names} - {want.name}), cutoff=0.75)
        suggestion = f"; did you mean {' or '.join(near)}?" if near else ""
        return Absence(f"no index has a package named {want.name}{suggestion}", where, "correct the name")
    fitting = [file for file in project.files if _is_accepted(want, file)]
    if offer.candidates and not fitting:
        versions = ", ".join(str(candidate.version) for candidate in offer.candidates[:5])
        more = ", …" if len(offer.candidates) > 5 else ""
        return Absence(
            f"no version of {want.name} meets {want.text}; there are {versions}{more}",
            where,
            "ask for one of these",
        )
    return _explain_files(want, fitting or list(project.files), offer, interpreter, where)


def _meant_instead(want: Wanted, interpreter: Interpreter) -> tuple[str, str] | None:
    """What is meant, and a remedy, where a name that has nothing to install is that of a module."""
    name = want.name.replace("-", "_")
    if (package := package_called_by_module(want.name)) is not None:
        what = f"{want.name} is the name of a module, which the package {package} brings"
        return what, f"ask for {package}"
    own = own_module_sentence(name, interpreter)
    return None if own is None else (own.rstrip("."), "leave it out")


def raise_absences(absences: Sequence[Absence]) -> None:
    """Raise one error for all of them; none for an empty sequence.

    Raises:
        UserMistake: all requirements are at fault.
        BuildFailure: some could not be looked up.
    """
    if not absences:
        return
    kind: type[LiteBuildError] = UserMistake
    if not all(absence.is_mistake for absence in absences):
        kind = BuildFailure
    if len(absences) == 1:
        (absence,) = absences
        raise kind(absence.what, where=absence.where, remedy=absence.remedy or None)
    raise kind.together(
        ((f"{absence.where}: {absence.what}", absence.remedy or None) for absence in absences),
        heading=f"{len(absences)} requirements cannot be met",
    )


def _explain_files(
    want: Wanted, files: Sequence[IndexFile], offer: Offer, interpreter: Interpreter, where: str
) -> Absence:
    versions = {version for file in files if (version := _version(file)) is not None}
    newest = max(SpecifierSet().filter(versions), default=None)
    label = f"{want.name} {newest}" if newest is not None else want.name
    reason = Fit(interpreter).why_none([file for file in files if _version(file) == newest])
    installable = max(SpecifierSet().filter(offer.by_version), default=None)
    usable = f"; the newest that the runtime can install is {installable}" if installable is not None else ""
    return Absence(
        f"{label} {reason}{usable}",
        where,
        "leave it out, choose another version or package, or name a wheel that is built for Pyodide",
    )


def _is_accepted(want: Wanted, file: IndexFile) -> bool:
    version = _version(file)
    return version is not None and want.specifier.contains(version, prereleases=True)


def _version(file: IndexFile) -> Version | None:
    try:
        if file.is_wheel:
            return parse_wheel_filename(file.file_name)[1]
        return parse_sdist_filename(file.file_name)[1]
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None
