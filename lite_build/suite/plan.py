"""Decide which packages a suite runs with: the site's, where they are locked, and what its tests need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lite_build.boot.tested import TESTED_PYODIDE
from lite_build.network.addresses import file_path
from lite_build.packages.asked.every_site import SITE_PACKAGES
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.asked.requirement_files import Asked, LocalProject, read_requirement_lines
from lite_build.packages.discovered.discovery import Discovery
from lite_build.packages.locked.lock import Lock
from lite_build.packages.resolver.resolve import resolve
from lite_build.runtime.interpreter import read_interpreter
from lite_build.suite.project import metadata_of, needs_of_tests
from lite_build.supply.built_projects import build_projects, located
from lite_build.supply.origins import front_end_versions
from lite_build.supply.plan import Plan, local_files
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lite_build.packages.locked.lock import LockedPackage
    from lite_build.suite.project import NamedNeeds, SuiteProject
    from lite_build.supply.built_projects import BuiltProject
    from lite_build.supply.origins import Origins


@dataclass(frozen=True)
class SuitePlan:
    """What a suite runs with.

    Args:
        plan: the runtime and every package.
        project: the name of the project's own package; None where it is none.
        wheel: the project's wheel.
        added: names of the packages that the tests need and the site's lock has not.
    """

    plan: Plan
    project: str | None
    wheel: Path | None
    added: tuple[str, ...]


def plan_suite(
    project: SuiteProject,
    named: NamedNeeds,
    origins: Origins,
    read_asked: Callable[[], Asked],
    report: Callable[[str], None],
) -> SuitePlan:
    """Decide it.

    Args:
        project: whose tests are to run.
        named: what a person wants of its tests' needs.
        origins: of the project.
        read_asked: reads what the project's site asks for, where it has one and no lock.
        report: told what is being done.

    Raises:
        LiteBuildError: the runtime cannot be had, the project does not build, or nothing satisfies all.
    """
    locked = origins.used_lock
    report("Getting Pyodide")
    core = origins.core(locked)
    if core.version not in TESTED_PYODIDE:
        raise BuildFailure(
            f"Pyodide {core.version} was not tested with snapshots, which tests start from",
            where="lite-build test",
            remedy=f"Take one that was: {', '.join(sorted(TESTED_PYODIDE))}.",
        )
    interpreter = read_interpreter(core, origins.cache)
    asked = _of_lock(locked, origins.project.root) if locked is not None else read_asked()
    own = [LocalProject(project.root, "the project")] if project.is_package else []
    others = [local for local in asked.projects if local.folder != project.root]
    built = build_projects([*own, *others], origins, report)
    wheel = _wheel_of(built[0]) if own else None
    metadata = metadata_of(wheel) if wheel is not None else None
    needs = needs_of_tests(project, metadata, named, interpreter.markers)
    tests = read_requirement_lines(needs, project.root, project.root)
    built = (*built, *build_projects(tests.projects, origins, report))
    left_out = {canonicalize_name(name) for name in named.without}
    wanted = [
        one
        for one in (*asked.requirements, *tests.requirements)
        if canonicalize_name(one.requirement.name) not in left_out
    ]
    report("Resolving packages")
    with origins.client() as client:
        resolution = resolve(
            (*wanted, *(one.requirement for one in built)),
            origins.package_sources(core.distribution),
            interpreter,
            client=client,
            cache=origins.cache,
        )
    known = {(one.name, one.version): one for one in (locked.packages if locked is not None else ())}
    packages = tuple(known.get((one.name, one.version), one) for one in located(resolution.packages, built))
    lock = Lock(
        python_version=interpreter.python_version,
        pyodide_version=core.version,
        pyodide_integrity=core.integrity,
        front_end=front_end_versions(),
        requirements=(),
        packages=packages,
        npm=locked.npm if locked is not None else {},
    )
    plan = Plan(
        core=core,
        interpreter=interpreter,
        lock=lock,
        is_locked=locked is not None,
        discovery=Discovery(),
        local_files=local_files(lock, origins.project),
        warnings=(*asked.remarks, *tests.remarks, *resolution.warnings),
    )
    return SuitePlan(
        plan=plan,
        project=built[0].requirement.requirement.name if own else None,
        wheel=wheel,
        added=tuple(one.name for one in packages if (one.name, one.version) not in known),
    )


def site_requirements() -> Iterator[AskedRequirement]:
    """What every site ships, for a site's project that has no lock yet."""
    return (AskedRequirement(Requirement(name), "every site") for name in SITE_PACKAGES)


def _of_lock(locked: Lock, root: Path) -> Asked:
    """Ask for exactly what is locked. The runtime's own packages have no other version anyway."""
    requirements = []
    projects = []
    for package in locked.packages:
        if package.source == "built":
            projects.append(LocalProject((root / package.location).resolve(), "the lock"))
        else:
            requirements.append(AskedRequirement(_exactly(package, root), "the lock"))
    return Asked(tuple(requirements), tuple(projects))


def _exactly(package: LockedPackage, root: Path) -> Requirement:
    if package.source == "local":
        return Requirement(f"{package.name} @ {(root / package.location).resolve().as_uri()}")
    if package.source == "distribution":
        return Requirement(package.name)
    return Requirement(f"{package.name}=={package.version}")


def _wheel_of(built: BuiltProject) -> Path:
    path = file_path(built.requirement.requirement.url or "")
    assert path is not None
    return path
