"""What a build of a project reads, and so what a save of it should rebuild."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.network.addresses import file_path
from lite_build.project.output import places_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lite_build.packages.asked.requirement_files import Asked
    from lite_build.project.project import Project

#: What a build reads at a project's root where it is there, besides its configuration and lock.
ROOT_NAMES = (
    "environment.yaml",
    "environment.yml",
    "jupyter-lite.ipynb",
    "jupyter-lite.json",
    "overrides",
    "overrides.json",
    "requirements.txt",
    "workspaces",
)

#: Folders that building a wheel writes into the project that it builds.
_BUILD_PRODUCTS = ("build", "dist")


@dataclass(frozen=True)
class Inputs:
    """What is watched.

    Args:
        paths: files and folders, which need not exist yet.
        ignored: files and folders inside those that do not count.
    """

    paths: frozenset[Path]
    ignored: frozenset[Path]


def project_inputs(project: Project, asked: Asked, read: Iterable[Path]) -> Inputs:
    """Name what a build of this project reads from the disk, as far as the user may edit it.

    Args:
        project: with its options.
        asked: what it asks for.
        read: the files and folders that its site is made from now, as `read_files` tells. Named are besides
            those that a build would read were they there.
    """
    local = frozenset(_local_packages(project, asked))
    configured = (project.site.overrides, *(_existing(project.root, project.runtime.core or "")))
    paths = {
        *project.contents,
        project.config_path,
        project.lock_path,
        *(project.root / name for name in ROOT_NAMES),
        *(project.root / path for path in configured if path is not None),
        *local,
        *asked.files,
        *(path for path in read if not any(map(path.is_relative_to, project.contents))),
    }
    output = project.output
    written = {
        output,
        *places_beside(output),
        *(folder / name for folder in local if folder.is_dir() for name in _BUILD_PRODUCTS),
        *(project.root / path for path in (project.site.report, project.check.report) if path is not None),
    }
    return Inputs(paths=frozenset(paths), ignored=frozenset(written))


def _local_packages(project: Project, asked: Asked) -> Iterator[Path]:
    for local in asked.projects:
        yield local.folder
    for one in asked.requirements:
        path = file_path(one.requirement.url or "")
        if path is not None:
            yield path
    for place in project.packages.find_links:
        yield from _existing(project.root, place)


def _existing(root: Path, text: str) -> Iterator[Path]:
    # A URL is no path, and neither is "npm:314.0.6": only what is there is one.
    path = root / text
    try:
        if text and path.exists():
            yield path
    except OSError:
        return
