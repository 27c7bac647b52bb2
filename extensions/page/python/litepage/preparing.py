"""Prepares what the page's configuration asks for: files, and packages."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from lite_build_pip.distributions import find, shipped_versions
from lite_build_pip.standards import InvalidRequirement, Requirement


def write(path: str, content: Any, archive: str | None) -> str | None:
    """Put a file among Python's own.

    Args:
        path: of the file; of an archive that of the folder which it is unpacked into.
        content: its bytes, an array of JavaScript.
        archive: its kind, as `shutil` calls it; None for a file that stays as it is.

    Returns:
        why that cannot be, in words; None where it is done.
    """
    with tempfile.NamedTemporaryFile() as packed:
        try:
            if archive is None:
                folder = Path(path).parent
                if not folder.is_dir():
                    folder.mkdir(parents=True)
                Path(path).write_bytes(content.to_bytes())
            else:
                packed.write(content.to_bytes())
                packed.flush()
                shutil.unpack_archive(packed.name, path, archive, filter=None if archive == "zip" else "data")
        # Each kind of archive has errors of its own kinds.
        except Exception as error:
            return f"{type(error).__name__}: {error}".replace(packed.name, "it")
    return None


def find_own_files() -> None:
    """Have imports find modules among the files that were written."""
    folder = str(Path.cwd())
    if "" not in sys.path and folder not in sys.path:
        sys.path.insert(0, folder)
    importlib.invalidate_caches()


def missing_packages(requirements: str) -> str:
    """Say of packages which the site does not have.

    Args:
        requirements: a list of them, as JSON.

    Returns:
        a sentence of each, in a list, as JSON.
    """
    return json.dumps([words for text in json.loads(requirements) if (words := _missing(text))])


def _missing(text: str) -> str | None:
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return f'packages names {text!r}, which is no package. Write a name, as in "numpy".'
    name = requirement.name
    if name in sys.stdlib_module_names:
        return None
    installed = find(name)
    versions = shipped_versions(name) if installed is None else [installed.version]
    if not versions:
        return f"This site has no package {name}. Whoever builds it adds it with: lite-build add {name}"
    if any(requirement.specifier.contains(version, prereleases=True) for version in versions):
        return None
    return (
        f"This site has {name} {versions[0]}, and the configuration asks for {text}. "
        f"Whoever builds it gets another version with: lite-build add '{text}'"
    )
