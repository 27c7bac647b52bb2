"""Make the archive and the snapshot, by running the runtime under Node.js."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import deflate

from lite_build.boot.installed_files import installed_files, installer_files
from lite_build.boot.selection import KERNEL_IMPORTS
from lite_build.errors import BuildFailure, UserMistake
from lite_build.runtime.node import node_executable, scrubbed_environment

if TYPE_CHECKING:
    from lite_build.boot.selection import BootSelection
    from lite_build.runtime.core import Core

#: The bundle of `extensions/boot-maker`.
MAKER = Path(__file__).parent / "maker" / "make-boot-files.mjs"
#: How long it may take, in seconds. It takes about twelve.
TIME_LIMIT = 600.0
_SHOWN_LINES = 15
#: libdeflate's; the two above it take twice the time for a thousandth.
_COMPRESSION = 10


@dataclass(frozen=True)
class MadeFile:
    """A file that was made, compressed.

    Args:
        name: what it is; a file of this name holds it.
        size: decompressed, in bytes.
    """

    name: str
    size: int


@dataclass(frozen=True)
class MadeFiles:
    """What kernels boot from.

    Args:
        archive: the packages' metadata, and a list of all their files.
        snapshot: Python's memory.
        parts: what the archive's other files are read from, in the order of its numbers.
    """

    archive: MadeFile
    snapshot: MadeFile
    parts: tuple[MadeFile, ...]


def make_boot_files(core: Core, lock_text: str, selection: BootSelection, output: Path) -> MadeFiles:
    """Compile the packages, import the kernel, and write all files into a folder.

    Args:
        core: Pyodide.
        lock_text: the site's `pyodide-lock.json`, which the kernel reads when it is imported.
        selection: what the files are made of.
        output: a folder that is there.

    Raises:
        UserMistake: a module that was asked for cannot be imported.
        BuildFailure: the runtime does not do it, or the maker has not been built.
    """
    if not MAKER.is_file():
        raise BuildFailure(
            "the maker of snapshots has not been built",
            where=MAKER.name,
            remedy="run `npm ci` and `npm run build`",
        )
    made = _run(core, json.dumps(_job(core, lock_text, selection, output)))
    if made["type"] == "import-failed":
        raise _import_failure(made["module"], made["error"], selection)
    files = MadeFiles(
        MadeFile("archive", made["archive"]["size"]),
        MadeFile("snapshot", made["snapshot"]["size"]),
        tuple(MadeFile(f"part-{number}", part["size"]) for number, part in enumerate(made["parts"])),
    )
    for file in (files.archive, files.snapshot, *files.parts):
        _compress(output / file.name)
    return files


def _compress(path: Path) -> None:
    """Compress a file by gzip: the most that every browser undoes by itself."""
    path.write_bytes(deflate.gzip_compress(path.read_bytes(), _COMPRESSION))


def _job(core: Core, lock_text: str, selection: BootSelection, output: Path) -> dict[str, Any]:
    listed = [installed_files(fetched.path) for fetched in selection.packages]
    return {
        "core": str(core.folder.resolve()),
        "lock": lock_text,
        "wheels": [str(fetched.path.resolve()) for fetched in selection.packages],
        "files": [
            (file.path, number, file.offset, file.size, file.deflated_size)
            for number, files in enumerate(listed)
            for file in files
        ],
        "added": [item for files in listed for item in installer_files(files).items()],
        "imports": [*KERNEL_IMPORTS, *selection.imports],
        "output": str(output.resolve()),
    }


def _run(core: Core, job: str) -> dict[str, Any]:
    # Node.js 24 keeps JSPI behind this; without it the snapshot would have none in the browser either.
    command = [str(node_executable()), "--experimental-wasm-jspi", str(MAKER)]
    try:
        finished = subprocess.run(
            command,
            input=job,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=scrubbed_environment(),
            cwd=MAKER.parent,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failure(core, f"made no snapshot in {TIME_LIMIT:.0f} s", "") from error
    try:
        answer: dict[str, Any] = json.loads(finished.stdout)
    except ValueError as error:
        raise _failure(core, "makes no snapshot", finished.stderr) from error
    return answer


def _import_failure(module: str, error: str, selection: BootSelection) -> UserMistake | BuildFailure:
    if module in selection.imports:
        return UserMistake(
            f"{module} cannot be imported before the snapshot is made\n  {error}",
            where="BootAddon.imports",
            remedy="Leave it out: an import in a notebook loads it as always.",
        )
    return BuildFailure(f"the kernel cannot be started for the snapshot\n  {error}", where=module)


def _failure(core: Core, what: str, said: str) -> BuildFailure:
    last_lines = "".join(f"\n  {line[:300]}" for line in said.strip().splitlines()[-_SHOWN_LINES:])
    return BuildFailure(
        f"the runtime {what}{last_lines}",
        where=f"Pyodide {core.version} ({core.origin})",
        remedy="build without one: BootAddon.snapshot = false",
    )
