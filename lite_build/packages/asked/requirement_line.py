"""What one line of a person's requirements means: a PEP 508 requirement, a wheel, or a project's folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from lite_build.network.addresses import without_logins

if TYPE_CHECKING:
    from pathlib import Path

_PLACE = re.compile(r"^(?P<place>[^;\[]+?)\s*(?:\[(?P<extras>[^\]]*)\])?\s*(?:;\s*(?P<marker>.+))?$")
_NAME_AT_URL = re.compile(r"^[A-Za-z0-9._-]+\s*(\[[^\]]*\])?\s*@")
_VERSION_CONTROL = re.compile(r"^(git|hg|svn|bzr)(\+|$)")
#: What makes a folder a Python project (PEP 518, and setuptools before it).
_PROJECT_FILES = ("pyproject.toml", "setup.py")


@dataclass(frozen=True)
class ProjectFolder:
    """A local project that a line names, to be built into a wheel."""

    folder: Path
    extras: tuple[str, ...]


class UnreadableRequirementError(Exception):
    """A line that asks for nothing that can be had.

    Args:
        what: is wrong with it. Logins are left out, as people put them into the URLs of their requirements.
        remedy: what to write instead.
    """

    def __init__(self, what: str, remedy: str) -> None:
        self.what = without_logins(what)
        self.remedy = remedy
        super().__init__(self.what)


def parse_requirement(text: str, folder: Path) -> Requirement | ProjectFolder:
    """Read what one line asks for.

    Args:
        text: a PEP 508 requirement, the URL or path of a wheel, or the path of a project's folder; paths and
            URLs may be followed by extras and a marker, as pip has it.
        folder: what paths are relative to.

    Returns:
        A local wheel becomes a requirement with a `file:` URL.

    Raises:
        UnreadableRequirementError: it is none of these, or is not there.
    """
    try:
        return _parse(text, folder)
    except OSError as error:
        raise UnreadableRequirementError(
            f"{text!r} cannot be looked for ({error.strerror})", "Correct the name or the path."
        ) from None


def _parse(text: str, folder: Path) -> Requirement | ProjectFolder:
    if _looks_like_a_place(text):
        return _read_place(text, folder)
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        if (folder / text).is_dir():
            return _read_place(text, folder)
        raise UnreadableRequirementError(
            f"{text!r} is not a requirement: {str(error).splitlines()[0]}",
            'Write a distribution\'s name, with bounds where needed, such as "ipywidgets>=8".',
        ) from None
    if requirement.url is not None:
        _check_url(requirement.url)
    return requirement


def _looks_like_a_place(text: str) -> bool:
    if _NAME_AT_URL.match(text):
        return False
    place = _PLACE.match(text)
    path = text if place is None else place["place"]
    return path.startswith((".", "~")) or "/" in path or "\\" in path or path.lower().endswith(".whl")


def _read_place(text: str, folder: Path) -> Requirement | ProjectFolder:
    found = _PLACE.match(text)
    place, extras, marker = (text, "", None) if found is None else found.group("place", "extras", "marker")
    url = urlsplit(place)
    # A single letter is a drive of Windows.
    if len(url.scheme) > 1 and url.scheme != "file":
        _check_url(place)
        return _wheel_requirement(url.path.rpartition("/")[2], place, extras, marker)
    path = folder / (url2pathname(url.path) if url.scheme == "file" else place.replace("\\", "/"))
    if path.is_dir():
        return _project_folder(place, path, extras, marker)
    if path.suffix.lower() != ".whl":
        if path.is_file():
            raise UnreadableRequirementError(
                f"{place} is a file, but not a wheel", "Name a wheel or a folder."
            )
        raise UnreadableRequirementError(f"{place} is not there", "Correct the path, or remove the line.")
    if not path.is_file():
        there = sorted(wheel.name for wheel in path.parent.glob("*.whl"))
        remedy = f"In that folder there is: {', '.join(there)}." if there else "Correct the path."
        raise UnreadableRequirementError(f"the wheel {place} is not there", remedy)
    return _wheel_requirement(path.name, path.resolve().as_uri(), extras, marker)


def _project_folder(place: str, path: Path, extras: str | None, marker: str | None) -> ProjectFolder:
    if marker is not None:
        raise UnreadableRequirementError(
            f"{place} is a folder with a marker, which only wheels and names may have", "Remove the marker."
        )
    if not any((path / name).is_file() for name in _PROJECT_FILES):
        raise UnreadableRequirementError(
            f"the folder {place} is no Python project: it has neither {' nor '.join(_PROJECT_FILES)}",
            "Modules beside the notebooks need no requirement; a package needs a pyproject.toml.",
        )
    names = (extra.strip() for extra in (extras or "").split(","))
    return ProjectFolder(path.resolve(), tuple(sorted(filter(None, names))))


def _wheel_requirement(file_name: str, url: str, extras: str | None, marker: str | None) -> Requirement:
    try:
        name = parse_wheel_filename(file_name)[0]
    except InvalidWheelFilename as error:
        raise UnreadableRequirementError(
            str(error), "A wheel keeps the name that it was built with: NAME-VERSION-PYTHON-ABI-PLATFORM.whl."
        ) from None
    bracketed = f"[{extras}]" if extras else ""
    condition = f" ; {marker}" if marker else ""
    try:
        return Requirement(f"{name}{bracketed} @ {url}{condition}")
    except InvalidRequirement as error:
        raise UnreadableRequirementError(
            f"{file_name}{bracketed}{condition} is not a requirement: {str(error).splitlines()[0]}",
            "Correct its extras or its marker.",
        ) from None


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if _VERSION_CONTROL.match(parts.scheme):
        raise UnreadableRequirementError(
            f"{url} is a repository, and nobody else's source is ever built",
            "Name a released version; or clone it, and name the folder: then it is a project of yours.",
        )
    if not parts.path.lower().endswith(".whl"):
        raise UnreadableRequirementError(f"{url} is not a wheel", "Name a wheel, whose URL ends with .whl.")
