"""Files of elsewhere that the site ships: of npm packages, such as p5.js, and of other hosts."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lite_build.project.landing import LandingPaths, folder_around
from lite_build.supply.addresses import DATA_FOLDER, PACKAGES_FOLDER, PYODIDE_FOLDER, data_file_url
from lite_build.vendored.shipping import LICENCES, VENDORED_FOLDER
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lite_build.data.locking import DataFile
    from lite_build.project.overrides import Override
    from lite_build.supply.assets import AskedAsset, Asset
    from lite_build.vendored.shipping import Vendored


#: Folders of a site that JupyterLite and the build fill, besides those of the pages.
_FILLED_FOLDERS = (
    "api",
    "extensions",
    "files",
    "static/favicons",
    DATA_FOLDER,
    VENDORED_FOLDER,
    PACKAGES_FOLDER,
    PYODIDE_FOLDER,
)


def check_assets(assets: Sequence[AskedAsset], archive: Path, overrides: Iterable[Override]) -> None:
    """Refuse assets for paths that something else of the site has.

    Args:
        assets: as asked for.
        archive: jupyterlite-core's own, which the pages are from.
        overrides: which are laid over the site too.

    Raises:
        UserMistake: names each such path, and what has it.
    """
    if not assets:
        return
    landings, problems = LandingPaths(), []
    with tarfile.open(archive) as members:
        for member in members:
            if member.isfile():
                path = PurePosixPath(member.name).relative_to("package")
                landings.take(path, PurePosixPath(archive.name, member.name))
    for override in overrides:
        landings.take(override.path, override.source)
    for asset in assets:
        origin = PurePosixPath("npm_assets", asset.target)
        if (folder := folder_around(asset.target, _FILLED_FOLDERS)) is not None:
            problems.append(f"{asset.target}: {folder}/ of the site is filled by the build")
        elif (problem := landings.take(asset.target, origin)) is not None:
            problems.append(problem)
    if problems:
        raise UserMistake(
            "\n".join(problems),
            where="SiteAddon.npm_assets",
            remedy="Choose a path of its own for each, such as static/NAME/FILE.",
        )


def write_assets(assets: Iterable[Asset], output: Path) -> None:
    """Copy each asset out of its package's tarball into the site.

    Raises:
        UserMistake: the package has no such file.
    """
    for asset in assets:
        target = output / asset.asked.target
        target.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(asset.tarball.path) as archive:
            member = f"package/{asset.asked.member}"
            names = archive.getnames()
            file = archive.extractfile(member) if member in names else None
            if file is None:
                raise UserMistake(
                    f"{asset.asked.name} {asset.asked.version} has no file {asset.asked.member}",
                    where="SiteAddon.npm_assets",
                    remedy="It has: "
                    + ", ".join(sorted(name.removeprefix("package/") for name in names)[:20]),
                )
            target.write_bytes(file.read())


def write_data_files(files: Iterable[DataFile], output: Path) -> None:
    """Copy the files into the site, in place of any that are there."""
    folder = output / DATA_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    for file in files:
        target = output / data_file_url(file.locked)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, target)


def write_vendored_files(vendored: Vendored, output: Path) -> None:
    """Write what widgets import from other hosts into the site, in place of any that is there."""
    folder = output / VENDORED_FOLDER
    if folder.exists():
        shutil.rmtree(folder)
    for file in vendored.files:
        target = output / file.target
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    if vendored.files:
        (folder / LICENCES).write_text(vendored.licences, encoding="utf-8", newline="\n")


def shipped_files(files: Iterable[DataFile]) -> dict[str, dict[str, str]]:
    """Tell of each address where its file lies, relative to the site, and of which type it is there.

    It is what the page reads (extensions/kernel/src/runtime/shipped-files.ts).
    """
    return {
        file.locked.url: {
            "file": data_file_url(file.locked),
            **({} if file.locked.content_type is None else {"type": file.locked.content_type}),
        }
        for file in files
    }
