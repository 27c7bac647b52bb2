"""A project whose tests are to run: its folder, whether it is a package, and what its tests need."""

from __future__ import annotations

import tomllib
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.dependency_groups import resolve_dependency_groups
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lite_build.project.file_names import CONFIG_FILE, LOCK_FILE
from lite_build.words.errors import UserMistake
from lite_build.words.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_PYPROJECT = "pyproject.toml"
_SETUP = "setup.py"
#: What marks the folder of a project.
_MARKS = (_PYPROJECT, _SETUP, CONFIG_FILE, LOCK_FILE)
#: Names of groups and extras that people have for what tests need; taken where none is named.
USUAL_NAMES = ("test", "tests", "testing")


@dataclass(frozen=True)
class SuiteProject:
    """A project with tests.

    Args:
        root: its folder, absolute and with no links in it.
        is_package: whether a wheel can be built of it.
        groups: its dependency groups (PEP 735), as `pyproject.toml` has them.
    """

    root: Path
    is_package: bool
    groups: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class NamedNeeds:
    """What a person names.

    Args:
        groups: dependency groups.
        extras: extras of the project.
        further: lines of requirements.
        without: names of distributions that are left out.
    """

    groups: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def find_project(folder: Path) -> SuiteProject:
    """Find the project that a folder is in: the nearest one around it, or else the folder itself.

    Raises:
        UserMistake: its `pyproject.toml` cannot be read.
    """
    folder = folder.resolve()
    around = (folder, *folder.parents)
    root = next((each for each in around if any((each / name).is_file() for name in _MARKS)), folder)
    described = _read_pyproject(root / _PYPROJECT)
    return SuiteProject(
        root=root,
        is_package=(root / _SETUP).is_file() or not described.keys().isdisjoint({"project", "build-system"}),
        groups=described.get("dependency-groups", {}),
    )


def needs_of_tests(
    project: SuiteProject, metadata: Metadata | None, named: NamedNeeds, markers: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Tell what the tests need: pytest, and the groups and extras that are named or have a usual name.

    Args:
        project: whose tests they are.
        metadata: of its wheel; None where it has none.
        named: what a person names.
        markers: the environment of the runtime's markers.

    Returns:
        Lines of requirements, each with who asks for it.

    Raises:
        UserMistake: a group or an extra is not there, or the groups cannot be read.
    """
    groups = {canonicalize_name(name) for name in project.groups}
    extras = {canonicalize_name(name) for name in (metadata and metadata.provides_extra) or ()}
    is_named = bool(named.groups or named.extras)
    _check_names("--group", named.groups, groups)
    _check_names("--extra", named.extras, extras)
    chosen = named.groups if is_named else [name for name in USUAL_NAMES if name in groups]
    chosen_extras = named.extras if is_named else [name for name in USUAL_NAMES if name in extras]
    try:
        asked = [
            (line, f"group {name} of {_PYPROJECT}")
            for name in chosen
            for line in resolve_dependency_groups(project.groups, name)
        ]
    except (ValueError, TypeError, LookupError, ExceptionGroup) as error:
        raise UserMistake(
            f"its dependency groups cannot be read: {_first_line(error)}",
            where=_PYPROJECT,
            remedy="Correct [dependency-groups].",
        ) from error
    of_extras = [
        (line, f"extra {extra} of the project")
        for extra in chosen_extras
        for line in _lines_of_extra(metadata, extra, markers)
    ]
    return ("pytest", "lite-build test"), *asked, *of_extras, *((line, "--with") for line in named.further)


def metadata_of(wheel: Path) -> Metadata:
    """Read what a wheel that was just built says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(archive.read(metadata), validate=False)


def _lines_of_extra(
    metadata: Metadata | None, extra: str, markers: Mapping[str, str], seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    """What an extra asks for, besides the project itself: an extra may name others of its own."""
    if metadata is None or extra in seen:
        return
    for requirement in metadata.requires_dist or ():
        marker = requirement.marker
        if (
            marker is None
            or marker.evaluate({**markers, "extra": ""})
            or not marker.evaluate({**markers, "extra": canonicalize_name(extra)})
        ):
            continue
        if canonicalize_name(requirement.name) == canonicalize_name(metadata.name):
            for other in sorted(requirement.extras):
                yield from _lines_of_extra(metadata, other, markers, seen | {extra})
        else:
            plain = Requirement(str(requirement))
            plain.marker = None
            yield str(plain)


def _read_pyproject(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise UserMistake(f"cannot be read: {error}", where=path.name, remedy="Correct the file.") from error


def _check_names(option: str, names: Iterable[str], known: set[Any]) -> None:
    for name in names:
        if canonicalize_name(name) not in known:
            there = f"There are: {', '.join(sorted(known))}." if known else "The project has none."
            raise UserMistake(
                f"the project has no {option[2:]} {name}{did_you_mean(name, known)}",
                where=option,
                remedy=there,
            )


def _first_line(error: BaseException) -> str:
    inner = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
    return str(inner).partition("\n")[0]
