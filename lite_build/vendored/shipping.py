"""Rewrite files of other hosts so that a site has them: each names its imports where those lie beside it."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import relpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from lite_build.data.locking import DataFile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lite_build.vendored.gathering import ForeignFile, Gathered
    from lite_build.vendored.references import Form, Reference

#: Where the site has them.
VENDORED_FOLDER = "static/vendored"
LICENCES = "LICENSES.txt"
#: Part of each name, to be raised when the same files are rewritten in another way.
_FORMAT = "1"
_SUFFIXES: dict[Form, str] = {"module": ".js", "style": ".css"}
_LONGEST_NAME = 60
_SOURCE_MAP = re.compile(r"^[ \t]*//# sourceMappingURL=(?!data:).*$", re.MULTILINE)
_COMMENT = re.compile(r"/\*[\s\S]*?\*/|(?:^[ \t]*//.*\n)+", re.MULTILINE)
_LICENCE = re.compile(
    r"^/\*!|@licen[cs]e|@preserve|@copyright|\bcopyright\b|\blicen[cs]ed?\b|\bSPDX-", re.IGNORECASE
)


@dataclass(frozen=True)
class ShippedFile:
    """A file as the site has it.

    Args:
        target: its path in the site.
        source: the file that it was made from.
        content: rewritten where it names other files.
    """

    target: str
    source: ForeignFile
    content: bytes


@dataclass(frozen=True)
class Vendored:
    """What a site ships of other hosts for its widgets.

    Args:
        files: in the order of their addresses.
        places: the path in the site, by the address as widgets write it.
        remarks: what will not be found where they run, in sentences.
    """

    files: tuple[ShippedFile, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[DataFile, ...]:
        """The files as their hosts have them."""
        return tuple(DataFile(file.source.locked, file.source.path) for file in self.files)

    @property
    def licences(self) -> str:
        """A text that names each file, its origin, and what it says of its licence."""
        parts = [
            "Files of other hosts that this site ships for its widgets. One thing is changed: they name each "
            "other where they lie here.\nEach with its origin and its own words about its licence.\n"
        ]
        for file in self.files:
            locked = file.source.locked
            origin = f"\n{locked.location}" if locked.location is not None else ""
            said = "\n".join(_licences(file.source)) or "(It says nothing of a licence.)"
            parts.append(
                f"{file.target.removeprefix(f'{VENDORED_FOLDER}/')}\n{locked.url}{origin}\nsha256:{locked.sha256}"
                f"\n\n{said}\n"
            )
        return f"\n{'-' * 72}\n\n".join(parts)


def ship(gathered: Gathered, named: Collection[str]) -> Vendored:
    """Make the site's files of what was gathered.

    Args:
        gathered: all that is imported.
        named: addresses as widgets write them; those that were not gathered are passed over.
    """
    files = gathered.files
    targets = {url: _target(files[url], _closure(url, files)) for url in sorted(files)}
    shipped = tuple(
        ShippedFile(target, files[url], _content(url, files, targets)) for url, target in targets.items()
    )
    places = {
        written: targets[address]
        for written in sorted(named)
        if (address := fetched_address(written)) in targets
    }
    return Vendored(shipped, places, gathered.remarks)


def fetched_address(written: str) -> str:
    """The address that is fetched for one that a widget writes: a whole one, without its fragment."""
    return urldefrag(f"https:{written}" if written.startswith("//") else written).url


def _closure(url: str, files: Mapping[str, ForeignFile]) -> list[str]:
    """A file's address, and those of all that it leads to."""
    found, waiting = {url}, [url]
    while waiting:
        file = files[waiting.pop()]
        for reference in file.references:
            target = file.address_of(reference)
            if target is not None and target in files and target not in found:
                found.add(target)
                waiting.append(target)
    return [f"{each} {files[each].locked.sha256}" for each in sorted(found)]


def _target(file: ForeignFile, closure: list[str]) -> str:
    """Its path: what stands in a file follows from what it leads to, so the name does too."""
    key = hashlib.sha256("\n".join([_FORMAT, file.locked.url, *closure]).encode()).hexdigest()[:16]
    path = PurePosixPath(unquote(urlsplit(file.locked.location or file.locked.url).path))
    name = re.sub(r"[^\w.-]+", "_", path.name, flags=re.ASCII).lstrip(".-")[-_LONGEST_NAME:] or "file"
    if file.form is not None and not name.endswith(suffix := _SUFFIXES[file.form]):
        name = f"{name.removesuffix('.mjs')}{suffix}"
    elif not PurePosixPath(name).suffix and file.locked.content_type is not None:
        # Servers tell a file's type by its name, and browsers take JSON and images by their types.
        name += mimetypes.guess_extension(file.locked.content_type.partition(";")[0].strip()) or ""
    return f"{VENDORED_FOLDER}/{key}/{name}"


def _content(url: str, files: Mapping[str, ForeignFile], targets: Mapping[str, str]) -> bytes:
    file = files[url]
    if file.pieces is None:
        return file.path.read_bytes()
    text = "".join(
        piece if isinstance(piece, str) else _written(file, piece, url, targets) for piece in file.pieces
    )
    return (_SOURCE_MAP.sub("", text) if file.form == "module" else text).encode()


def _written(file: ForeignFile, reference: Reference, url: str, targets: Mapping[str, str]) -> str:
    """What stands in the place of a reference: a file of the site's, else the address as a whole."""
    specifier = reference.specifier or ""
    address = file.address_of(reference)
    if address is None:
        return specifier
    fragment = urldefrag(specifier).fragment
    end = f"#{fragment}" if fragment else ""
    if address not in targets:
        return f"{address}{end}"
    path = relpath(targets[address], PurePosixPath(targets[url]).parent)
    return f"{path if path.startswith('.') else f'./{path}'}{end}"


def _licences(file: ForeignFile) -> list[str]:
    if file.pieces is None:
        return []
    text = file.path.read_text(encoding="utf-8-sig", errors="replace")
    comments = (found.group().strip() for found in _COMMENT.finditer(text))
    return list(dict.fromkeys(comment for comment in comments if _LICENCE.search(comment)))
