"""Every option that a build reads, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path


#: Where what readers make is stored: in the browser, in a page's memory, in the browser for one tab alone.
StorageKind = Literal["browser", "memory", "session"]
#: A kind of drive that a site offers: what it publishes, folders of the reader's computer, buckets.
DriveKind = Literal["site", "folder", "bucket"]
#: What works again without a network: what was opened, all of the site if its reader says so, all of it.
OfflineKind = Literal["visited", "ask", "all"]


@dataclass(frozen=True)
class RuntimeOptions:
    """Which Pyodide the site ships.

    Args:
        core: None for the pinned one from the npm registry, or "npm:VERSION", a folder, an archive, a URL.
    """

    core: str | None = None


@dataclass(frozen=True)
class BootOptions:
    """How the kernels of the site start.

    Args:
        snapshot: whether from a snapshot of Python's memory.
        imports: what is imported before it is made; None for what notebooks with widgets need.
    """

    snapshot: bool = False
    imports: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SiteOptions:
    """What lands in the output besides contents and packages.

    Args:
        overrides: a folder of the site's own settings and files, relative to the project, where there is one.
        npm_assets: files from npm packages: {"static/p5/p5.min.js": "p5@1.11.2/lib/p5.min.js"}.
        report: where the report goes as JSON, relative to the project.
        storage: where what readers make is stored.
        opens_from_other_hosts: whether an address may name a document of another host.
        drives: which kinds of drives there are, the first one first.
        offline: what of the site works without a network; None for nothing.
    """

    overrides: Path | None = None
    npm_assets: dict[str, str] = field(default_factory=dict)
    report: Path | None = None
    storage: StorageKind = "browser"
    drives: tuple[DriveKind, ...] = ("site", "folder")
    opens_from_other_hosts: bool = False
    offline: OfflineKind | None = None


@dataclass(frozen=True)
class DataOptions:
    """Which data files of other hosts the site ships.

    Args:
        files: the hash that each must have, by its address: "sha256:…"; None where the lock has it.
        registries: names of files, or patterns of such, by the package whose pooch registry has them.
    """

    files: dict[str, str | None] = field(default_factory=dict)
    registries: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ContentOptions:
    """What of the contents is published.

    Args:
        ignored: regular expressions over "/path/in/the/contents"; what they find is left out.
        allow_hidden: whether files and folders whose names start with a dot are published.
        repository: the address of a repository whose files are contents too; None for none.
        ref: a branch, a tag or a commit of it; None for that of the address, or its first branch.
    """

    ignored: tuple[str, ...] = ()
    allow_hidden: bool = False
    repository: str | None = None
    ref: str | None = None


@dataclass(frozen=True)
class CheckSettings:
    """How the site is checked.

    Args:
        after_build: whether a build ends with the check, before the site is published.
        cell_seconds: the time limit of one cell.
        jobs: how many notebooks run, or pages are open, at once; None for one on each core.
        report: where the check's report goes as JSON, relative to the project.
        opens_pages: whether HTML pages that run Python are opened in a browser, where there is one.
        page_seconds: how long a page is watched at most.
    """

    after_build: bool = False
    cell_seconds: float = 60.0
    jobs: int | None = None
    report: Path | None = None
    opens_pages: bool = True
    page_seconds: float = 60.0


@dataclass(frozen=True)
class PageOptions:
    """Which notebooks have pages of their own, and how those are made.

    Args:
        notebooks: patterns of paths in the contents, such as "lessons/*.ipynb"; "**" crosses folders.
        executes: whether the notebooks are run; else the outputs that they were saved with are shown.
        is_app: whether the code is hidden, and cells run by themselves once they are seen.
        template: the name of the pages' template; None for the one that fits.
        address: of the published site, which social cards name; None where it is not known.
        is_home: whether the site's own first page leads to them.
    """

    notebooks: tuple[str, ...] = ()
    executes: bool = True
    is_app: bool = False
    template: str | None = None
    address: str | None = None
    is_home: bool = False


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
        vendor_imports: whether the site ships what its widgets import from other hosts: False, True, or a
            tuple of those hosts, and of addresses that no code names.
        reads_files: whether requirements.txt and environment.yml count; documentation has its own.
    """

    requirements: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    distribution_url: str | None = None
    discover: bool = True
    allow_pypi_fallback: bool = False
    offline: bool = False
    offline_folder: Path | None = None
    use_lock: bool = True
    vendor_imports: bool | tuple[str, ...] = False
    reads_files: bool = True
