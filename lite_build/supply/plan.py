"""Decide what a site is made of: the runtime, and every package by name, version and hash.

Each step takes the value of the one before: requirements, resolution, lock (docs/architecture.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from lite_build.code.local_modules import PYTHON_SUFFIXES
from lite_build.notebooks.reading import Notebook, read_notebooks
from lite_build.packages.asked.every_site import KERNEL_PACKAGES, SITE_PACKAGES
from lite_build.packages.asked.requirement import AskedRequirement
from lite_build.packages.asked.requirement_files import Asked, LocalProject, read_requirements
from lite_build.packages.asked.texts import requirement_texts
from lite_build.packages.discovered.discovery import Discovery, discover
from lite_build.packages.discovered.import_names import known_import_names
from lite_build.packages.index.settings import IndexSettings, read_index_settings
from lite_build.packages.locked.lock import Lock, LockedPackage
from lite_build.packages.locked.lock_file import compare_lock, read_lock
from lite_build.packages.resolver.resolve import PackageSources, Resolution, resolve
from lite_build.packages.wheels.project_wheel import build_project_wheel, project_fingerprint
from lite_build.runtime.interpreter import read_interpreter
from lite_build.store.cache import user_cache
from lite_build.supply.assets import read_asked_assets
from lite_build.supply.origins import (
    asked_pyodide_version,
    carried_wheels,
    front_end_versions,
    get_core,
    get_npm_tarball,
    offline_folder_of,
    project_client,
)
from lite_build.words.errors import Mistakes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from lite_build.project.contents import Contents
    from lite_build.project.project import Project
    from lite_build.runtime.core import Core, Interpreter


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


def plan_site(
    project: Project,
    contents: Contents,
    report: Callable[[str], None],
    *,
    upgrade: Callable[[str], bool] = lambda name: False,
    relock: bool = False,
) -> Plan:
    """Decide what the site is made of: from the project's lock where there is one, else by resolving.

    Args:
        project: with its options.
        contents: whose notebooks are read.
        report: told what is being done.
        upgrade: which names may leave the version that the lock has.
        relock: resolve even where there is a lock, keeping its versions but for `upgrade`.

    Raises:
        LiteBuildError: the runtime cannot be had, notebooks or requirements cannot be read, or nothing
            satisfies them.
    """
    locked = _own_lock(project) if relock else used_lock(project)
    settings = read_index_settings()
    report("Getting Pyodide")
    core = get_core(project, settings, None if relock or locked is None else locked)
    interpreter = read_interpreter(core, user_cache())
    report("Reading the notebooks")
    notebooks, asked = _read_project(project, contents)
    discovery = _discover(project, contents, notebooks, asked, core, interpreter)
    kernel = _kernel_requirements(core)
    shipped = tuple(AskedRequirement(Requirement(name), "every site") for name in SITE_PACKAGES)
    wanted = (*asked.requirements, *discovery.asked, *kernel, *shipped)
    texts = _texts(wanted, asked.projects, project)
    warnings = [*asked.remarks, *discovery.remarks]
    if locked is not None and not relock:
        warnings += compare_lock(
            locked,
            requirements=texts,
            pyodide_version=core.version,
            pyodide_integrity=core.integrity,
            front_end=front_end_versions(),
        )
        if (version := asked_pyodide_version(project)) not in {None, locked.pyodide_version}:
            warnings.append(
                f"RuntimeAddon.core asks for Pyodide {version}; the lock has {locked.pyodide_version}, "
                "which is used. `lite-build lock` takes the other."
            )
        lock = locked
    else:
        report("Resolving packages")
        resolution = _resolve(
            project, wanted, asked.projects, core, interpreter, settings, locked, upgrade, report
        )
        lock = Lock(
            python_version=interpreter.python_version,
            pyodide_version=core.version,
            pyodide_integrity=core.integrity,
            front_end=front_end_versions(),
            requirements=texts,
            packages=resolution.packages,
            held_back=resolution.held_back,
            npm=_npm_integrities(project, locked),
        )
        warnings += resolution.warnings
        if not relock:
            warnings.append(
                "There is no lock: the newest versions of now were taken. "
                "`lite-build lock` keeps them for tomorrow."
            )
    return Plan(
        core=core,
        interpreter=interpreter,
        lock=lock,
        is_locked=locked is not None and not relock,
        discovery=discovery,
        local_files=local_files(lock, project),
        warnings=tuple(warnings),
    )


def used_lock(project: Project) -> Lock | None:
    """The lock that a build of the project goes by, from its file or from what it builds offline from.

    Returns:
        None where there is none, or none is to be used, so that a build resolves.

    Raises:
        UserMistake: the lock cannot be read.
    """
    if not project.packages.use_lock:
        return None
    offline = offline_folder_of(project)
    return _own_lock(project) or (offline.lock if offline is not None else None)


def local_files(lock: Lock, project: Project) -> tuple[Path, ...]:
    """Name the wheels and project folders that a lock's local packages come from."""
    return tuple(
        project.root / package.location for package in lock.packages if package.source in {"local", "built"}
    )


def _own_lock(project: Project) -> Lock | None:
    is_used = project.packages.use_lock and project.lock_path.exists()
    return read_lock(project.lock_path) if is_used else None


def _read_project(project: Project, contents: Contents) -> tuple[Sequence[Notebook], Asked]:
    mistakes = Mistakes()
    notebooks: Sequence[Notebook] = ()
    asked = Asked()
    with mistakes.collected():
        notebooks = read_notebooks((str(file.path), file.source) for file in contents.notebooks)
    with mistakes.collected():
        asked = read_requirements(project.packages, project.root, project.contents)
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
    project: Project,
    contents: Contents,
    notebooks: Sequence[Notebook],
    asked: Asked,
    core: Core,
    interpreter: Interpreter,
) -> Discovery:
    if not project.packages.discover:
        return Discovery()
    return discover(
        notebooks,
        known_import_names(interpreter, core),
        modules={
            str(file.path): file.source for file in contents.files if file.path.suffix in PYTHON_SUFFIXES
        },
        asked_names=[*SITE_PACKAGES, *(asked.requirement.name for asked in asked.requirements)],
    )


def _texts(
    wanted: Sequence[AskedRequirement], projects: Sequence[LocalProject], project: Project
) -> tuple[str, ...]:
    folders = [project.inside(local.folder) for local in projects]
    return tuple(sorted({*requirement_texts(wanted, project.root), *folders}))


def _resolve(
    project: Project,
    wanted: Sequence[AskedRequirement],
    projects: Sequence[LocalProject],
    core: Core,
    interpreter: Interpreter,
    settings: IndexSettings,
    locked: Lock | None,
    upgrade: Callable[[str], bool],
    report: Callable[[str], None],
) -> Resolution:
    built: dict[str, LocalProject] = {}
    local = []
    for folder in projects:
        report(f"Building {folder.folder.name}")
        wheel = _built_wheel(project, folder)
        name = canonicalize_name(wheel.name.split("-")[0])
        built[name] = folder
        extras = f"[{','.join(sorted(folder.extras))}]" if folder.extras else ""
        local.append(AskedRequirement(Requirement(f"{name}{extras} @ {wheel.as_uri()}"), folder.asked_by))
    kept = {
        package.name: Version(package.version)
        for package in (locked.packages if locked is not None else ())
        if not upgrade(package.name)
    }
    with project_client(project, settings) as client:
        resolution = resolve(
            (*wanted, *local),
            PackageSources(
                index=settings,
                find_links=project.packages.find_links,
                distribution=core.distribution,
                carried=carried_wheels(),
                project_root=project.root,
            ),
            interpreter,
            client=client,
            cache=user_cache(),
            prefer=kept,
        )
    return replace(
        resolution,
        packages=tuple(_located(package, built, project) for package in resolution.packages),
    )


def _built_wheel(project: Project, local: LocalProject) -> Path:
    collected = offline_folder_of(project)
    wheel = collected.built_wheel(project_fingerprint(local.folder)) if collected is not None else None
    return wheel or build_project_wheel(local.folder, user_cache(), offline=project.packages.offline)


def _located(package: LockedPackage, built: dict[str, LocalProject], project: Project) -> LockedPackage:
    if package.name in built:
        folder = project.inside(built[package.name].folder)
        return replace(package, source="built", location=folder, sha256="", size=None)
    return package


def _npm_integrities(project: Project, locked: Lock | None) -> dict[str, str]:
    integrities = {}
    for asset in read_asked_assets(project.site.npm_assets):
        key = f"{asset.name}@{asset.version}"
        expected = locked.npm.get(key) if locked is not None else None
        integrities[key] = get_npm_tarball(project, asset.name, asset.version, expected).integrity
    return integrities
