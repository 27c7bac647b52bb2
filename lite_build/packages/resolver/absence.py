"""Why a requirement has no candidate at all, told from what there is instead."""

from __future__ import annotations

import difflib
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


def explain_absence(
    want: Wanted, offer: Offer, known_names: Iterable[str], interpreter: Interpreter, where: str
) -> LiteBuildError:
    """Say why no candidate meets a want: a mistake, or a failure where it could not be found out.

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
        return BuildFailure(
            f"{want.name} could not be looked up, and is not in the cache\n{pages}",
            where=where,
            remedy="check the network and the index settings, or build where it is in the cache",
        )
    if not offer.candidates and (meant := _meant_instead(want, interpreter)) is not None:
        what, remedy = meant
        return UserMistake(what, where=where, remedy=remedy)
    if not project.files and not offer.candidates:
        near = difflib.get_close_matches(want.name, sorted({*known_names} - {want.name}), cutoff=0.75)
        suggestion = f"; did you mean {' or '.join(near)}?" if near else ""
        return UserMistake(
            f"no index has a package named {want.name}{suggestion}", where=where, remedy="correct the name"
        )
    fitting = [file for file in project.files if _is_accepted(want, file)]
    if offer.candidates and not fitting:
        versions = ", ".join(str(candidate.version) for candidate in offer.candidates[:5])
        more = ", …" if len(offer.candidates) > 5 else ""
        return UserMistake(
            f"no version of {want.name} meets {want.text}; there are {versions}{more}",
            where=where,
            remedy="ask for one of these",
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


def _explain_files(
    want: Wanted, files: Sequence[IndexFile], offer: Offer, interpreter: Interpreter, where: str
) -> LiteBuildError:
    versions = {version for file in files if (version := _version(file)) is not None}
    newest = max(SpecifierSet().filter(versions), default=None)
    label = f"{want.name} {newest}" if newest is not None else want.name
    reason = Fit(interpreter).why_none([file for file in files if _version(file) == newest])
    installable = max(SpecifierSet().filter(offer.by_version), default=None)
    usable = f"; the newest that the runtime can install is {installable}" if installable is not None else ""
    return UserMistake(
        f"{label} {reason}{usable}",
        where=where,
        remedy="leave it out, choose another version or package, or name a wheel that is built for Pyodide",
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
