"""Make the archive and the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.boot.installed_files import installed_files, installer_files
from lite_build.boot.kept import MadeFile
from lite_build.boot.maker_process import compress, run_maker
from lite_build.boot.selection import KERNEL_IMPORTS
from lite_build.words.errors import BuildFailure, UserMistake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lite_build.boot.compiled import CompiledPart
    from lite_build.boot.selection import BootSelection
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core


def make_snapshot(
    core: Core,
    lock_text: str,
    selection: BootSelection,
    parts: Mapping[FetchedPackage, CompiledPart],
    output: Path,
) -> tuple[MadeFile, MadeFile]:
    """Import the kernel, and write the archive and the snapshot into a folder, compressed.

    Args:
        core: Pyodide.
        lock_text: the site's `pyodide-lock.json`, which the kernel reads when it is imported.
        selection: what the files are made of.
        parts: of the selection's packages.
        output: a folder that is there.

    Raises:
        UserMistake: a module that was asked for cannot be imported.
        BuildFailure: the runtime does not do it, or the maker has not been built.
    """
    packages = selection.packages
    numbers = {fetched: number for number, fetched in enumerate(packages)}
    job = {
        "type": "snapshot",
        "lock": lock_text,
        "added": [
            item for fetched in packages for item in installer_files(installed_files(fetched.path)).items()
        ],
        "parts": [
            {
                "wheel": numbers[fetched],
                "file": str(part.file.path.resolve()),
                "places": part.places,
            }
            for fetched, part in parts.items()
        ],
        "imports": [*(KERNEL_IMPORTS if selection.has_kernel else ()), *selection.imports],
        "rehearses": selection.has_kernel,
    }
    made = run_maker(core, packages, output, job, what="make a snapshot")
    if made["type"] == "import-failed":
        raise _import_failure(made["module"], made["error"], selection)
    for name in ("archive", "snapshot"):
        compress(output / name, output / name)
    return MadeFile("archive", made["archive"]["size"]), MadeFile("snapshot", made["snapshot"]["size"])


def _import_failure(module: str, error: str, selection: BootSelection) -> UserMistake | BuildFailure:
    if module in selection.imports:
        return UserMistake(
            f"{module} cannot be imported before the snapshot is made\n  {error}",
            where="BootAddon.imports",
            remedy="Leave it out: an import in a notebook loads it as always.",
        )
    return BuildFailure(f"the kernel cannot be started for the snapshot\n  {error}", where=module)
