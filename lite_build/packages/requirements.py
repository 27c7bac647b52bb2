"""The values that flow into the resolver: who asks for which distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.requirements import Requirement


@dataclass(frozen=True)
class AskedRequirement:
    """A requirement, and who asks for it.

    Args:
        requirement: as PEP 508 has it. Its `url` may be a `file:` URL of a local wheel.
        asked_by: in words for messages: "the kernel", "requirements.txt, line 3", "tour.ipynb, cell 2".
    """

    requirement: Requirement
    asked_by: str


@dataclass(frozen=True)
class PackageOptions:
    """What a project says of its packages.

    Args:
        requirements: PEP 508, "-r FILE", paths of wheels, paths of project folders; relative to the project.
        find_links: folders or URLs of pages with wheels, besides the configured index.
        distribution_url: folder or base URL of the runtime's full distribution, in place of the usual one.
        discover: whether imports and %pip lines of the notebooks count as requirements.
        allow_pypi_fallback: whether a visitor's %pip may reach the public index when the site lacks a name.
        offline: whether to open no connection at all.
        offline_folder: what `lite-build fetch` wrote, for a build without a network.
        use_lock: whether a lock that is there is used.
    """

    requirements: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    distribution_url: str | None = None
    discover: bool = True
    allow_pypi_fallback: bool = False
    offline: bool = False
    offline_folder: Path | None = None
    use_lock: bool = True
