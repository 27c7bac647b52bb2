"""What the widgets of a project import from other hosts: the lock's part of it, and the files themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lite_build.data.asked import address_problem
from lite_build.data.kept import KeptFiles
from lite_build.notebooks.reading import read_notebooks
from lite_build.packages.locked.lock import LockedFile
from lite_build.store.disk import refusals_in_words
from lite_build.supply.fetched import fetched_packages
from lite_build.vendored.gathering import gather
from lite_build.vendored.named import NamedAddress, named_addresses
from lite_build.vendored.shipping import Vendored, fetched_address, ship
from lite_build.vendored.widget_texts import texts_of_contents, texts_of_wheel
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from lite_build.packages.locked.lock import Lock
    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.project.contents import Contents
    from lite_build.runtime.core import Core
    from lite_build.supply.origins import Origins

#: The option, as messages have it.
OPTION = "PackagesAddon.vendor_imports"
#: The libraries of AFM widgets: only packages that need one of them bring such widgets.
_LIBRARIES = frozenset({"anywidget", "litewidget"})


def read_vendor_imports(option: bool | tuple[str, ...]) -> tuple[frozenset[str] | None, tuple[str, ...]]:
    """Read the option.

    Returns:
        The hosts whose modules are shipped, None for all of them; and addresses that are shipped besides.

    Raises:
        UserMistake: an entry is neither a host nor an address.
    """
    if isinstance(option, bool):
        return (None if option else frozenset()), ()
    hosts, addresses, problems = set(), [], []
    for entry in option:
        if "://" in entry or entry.startswith("//"):
            problem = address_problem(fetched_address(entry))
            addresses.append(entry)
        else:
            problem = address_problem(f"https://{entry}")
            problem = f"{entry!r} is no host" if problem or urlsplit(f"//{entry}").netloc != entry else None
            hosts.add(entry)
        problems += [problem] if problem is not None else []
    if problems:
        raise UserMistake(
            "\n".join(problems),
            where=OPTION,
            remedy='Write true, or hosts and addresses: ["esm.sh", "https://cdn.example/chart.js"].',
        )
    return frozenset(hosts), tuple(addresses)


@dataclass(frozen=True)
class _Wanted:
    """What is imported from other hosts.

    Args:
        shipped: that the option is about.
        left: that it is not about.
        computed: places of imports whose address only running tells.
    """

    shipped: tuple[NamedAddress, ...]
    left: tuple[NamedAddress, ...]
    computed: tuple[str, ...]

    @property
    def roots(self) -> dict[str, str]:
        """The addresses to be fetched, each with the first place that names it."""
        return {fetched_address(one.url or ""): one.where for one in reversed(self.shipped)}

    @property
    def dispensable(self) -> frozenset[str]:
        """Those of them that nothing needs."""
        needed = {fetched_address(one.url or "") for one in self.shipped if one.is_needed}
        return frozenset(self.roots.keys() - needed)


def locked_imports(
    origins: Origins,
    core: Core,
    contents: Contents,
    lock: Lock,
    before: Lock | None,
    upgrade: Callable[[str], bool],
    report: Callable[[str], None],
) -> tuple[LockedFile, ...]:
    """Find out what a project's widgets import from other hosts, and what the files there are.

    Args:
        origins: of the project.
        core: the runtime.
        contents: with notebooks whose cells may have widgets.
        lock: the packages, whose wheels may have widgets.
        before: what was locked before, which stays.
        upgrade: tells which addresses may have another file than before.
        report: told what is being done.

    Raises:
        LiteBuildError: the option is wrong, a host cannot be reached, a hash differs.
    """
    if not origins.project.packages.vendor_imports:
        return ()
    report("Reading what widgets import")
    wanted = _wanted(origins, contents, fetched_packages(origins, core, lock))
    known = {file.url: file for file in (before.vendored if before is not None else ())}
    with refusals_in_words(origins.cache), origins.client() as client:
        kept = KeptFiles(origins.reach, client)

        def get(url: str) -> tuple[LockedFile, Path]:
            locked = known.get(url)
            if locked is not None and not upgrade(url):
                return locked, kept.of_hash(url, locked.sha256).path
            found = kept.newest(url)
            described = LockedFile(url, found.sha256, found.size, found.content_type, (), found.location)
            return described, found.path

        gathered = gather(wanted.roots, get, dispensable=wanted.dispensable)
    return tuple(gathered.files[url].locked for url in sorted(gathered.files))


def fetched_imports(
    origins: Origins, contents: Contents, lock: Lock, packages: Sequence[FetchedPackage]
) -> Vendored:
    """Get what widgets import, as the site ships it. Remarks tell of what is not shipped.

    Raises:
        LiteBuildError: the lock lacks a file, one cannot be reached, or is another than was locked.
    """
    wanted = _wanted(origins, contents, packages)
    known = {file.url: file for file in lock.vendored}
    missing = sorted(wanted.roots.keys() - wanted.dispensable - known.keys())
    if missing:
        raise UserMistake(
            f"the lock does not have {', '.join(missing)}, which widgets import",
            where=origins.project.lock_path.name,
            remedy="Make the lock again with `lite-build lock`.",
        )
    with refusals_in_words(origins.cache), origins.client() as client:
        kept = KeptFiles(origins.reach, client)

        def get(url: str) -> tuple[LockedFile, Path]:
            if (locked := known.get(url)) is None:
                raise UserMistake(
                    f"the lock does not have {url}",
                    where=origins.project.lock_path.name,
                    remedy="Make the lock again with `lite-build lock`.",
                )
            return locked, kept.of_hash(url, locked.sha256).path

        gathered = gather(wanted.roots, get, known, wanted.dispensable)
    vendored = ship(gathered, {one.url for one in wanted.shipped if one.url is not None})
    unused = (
        f"{url} is in the lock, and nothing imports it any more: `lite-build lock` takes it out"
        for url in sorted(known.keys() - gathered.files.keys())
    )
    return replace(vendored, remarks=(*vendored.remarks, *_remarks(wanted), *unused))


def _wanted(origins: Origins, contents: Contents, packages: Sequence[FetchedPackage]) -> _Wanted:
    hosts, addresses = read_vendor_imports(origins.project.packages.vendor_imports)
    notebooks = read_notebooks((str(file.path), file.source) for file in contents.notebooks)
    files = [(str(file.path), file.source) for file in contents.files]
    texts = [text for fetched in _with_widgets(packages) for text in texts_of_wheel(fetched.path)]
    named = named_addresses((*texts, *texts_of_contents(notebooks, files)))
    known = [one for one in named if one.url is not None]
    chosen = [one for one in known if hosts is None or one.host in hosts or one.url in addresses]
    return _Wanted(
        shipped=(*chosen, *(NamedAddress(url, OPTION) for url in addresses)),
        left=tuple(one for one in known if one not in chosen),
        computed=tuple(one.where for one in named if one.url is None) if hosts != frozenset() else (),
    )


def _with_widgets(packages: Sequence[FetchedPackage]) -> tuple[FetchedPackage, ...]:
    """The packages that need a library of widgets, by others or themselves, but for the libraries."""
    requires = {fetched.package.name: frozenset(fetched.package.requires) for fetched in packages}
    needing = set(_LIBRARIES)
    while further := {name for name, needed in requires.items() if needing & needed} - needing:
        needing |= further
    return tuple(fetched for fetched in packages if fetched.package.name in needing - _LIBRARIES)


def _remarks(wanted: _Wanted) -> Iterator[str]:
    hosts: dict[str, dict[str, None]] = {}
    for one in wanted.left:
        hosts.setdefault(one.where, {})[one.host] = None
    for where, names in hosts.items():
        yield (
            f"{where}: a widget imports from {' and '.join(names)}, which readers need then; "
            f"{OPTION} has the site ship it"
        )
    for where in dict.fromkeys(wanted.computed):
        yield (
            f"{where}: a widget imports by an address that only running tells; an address in {OPTION} is "
            "shipped, whoever asks for it"
        )
