"""What peers are made of: packages of the npm registry, each at the version that is measured."""

from __future__ import annotations

import shutil
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.network.reach import Reach
from lite_build.packages.index.settings import read_index_settings
from lite_build.runtime.npm import fetch_npm_tarball
from lite_build.store.cache import user_cache

if TYPE_CHECKING:
    from pathlib import Path

#: In a tarball of npm all is below this.
_ROOT = "package"


@dataclass(frozen=True)
class NpmPackage:
    """One version of a package."""

    name: str
    version: str

    def unpack(self, folder: Path, part: str = "") -> None:
        """Put its files, or those of a folder in it, into a folder that is not there yet.

        Raises:
            BuildFailure: the registry cannot be reached.
        """
        reach = Reach(user_cache(), read_index_settings().network)
        tarball = fetch_npm_tarball(self.name, self.version, reach)
        unpacked = folder.with_name(f"{folder.name}.unpacked")
        with tarfile.open(tarball.path) as archive:
            archive.extractall(unpacked, filter="data")
        shutil.move(unpacked / _ROOT / part, folder)
        shutil.rmtree(unpacked)


#: Of peers, and the Pyodide that each of them asks for.
PYSCRIPT = NpmPackage("@pyscript/core", "0.7.31")
MARIMO_ISLANDS = NpmPackage("@marimo-team/islands", "0.23.15")
STLITE = NpmPackage("@stlite/browser", "1.9.2")
THEBE = NpmPackage("thebe", "0.9.3")
THEBE_LITE = NpmPackage("thebe-lite", "0.5.0")
