"""Follow addresses to all files that their modules and styles import, whatever host has those."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from lite_build.vendored.references import Reference, Text, split_texts
from lite_build.words.errors import LiteBuildError, one_error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from lite_build.packages.locked.lock import LockedFile
    from lite_build.vendored.references import Form, Pieces

#: So many files are fetched at once.
_AT_ONCE = 8
_MODULE_TYPE = re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma)script", re.IGNORECASE)
_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class ForeignFile:
    """A file of another host.

    Args:
        locked: its address, hash and type.
        path: on this machine; it must not be changed.
        pieces: of a module or a style; None of any other file.
    """

    locked: LockedFile
    path: Path
    pieces: Pieces | None = None

    @property
    def form(self) -> Form | None:
        """How its text is read; None for what is no text of ours."""
        return form_of(self.locked)

    def address_of(self, reference: Reference) -> str | None:
        """The address that a reference means, without its fragment; None for what is no address."""
        specifier = reference.specifier
        if specifier is None or specifier.startswith("#"):
            return None
        is_address = re.match(r"(?:https?:|\.{0,2}/)", specifier) is not None
        if reference.kind in ("static", "dynamic") and not is_address:
            return None
        if _HAS_SCHEME.match(specifier) and not specifier.startswith(("http:", "https:")):
            return None
        return urldefrag(urljoin(self.locked.location or self.locked.url, specifier)).url

    @property
    def references(self) -> tuple[Reference, ...]:
        """All of them, in their order."""
        return tuple(piece for piece in self.pieces or () if isinstance(piece, Reference))


@dataclass(frozen=True)
class Gathered:
    """Files of other hosts, with all that they import.

    Args:
        files: by their addresses.
        remarks: what will not be found where they run, in sentences.
    """

    files: Mapping[str, ForeignFile] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def form_of(file: LockedFile) -> Form | None:
    """How a file is read: as its host says of it, else as its name does."""
    if file.content_type is not None:
        if _MODULE_TYPE.match(file.content_type):
            return "module"
        return "style" if file.content_type.lower().startswith("text/css") else None
    suffix = PurePosixPath(urlsplit(file.location or file.url).path).suffix.lower()
    if suffix in (".js", ".mjs"):
        return "module"
    return "style" if suffix == ".css" else None


def gather(
    roots: Mapping[str, str],
    get: Callable[[str], tuple[LockedFile, Path]],
    locked: Collection[str] = (),
    dispensable: Collection[str] = (),
) -> Gathered:
    """Get files, and all that they import, each once.

    Args:
        roots: addresses, each with the place that names it.
        get: gets one; it is called from several threads.
        locked: addresses that were had before: what is there has to be had again.
        dispensable: roots that those who name them may do without.

    Raises:
        LiteBuildError: one cannot be had; all problems at once. What its importer may do without, such as a
            font, is remarked.
    """
    files: dict[str, ForeignFile] = {}
    remarks: dict[str, None] = {}
    asked_by: dict[str, set[str]] = {url: {where} for url, where in roots.items()}
    needed = {url: url not in dispensable for url in roots}
    absent: set[str] = set()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while needed:
            arrived: dict[str, ForeignFile] = {}
            problems: list[LiteBuildError] = []
            for url, got in zip(needed, pool.map(lambda url: _attempt(get, url), needed), strict=True):
                if not isinstance(got, LiteBuildError):
                    arrived[url] = ForeignFile(*got)
                elif needed[url] or url in locked:
                    problems.append(got)
                else:
                    absent.add(url)
                    remarks[f"{min(asked_by[url])} names {url}, which is not shipped: {got.what}"] = None
            if problems:
                raise one_error(problems, f"{len(problems)} files of other hosts could not be had")
            files |= _read(arrived)
            further: dict[str, bool] = {}
            for url in arrived:
                for target, is_needed in _targets(files[url], remarks):
                    asked_by.setdefault(target, set()).add(url)
                    if target not in files and (is_needed or target not in absent):
                        further[target] = further.get(target, False) or is_needed
            needed = further
    told = {
        url: replace(
            file,
            locked=replace(
                file.locked,
                asked_by=tuple(sorted(asked_by[url])),
                location=_without_query(file.locked.location),
            ),
        )
        for url, file in files.items()
    }
    return Gathered(told, tuple(remarks))


def _without_query(location: str | None) -> str | None:
    """What is published of a redirect: its query may be a signature, and no relative address needs it."""
    return None if location is None else urlsplit(location)._replace(query="", fragment="").geturl()


def _attempt(
    get: Callable[[str], tuple[LockedFile, Path]], url: str
) -> tuple[LockedFile, Path] | LiteBuildError:
    try:
        return get(url)
    except LiteBuildError as error:
        return error


def _read(files: Mapping[str, ForeignFile]) -> dict[str, ForeignFile]:
    texts = {
        url: Text(form, file.path.read_text(encoding="utf-8-sig", errors="replace"))
        for url, file in files.items()
        if (form := file.form) is not None
    }
    pieces = split_texts(texts)
    return {url: replace(file, pieces=pieces.get(url)) for url, file in files.items()}


def _targets(file: ForeignFile, remarks: dict[str, None]) -> Iterator[tuple[str, bool]]:
    """The addresses that a file asks for, and whether it is nothing without what is there."""
    for reference in file.references:
        target = file.address_of(reference)
        if target is not None and reference.kind == "asset" and urlsplit(target).path.endswith("/"):
            said = f"names the folder {target}: what is asked for there is not shipped"
            remarks[f"{file.locked.url} {said}"] = None
        elif target is not None:
            yield target, reference.kind in ("static", "style")
        elif reference.kind == "dynamic" and reference.specifier is None:
            said = "imports by an address that only running tells: what it means there is not shipped"
            remarks[f"{file.locked.url} {said}"] = None
        elif reference.kind in ("static", "dynamic") and target is None and reference.specifier is not None:
            said = f"imports {reference.specifier!r}, which is no address: no page can follow it"
            remarks[f"{file.locked.url} {said}"] = None
