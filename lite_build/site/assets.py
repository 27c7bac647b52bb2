"""Files from npm packages that the site ships beside JupyterLite's own, such as p5.js."""

from __future__ import annotations

import re
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lite_build.archive_path import leads_out
from lite_build.errors import UserMistake
from lite_build.runtime.npm import is_exact_version
from lite_build.site.addresses import PACKAGES_FOLDER, PYODIDE_FOLDER
from lite_build.site.landing import LandingPaths, folder_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lite_build.runtime.npm import NpmTarball
    from lite_build.site.overrides import Override


#: Folders of a site that JupyterLite and the build fill, besides those of the pages.
_FILLED_FOLDERS = ("api", "extensions", "files", "static/favicons", PACKAGES_FOLDER, PYODIDE_FOLDER)
_ASSET = re.compile(r"((?:@[^@/]+/)?[^@/]+)@([^@/]+)/(.+)")


@dataclass(frozen=True)
class AskedAsset:
    """A file of an npm package, and where the site wants it.

    Args:
        target: in the site, relative, with "/".
        name: of the npm package.
        version: exact.
        member: the file's path inside the package.
    """

    target: PurePosixPath
    name: str
    version: str
    member: PurePosixPath


@dataclass(frozen=True)
class Asset:
    """An asked asset with the package that holds it, on this machine."""

    asked: AskedAsset
    tarball: NpmTarball


def read_asked_assets(configured: dict[str, str]) -> tuple[AskedAsset, ...]:
    """Read `SiteAddon.npm_assets`: {"static/p5/p5.min.js": "p5@1.11.2/lib/p5.min.js"}.

    Raises:
        UserMistake: an entry is not of that form, names no exact version, or leads out of the site; all that
            are wrong at once.
    """
    assets, problems = [], []
    for target, text in sorted(configured.items()):
        path = PurePosixPath(target)
        parts = _ASSET.fullmatch(text)
        if parts is None:
            problems.append(f"{text!r} is not of the form 'NAME@VERSION/path/in/the/package'")
        elif not is_exact_version(parts[2]):
            problems.append(f"{text!r} names no exact version: {parts[2]!r}")
        elif path.parts and leads_out(target):
            problems.append(f"{target!r} leads out of the site")
        elif not path.parts:
            problems.append(f"{target!r} names no file")
        else:
            assets.append(AskedAsset(path, parts[1], parts[2], PurePosixPath(parts[3])))
    if problems:
        raise UserMistake("\n".join(problems), where="SiteAddon.npm_assets", remedy="Correct these entries.")
    return tuple(assets)


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
