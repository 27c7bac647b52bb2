"""What a wheel says of itself: its metadata, what can be imported from it, and its extensions of JupyterLab.

Source: the binary distribution format, <https://packaging.python.org/en/latest/specifications/binary-distribution-format/>.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from packaging.metadata import InvalidMetadata, Metadata
from packaging.utils import canonicalize_name

from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Most wheels carry them as data files; some have them at the same place in plain.
LABEXTENSION = re.compile(
    r"(?:[^/]+\.data/data/)?share/jupyter/labextensions/(?P<name>(?:@[^/]+/)?[^@/][^/]*)/(?P<path>.+)"
)

#: Files from which a module is imported.
MODULE_SUFFIXES = frozenset({".py", ".so"})

#: What wheels install at their top by oversight: nobody who imports these means that wheel.
STRAY_FOLDERS = frozenset({"docs", "examples", "test", "tests"})


@dataclass(frozen=True)
class Wheel:
    """A wheel, read.

    Args:
        path: of the file.
        name: normalized (PEP 503).
        version: as PEP 440 normalizes it.
        imports: what can be imported from it: top-level packages and modules, sorted; of a namespace package
            (PEP 420) the dotted names of what is this wheel's own in it.
        labextensions: names of the extensions of JupyterLab inside, sorted.
    """

    path: Path
    name: str
    version: str
    imports: tuple[str, ...]
    labextensions: tuple[str, ...]


def read_wheel(path: Path) -> Wheel:
    """Read a wheel without unpacking it.

    Raises:
        BuildFailure: it is not a zip archive, or its metadata is missing or broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            metadata = Metadata.from_email(archive.read(_metadata_file(names, path.name)), validate=False)
        return Wheel(
            path=path,
            name=canonicalize_name(metadata.name),
            version=str(metadata.version),
            imports=imports_of(names),
            labextensions=tuple(sorted({match["name"] for match in labextension_files(names)})),
        )
    except zipfile.BadZipFile as error:
        raise BuildFailure(f"is not a wheel: {error}", where=path.name) from error
    except (InvalidMetadata, ExceptionGroup) as error:
        raise BuildFailure(f"has broken metadata: {_first_line(error)}", where=path.name) from error


def imports_of(file_names: Iterable[str]) -> tuple[str, ...]:
    """Name what can be imported from an archive with these files: see `Wheel.imports`."""
    modules = [path for path in map(_installed_path, file_names) if path is not None]
    packages = {path.parent for path in modules if _is_init(path) and path.parent.parts}
    found: set[str] = set()
    for path in modules:
        package = next((parent for parent in reversed(path.parents) if parent in packages), None)
        parts = (*path.parts[:-1], path.name.partition(".")[0]) if package is None else package.parts
        is_import = all(part.isidentifier() for part in parts) and parts != ("__init__",)
        if is_import and parts[0] not in STRAY_FOLDERS:
            found.add(".".join(parts))
    return tuple(sorted(found))


def labextension_files(file_names: Iterable[str]) -> Iterator[re.Match[str]]:
    """Match the files of extensions of JupyterLab: groups `name` of the extension, `path` inside of it."""
    for file_name in file_names:
        match = LABEXTENSION.fullmatch(file_name)
        if match is not None:
            yield match


def _metadata_file(names: Iterable[str], wheel_name: str) -> str:
    found = [name for name in names if name.count("/") == 1 and name.endswith(".dist-info/METADATA")]
    if len(found) != 1:
        raise BuildFailure(f"is not a wheel: it has {len(found)} METADATA files", where=wheel_name)
    return found[0]


def _installed_path(file_name: str) -> PurePosixPath | None:
    """Where a module's file is under site-packages; None for every other file."""
    path = PurePosixPath(file_name)
    if path.suffix not in MODULE_SUFFIXES:
        return None
    top = path.parts[0]
    if top.endswith(".data"):
        in_site_packages = len(path.parts) > 2 and path.parts[1] in {"purelib", "platlib"}
        return PurePosixPath(*path.parts[2:]) if in_site_packages else None
    return path


def _is_init(path: PurePosixPath) -> bool:
    return path.name.partition(".")[0] == "__init__"


def _first_line(error: Exception) -> str:
    inner = error.exceptions[0] if isinstance(error, ExceptionGroup) else error
    return str(inner).partition("\n")[0]
