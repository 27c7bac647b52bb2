"""Files from npm packages that a site asks for, such as p5.js."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lite_build.files.archive_path import leads_out
from lite_build.runtime.npm import is_exact_version
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from lite_build.runtime.npm import NpmTarball


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
