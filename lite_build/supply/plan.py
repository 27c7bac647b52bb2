"""Decide what a site is made of: the runtime, and every package by name, version and hash.

Each step takes the value of the one before: requirements, resolution, lock (docs/architecture.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.version import Version

from lite_build.code.local_modules import PYTHON_SUFFIXES
from lite_build.html.page import read_html_pages
from lite_build.notebooks.reading import Notebook, read_notebooks
from lite_build.packages.asked.every_site import KERNEL_PACKAGES, SITE_PACKAGES
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.asked.requirement_files import Asked
from lite_build.packages.asked.texts import requirement_texts
from lite_build.packages.discovered.discovery import Discovery, discover
from lite_build.packages.discovered.import_names import known_import_names
from lite_build.packages.locked.lock import Lock
from lite_build.packages.locked.lock_file import compare_lock
from lite_build.packages.resolver.resolve import resolve
from lite_build.runtime.interpreter import read_interpreter
from lite_build.supply.assets import read_asked_assets
from lite_build.supply.built_projects import build_projects, located
from lite_build.supply.data import locked_data, unasked_data
from lite_build.supply.origins import front_end_versions
from lite_build.supply.vendored import locked_imports
from lite_build.words.errors import Mistakes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from lite_build.packages.discovered.import_names import ImportNames
    from lite_build.project.contents import Contents
    from lite_build.project.project import Project
    from lite_build.runtime.core import Core, Interpreter
    from lite_build.supply.origins import Origins


#: What a build without a lock says of itself.
NO_LOCK = (
    "There is no lock: the newest versions of now were taken. `lite-build lock` keeps them for tomorrow."
)


@dataclass(frozen=True)
class Plan:
    """What a site will be made of, before the packages are fetched.

    Args:
        core: Pyodide.
        interpreter: what its Python accepts.
        lock: every package and its hash.
        is_locked: whether the lock is the project's file, not a resolution of now.
        discovery: what the notebooks need, as far as they can be read.
        local_files: wheels and project folders that the lock's local packages come from.
        warnings: what a person should know of, in sentences.
    """

    core: Core
    interpreter: Interpreter
    lock: Lock
    is_locked: bool
    discovery: Discovery
    local_files: tuple[Path, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Wishes:
    """What a site's packages are chosen for.

    Args:
        asked: what the project asks for.
        discovery: what its notebooks need.
        core: of the runtime, whose kernel needs packages too.
        interpreter: will run them.
        origins: where packages come from.
    """

    asked: Asked
    discovery: Discovery
    core: Core
    interpreter: Interpreter
    origins: Origins

    @property
    def requirements(self) -> tuple[AskedRequirement, ...]:
        """All of them, in the order in which they are served; the project's own folders aside."""
        shipped = (AskedRequirement(Requirement(name), "every site") for name in SITE_PACKAGES)
        return (
            *self.asked.requirements,
            *self.discovery.asked,
            *_kernel_requirements(self.core),
            *shipped,
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """The same as a lock has them."""
        project = self.origins.project
        folders = [project.inside(local.folder) for local in self.asked.projects]
        return tuple(sorted({*requirement_texts(self.requirements, project.root), *folders}))


def plan_site(
    origins: Origins,
    contents: Contents,
    read_asked: Callable[[], Asked],
    report: Callable[[str], None],
    *,
    upgrade: Callable[[str], bool] | None = None,
) -> Plan:
    """Decide what the site is made of: from the project's lock where there is one, else by resolving.

    Args:
        origins: of the project.
        contents: whose notebooks are read.
        read_asked: reads what the project asks for.
        report: told what is being done.
        upgrade: has the packages resolved even where there is a lock; tells which names may leave the version
            that it has.

    Raises:
        LiteBuildError: the runtime cannot be had, notebooks or requirements cannot be read, or nothing
            satisfies them.
    """
    locked = origins.used_lock if upgrade is None else None
    report("Getting Pyodide")
    core = origins.core(locked)
    interpreter = read_interpreter(core, origins.cache)
    report("Reading the notebooks")
    notebooks, asked = _read_project(contents, read_asked)
    discovery = Discovery()
    if origins.project.packages.discover:
        discovery = _discover(notebooks, contents, asked, known_import_names(interpreter, core))
    wishes = Wishes(asked, discovery, core, interpreter, origins)
    warnings = [*contents.remarks, *asked.remarks, *discovery.remarks]
    if locked is not None:
        lock = locked
        warnings += _differences(locked, wishes)
    else:
        report("Resolving packages")
        lock, found = _resolved(wishes, contents, upgrade, report)
        warnings += found
    return Plan(
        core=core,
        interpreter=interpreter,
        lock=lock,
        is_locked=locked is not None,
        discovery=discovery,
        local_files=local_files(lock, origins.project),
        warnings=tuple(warnings),
    )


def local_files(lock: Lock, project: Project) -> tuple[Path, ...]:
    """Name the wheels and project folders that a lock's local packages come from."""
    return tuple(
        project.root / package.location for package in lock.packages if package.source in {"local", "built"}
    )


def _read_project(contents: Contents, read_asked: Callable[[], Asked]) -> tuple[Sequence[Notebook], Asked]:
    mistakes = Mistakes()
    notebooks: Sequence[Notebook] = ()
    asked = Asked()
    with mistakes.collected():
        files = [(str(file.path), file.source) for file in contents.files]
        pages = (page.as_notebook() for page in read_html_pages(files))
        notebooks = (
            *read_notebooks((str(file.path), file.source) for file in contents.notebooks),
            *pages,
        )
    with mistakes.collected():
        asked = read_asked()
    mistakes.raise_all()
    return notebooks, asked


def _kernel_requirements(core: Core) -> tuple[AskedRequirement, ...]:
    # piplite patches the inside of micropip, so it has to be the release that the runtime was made with.
    micropip = core.distribution["micropip"]
    return tuple(
        AskedRequirement(
            Requirement(f"micropip=={micropip.version}" if name == "micropip" else name), "the kernel"
        )
        for name in KERNEL_PACKAGES
    )


def _discover(
    notebooks: Sequence[Notebook], contents: Contents, asked: Asked, known: ImportNames
) -> Discovery:
    modules = {str(file.path): file.source for file in contents.files if file.path.suffix in PYTHON_SUFFIXES}
    names = [*SITE_PACKAGES, *(asked.requirement.name for asked in asked.requirements)]
    return discover(notebooks, known, modules=modules, asked_names=names)


def _differences(locked: Lock, wishes: Wishes) -> Iterator[str]:
    """Tell in words where a lock is of another time than the project."""
    yield from compare_lock(
        locked,
        requirements=wishes.texts,
        pyodide_version=wishes.core.version,
        pyodide_integrity=wishes.core.integrity,
        front_end=front_end_versions(),
    )
    yield from unasked_data(wishes.origins, locked)
    yield from _other_repository(locked, wishes.origins.project)
    if (version := wishes.origins.asked_pyodide_version()) not in {None, locked.pyodide_version}:
        yield (
            f"RuntimeAddon.core asks for Pyodide {version}; the lock has {locked.pyodide_version}, "
            "which is used. `lite-build lock` takes the other."
        )


def _other_repository(locked: Lock, project: Project) -> Iterator[str]:
    if locked.repository != project.repository:
        before, now = (state or "this project alone" for state in (locked.repository, project.repository))
        yield (
            f"the lock was made with the notebooks of {before}, and this build takes those of {now}: "
            "`lite-build lock` keeps these"
        )


def _resolved(
    wishes: Wishes,
    contents: Contents,
    upgrade: Callable[[str], bool] | None,
    report: Callable[[str], None],
) -> tuple[Lock, list[str]]:
    """Resolve the packages; tell besides what a person should know of it."""
    origins = wishes.origins
    before = origins.own_lock if upgrade is not None else None
    kept = {
        package.name: Version(package.version)
        for package in (before.packages if before is not None else ())
        if upgrade is not None and not upgrade(package.name)
    }
    built = build_projects(wishes.asked.projects, origins, report)
    with origins.client() as client:
        resolution = resolve(
            (*wishes.requirements, *(one.requirement for one in built)),
            origins.package_sources(wishes.core.distribution),
            wishes.interpreter,
            client=client,
            cache=origins.cache,
            prefer=kept,
        )
    lock = Lock(
        python_version=wishes.interpreter.python_version,
        pyodide_version=wishes.core.version,
        pyodide_integrity=wishes.core.integrity,
        front_end=front_end_versions(),
        requirements=wishes.texts,
        packages=tuple(located(resolution.packages, built)),
        held_back=resolution.held_back,
        npm=_npm_integrities(origins, before),
        repository=origins.project.repository,
    )
    newer = upgrade or (lambda url: True)
    data = locked_data(origins, wishes.core, lock, before, newer, report)
    vendored = locked_imports(origins, wishes.core, contents, lock, before, newer, report)
    lock = replace(lock, data=data, vendored=vendored)
    warnings = [*resolution.warnings]
    if upgrade is None:
        warnings.append(NO_LOCK)
    return lock, warnings


def _npm_integrities(origins: Origins, before: Lock | None) -> dict[str, str]:
    integrities = {}
    for asset in read_asked_assets(origins.project.site.npm_assets):
        key = f"{asset.name}@{asset.version}"
        expected = before.npm.get(key) if before is not None else None
        integrities[key] = origins.npm_tarball(asset.name, asset.version, expected).integrity
    return integrities
