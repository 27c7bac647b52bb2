"""The project's own folders that are packages: built into wheels, and named in a lock by their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.wheels.project_wheel import build_project_wheel, project_fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from lite_build.packages.asked.requirement_files import LocalProject
    from lite_build.packages.locked.lock import LockedPackage
    from lite_build.supply.origins import Origins


@dataclass(frozen=True)
class BuiltProject:
    """A folder of the project with the requirement of the wheel that was built from it."""

    folder: str
    requirement: AskedRequirement


def build_projects(
    projects: Iterable[LocalProject], origins: Origins, report: Callable[[str], None]
) -> tuple[BuiltProject, ...]:
    """Build folders into wheels, unless they were built before from the same sources.

    Raises:
        LiteBuildError: one cannot be built.
    """
    return tuple(_built(local, origins, report) for local in projects)


def located(packages: Iterable[LockedPackage], built: Iterable[BuiltProject]) -> Iterator[LockedPackage]:
    """Name the folders of packages that were built from one: their wheels differ at each build."""
    folders = {one.requirement.requirement.name: one.folder for one in built}
    for package in packages:
        folder = folders.get(package.name)
        if folder is None:
            yield package
        else:
            yield replace(package, source="built", location=folder, sha256="", size=None)


def _built(local: LocalProject, origins: Origins, report: Callable[[str], None]) -> BuiltProject:
    report(f"Building {local.folder.name}")
    wheel = wheel_of(local.folder, origins)
    name = canonicalize_name(wheel.name.split("-")[0])
    extras = f"[{','.join(sorted(local.extras))}]" if local.extras else ""
    requirement = Requirement(f"{name}{extras} @ {wheel.as_uri()}")
    return BuiltProject(origins.project.inside(local.folder), AskedRequirement(requirement, local.asked_by))


def wheel_of(folder: Path, origins: Origins) -> Path:
    """The wheel of a project folder: from the offline folder, or built, unless it was before.

    Raises:
        LiteBuildError: it cannot be built.
    """
    collected = origins.offline_folder
    wheel = collected.built_wheel(project_fingerprint(folder)) if collected is not None else None
    return wheel or build_project_wheel(folder, origins.cache, offline=origins.reach.offline)
