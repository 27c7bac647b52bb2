"""What a line or a requirements file asks for: a requirement, or a wheel by its path or URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lite_build_pip.answers import PipFailure
from lite_build_pip.standards import InvalidRequirement, Requirement, canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_VERSION_CONTROL = re.compile(r"(git|hg|svn|bzr)\+|git@")
_SOURCE = (".tar.gz", ".zip", ".tar.bz2", ".tar.xz", ".tgz")
_EXTRAS = re.compile(r"(?P<place>.+\.whl)\[(?P<extras>[^\]]+)\]")
_BUILD_A_WHEEL = (
    "Build its wheel where the project is (`python -m build`), put that beside the notebook, and write "
    "%pip install ./NAME.whl."
)


@dataclass(frozen=True)
class Asked:
    """One requirement.

    Args:
        text: as micropip reads it.
        requirement: of a name; None for a wheel that is named by its place.
    """

    text: str
    requirement: Requirement | None = None


def read_asked(texts: Iterable[tuple[str, str]], constraints: Sequence[str]) -> Iterator[Asked]:
    """Read what is asked for.

    Args:
        texts: each requirement, with the file that has it; empty for the line itself.
        constraints: bounds that hold for what they name.

    Raises:
        PipFailure: it is no requirement, or is not to be had in a page, or its file is not there.
    """
    bounds = _read_constraints(constraints)
    for text, file in texts:
        yield _read(text.strip(), f" (from {file})" if file else "", bounds)


def _read_constraints(constraints: Sequence[str]) -> dict[str, list[Requirement]]:
    bounds: dict[str, list[Requirement]] = {}
    for text in constraints:
        try:
            bound = Requirement(text)
        except InvalidRequirement:
            raise PipFailure(f"Invalid constraint: {text!r}: write a package's name with bounds.") from None
        bounds.setdefault(canonicalize_name(bound.name), []).append(bound)
    return bounds


def _read(text: str, origin: str, bounds: dict[str, list[Requirement]]) -> Asked:
    if _VERSION_CONTROL.match(text):
        raise PipFailure(f"{text}{origin}: a page cannot get and build a repository. {_BUILD_A_WHEEL}")
    path = urlsplit(text).path if "://" in text else text
    if "@" not in text.partition("://")[0] and path.split("[")[0].endswith(".whl"):
        return _read_wheel(text, origin)
    if path.endswith(_SOURCE):
        raise PipFailure(f"{text}{origin}: a page installs wheels, and builds no sources. {_BUILD_A_WHEEL}")
    if text.startswith((".", "/")) or "/" in text.partition("@")[0]:
        raise PipFailure(f"{text}{origin}: a page cannot build a project from its folder. {_BUILD_A_WHEEL}")
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        reason = str(error).splitlines()[0]
        raise PipFailure(f"Invalid requirement: {text!r}{origin}: {reason}") from None
    if requirement.url is not None and _VERSION_CONTROL.match(requirement.url):
        raise PipFailure(f"{text}{origin}: a page cannot get and build a repository. {_BUILD_A_WHEEL}")
    for bound in bounds.get(canonicalize_name(requirement.name), ()):
        if bound.marker is None or bound.marker.evaluate():
            requirement.specifier &= bound.specifier
    return Asked(str(requirement), requirement)


def _read_wheel(text: str, origin: str) -> Asked:
    found = _EXTRAS.fullmatch(text)
    place, extras = (text, "") if found is None else (found["place"], f"[{found['extras']}]")
    if "://" not in place:
        file = Path(place)
        if not file.is_file():
            raise PipFailure(f"{place}{origin}: there is no such file in {Path.cwd()}.")
        place = f"emfs:{file.resolve()}"
    elif place.startswith("file://"):
        place = f"emfs:{place.removeprefix('file://')}"
    if not extras:
        return Asked(place)
    name = Path(urlsplit(place).path).name.partition("-")[0]
    return Asked(f"{name}{extras} @ {place}")
