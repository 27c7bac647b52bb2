"""The lock: every package of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lite_build.repository.state import RepositoryState

#: Where a locked file comes from.
#: "index": the configured Python index or a find-links page, at `location` (a URL; a lock file holds it
#: without its login, and a file: URL as a path relative to the lock file);
#: "distribution": the runtime's own distribution, `location` is the file's name there;
#: "local": a wheel of the project, `location` is its path relative to the project's root;
#: "built": a wheel built from a project folder, `location` is that folder relative to the project's root;
#: "carried": comes with an installed distribution of ours or upstream's, `location` names that distribution.
Source = Literal["index", "distribution", "local", "built", "carried"]


@dataclass(frozen=True)
class LockedPackage:
    """One package of a lock.

    Args:
        name: normalized (PEP 503).
        version: as PEP 440 normalizes it; of a shared library, as the distribution has it.
        file_name: of the wheel, or of the distribution's archive.
        sha256: of that file, in hex. "" for a "built" wheel, whose folder may change.
        source: see `Source`.
        location: see `Source`.
        size: in bytes, where known.
        requires: normalized names of the packages of this lock that it needs.
        requested_by: who asked for it: other packages' names, or words such as "tour.ipynb, cell 2".
    """

    name: str
    version: str
    file_name: str
    sha256: str
    source: Source
    location: str
    size: int | None
    requires: tuple[str, ...]
    requested_by: tuple[str, ...]


@dataclass(frozen=True)
class HeldBack:
    """A package that is locked at less than its newest compatible version.

    Args:
        held_by: the requirements that exclude it, "widget-periodictable 4.2.1 wants anywidget~=0.9.10".
    """

    name: str
    version: str
    newest: str
    held_by: tuple[str, ...]


@dataclass(frozen=True)
class LockedFile:
    """A file of another host that the site ships: data, or what widgets import.

    Args:
        url: as the code asks for it.
        sha256: in hex.
        size: in bytes.
        content_type: as the host has it, which decides how clients read text; None where it says none.
        asked_by: the option that names it, or "PACKAGE: NAME" of a package's registry; of what widgets import
            the file that names it.
        location: the address that it came from, where the host redirects there.
    """

    url: str
    sha256: str
    size: int
    content_type: str | None
    asked_by: tuple[str, ...]
    location: str | None = None


@dataclass(frozen=True)
class Lock:
    """What a build installs.

    Args:
        python_version: of the runtime, "3.14.2".
        pyodide_version: "314.0.6".
        pyodide_integrity: Subresource Integrity of the core.
        front_end: versions of what makes the pages: {"jupyterlite-core": "0.8.6", …}.
        requirements: what was asked for, as sorted text; a lock whose inputs changed is told by it.
        packages: sorted by name.
        held_back: see `HeldBack`.
        npm: integrity of each npm package that the site ships besides the core: {"p5@1.11.2": "sha512-…"}.
        data: files of other hosts, sorted by their addresses.
        vendored: modules and styles of other hosts that widgets import, and what those import, sorted so too.
        repository: whose notebooks these are, at its commit; None where they are the project's own.
    """

    python_version: str
    pyodide_version: str
    pyodide_integrity: str
    front_end: dict[str, str]
    requirements: tuple[str, ...]
    packages: tuple[LockedPackage, ...]
    held_back: tuple[HeldBack, ...] = ()
    npm: dict[str, str] = field(default_factory=dict)
    data: tuple[LockedFile, ...] = ()
    vendored: tuple[LockedFile, ...] = ()
    repository: RepositoryState | None = None
