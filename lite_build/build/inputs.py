"""What a site is made from: every text and file that a build reads, so that a change of one is seen."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyterlite_pyodide_kernel.constants import PYPI_WHEELS

from lite_build.packages.wheels.project_wheel import project_fingerprint
from lite_build.project.file_names import TEMPLATES_FOLDER
from lite_build.project.own_settings import own_settings
from lite_build.supply.plan import local_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jupyterlite_core.manager import LiteManager

    from lite_build.build.session import Session

#: Options that change what is said of a site, or how it is made, and no file of it.
_WITHOUT_EFFECT = {
    "CheckAddon": None,
    "SiteAddon": {"report"},
    "PackagesAddon": {"offline", "offline_folder"},
}


@dataclass(frozen=True)
class SiteInputs:
    """What a site is made from, besides its packages.

    Args:
        texts: the options, and whatever else is known as text.
        files: files and folders of the project, which count by their content.
        dated: folders and files of installations, which count by size and date: an installer sets both.
    """

    texts: tuple[str, ...]
    files: tuple[Path, ...]
    dated: tuple[Path, ...]


def site_inputs(manager: LiteManager, session: Session) -> SiteInputs:
    """Tell what the site of a configured project is made from, besides its packages."""
    root = session.root
    return SiteInputs(
        texts=(
            json.dumps(dict(_shaping_options(manager)), sort_keys=True, default=str),
            repr(session.runtime),
            repr(session.epoch),
            repr(session.pages),
            *(f"{file.path}\n{file.source}" for file in session.contents.files),
        ),
        files=read_files(manager, session),
        dated=(
            Path(sys.prefix, "share", "jupyter", "labextensions"),
            *(root / path for path in manager.federated_extensions),
            *(root / path for path in _extra_labextensions(manager)),
            *([root / session.runtime.core] if session.runtime.core else []),
        ),
    )


def read_files(manager: LiteManager, session: Session) -> tuple[Path, ...]:
    """Name the files that a build reads, those of local packages aside. Nothing is resolved for it."""
    configured = (*manager.workspaces, *manager.settings_overrides, *_piplite_wheels(manager))
    return (
        *(file.source for file in session.contents.files),
        *own_settings(session.root, session.output),
        *(session.root / path for path in configured),
        *([session.site.overrides] if session.site.overrides else []),
        *([session.root / TEMPLATES_FOLDER] if session.pages.notebooks else []),
        session.root / PYPI_WHEELS,
        manager.app_archive,
    )


def _shaping_options(manager: LiteManager) -> Iterator[tuple[str, dict[str, Any]]]:
    for section, values in manager.config.items():
        ignored = _WITHOUT_EFFECT.get(section, frozenset[str]())
        if ignored is None:
            continue
        shaping = {name: value for name, value in values.items() if name not in ignored}
        if shaping:
            yield section, shaping


def package_inputs(session: Session) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """Tell in texts and files what packages follow from, besides the contents and the options.

    With a lock it is the lock and what it is compared with, for which no notebook has to be read.
    """
    project = session.project
    lock = session.origins.used_lock
    if lock is None:
        sources, files = _sources(session.plan.local_files)
        return (repr(session.plan.lock), *sources), files
    asked = session.asked
    texts = (
        *(f"{line.requirement} {line.asked_by}" for line in asked.requirements),
        *map(repr, asked.projects),
        *asked.remarks,
    )
    sources, files = _sources(local_files(lock, project))
    return (repr(lock), *texts, *sources), files


def _sources(paths: tuple[Path, ...]) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """Tell project folders by what wheels are made from: the site may lie beside it. Wheels are files."""
    folders = [path for path in paths if path.is_dir()]
    return tuple(map(project_fingerprint, folders)), tuple(path for path in paths if path not in folders)


def _piplite_wheels(manager: LiteManager) -> list[str]:
    configured: list[str] = manager.config.get("PipliteAddon", {}).get("piplite_urls", [])
    return [url for url in configured if "://" not in url]


def _extra_labextensions(manager: LiteManager) -> list[str]:
    configured: list[str] = manager.config.get("FederatedExtensionAddon", {}).get(
        "extra_labextensions_path", []
    )
    return list(configured)
