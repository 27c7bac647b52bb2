"""Write the folder from which a build needs no network: what `lite-build fetch` does."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from lite_build.data.kept import OFFLINE_FOLDER as DATA_FOLDER
from lite_build.files.digest import Digest
from lite_build.packages.locked.lock_file import write_lock
from lite_build.packages.wheels.offline_folder import (
    FORMAT,
    LOCK,
    PACKAGES,
    OfflineFolder,
    read_offline_folder,
)
from lite_build.packages.wheels.project_wheel import project_fingerprint
from lite_build.project.file_names import MANIFEST
from lite_build.repository.archive import pack_repository
from lite_build.repository.kept import offline_path as repository_path
from lite_build.runtime.npm import offline_path
from lite_build.store.disk import refusals_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lite_build.data.locking import DataFile
    from lite_build.packages.locked.lock import Lock
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.npm import NpmTarball
    from lite_build.supply.repository import BroughtRepository


def write_offline_folder(
    folder: Path,
    lock: Lock,
    packages: Sequence[FetchedPackage],
    *,
    core_archive: Path | None,
    npm_tarballs: Sequence[NpmTarball],
    data: Sequence[DataFile] = (),
    repository: BroughtRepository | None = None,
    project_root: Path,
) -> OfflineFolder:
    """Collect what a build of a lock needs. Wheels that lie in the project stay there.

    Files that an earlier call wrote, and this one does not, are removed; no others are.

    Args:
        folder: is made where needed.
        lock: what the packages are of.
        packages: from `fetch_packages`.
        core_archive: what `lite_build.runtime.acquire.collect_core` put into the folder.
        npm_tarballs: of the npm packages that the site ships besides the core.
        data: files of other hosts.
        repository: that the notebooks come from; None where they are the project's own.
        project_root: what project folders are relative to.

    Raises:
        BuildFailure: the disk is full, or the folder cannot be written.
        UserMistake: an earlier call's list of files, which is there, cannot be read.
    """
    with refusals_in_words(folder):
        earlier = read_offline_folder(folder).files if (folder / MANIFEST).is_file() else {}
        (folder / PACKAGES).mkdir(parents=True, exist_ok=True)
        inside: list[str] = [LOCK]
        built: dict[str, str] = {}
        write_lock(lock, folder / LOCK)
        if core_archive is not None:
            inside.append(core_archive.relative_to(folder).as_posix())
        inside.extend(
            _copy(tarball.path, folder, offline_path(tarball.name, tarball.version))
            for tarball in npm_tarballs
        )
        inside.extend(
            _copy(file.path, folder, f"{DATA_FOLDER}/{file.locked.sha256}")
            for file in {file.locked.sha256: file for file in data}.values()
        )
        if repository is not None:
            inside.append(repository_path(repository.state))
            (folder / inside[-1]).parent.mkdir(exist_ok=True)
            pack_repository(repository.files, folder / inside[-1])
        for fetched in packages:
            if fetched.package.source == "local":
                continue
            inside.append(_copy(fetched.path, folder, f"{PACKAGES}/{fetched.path.name}"))
            if fetched.package.source == "built":
                built[project_fingerprint(project_root / fetched.package.location)] = inside[-1]
        files = {name: Digest.of_file(folder / name).hexdigest for name in sorted(inside)}
        for name in earlier.keys() - files.keys():
            (folder / name).unlink(missing_ok=True)
        manifest = json.dumps({"format": FORMAT, "files": files, "built": built}, indent=2)
        (folder / MANIFEST).write_text(f"{manifest}\n", encoding="utf-8", newline="\n")
    return OfflineFolder(folder, files, built)


def _copy(source: Path, folder: Path, inside: str) -> str:
    target = folder / inside
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.is_file() and target.samefile(source)):
        shutil.copyfile(source, target)
    return inside
