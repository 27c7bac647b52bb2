"""Files from npm packages that the site ships beside JupyterLite's own, such as p5.js."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lite_build.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lite_build.runtime.npm import NpmTarball


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
        UserMistake: an entry is not of that form, or leads out of the site; all that are wrong at once.
    """
    assets, problems = [], []
    for target, text in sorted(configured.items()):
        path = PurePosixPath(target)
        scope, at, rest = text.rpartition("@")
        version, slash, member = rest.partition("/")
        if not (scope and at and slash and version and member):
            problems.append(f"{text!r} is not of the form 'NAME@VERSION/path/in/the/package'")
        elif path.is_absolute() or ".." in path.parts:
            problems.append(f"{target!r} leads out of the site")
        else:
            assets.append(AskedAsset(path, scope, version, PurePosixPath(member)))
    if problems:
        raise UserMistake("\n".join(problems), where="SiteAddon.npm_assets", remedy="Correct these entries.")
    return tuple(assets)


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
