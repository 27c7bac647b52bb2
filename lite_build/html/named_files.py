"""What is wrong with the files that a page names: in its tags, and in its configuration."""

from __future__ import annotations

import posixpath
import tarfile
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from lite_build.html.addresses import CONTENTS, is_from_host_root, is_of_site, joined, path_in_site
from lite_build.words.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from lite_build.html.configuration import Configuration, ConfiguredFile
    from lite_build.html.page import HtmlPage

MistakeKind = Literal["missing file", "other host", "page error"]

#: What a site does with files of other hosts.
SHIPS = "SiteAddon.npm_assets ships files of npm packages, DataAddon.files ships data"
_NAME = {"src": "Name a file", "config": "Name a file of TOML or JSON"}
#: Words that the page itself has for the same mistakes.
_TWO = "two configurations"
_UNREADABLE = "the configuration cannot be read"
_A_PAGE = "is a page of HTML"
_ARCHIVES = (".zip", ".whl", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_ZIPS = (".zip", ".whl")


@dataclass(frozen=True)
class PageMistake:
    """Something wrong with a page that its text tells.

    Args:
        where: the file and the line: "app.html:12".
        what: a sentence, or two with what to do.
        about: what all messages of it name: the file that cannot be had, or words; "" for none.
    """

    kind: MistakeKind
    where: str
    what: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def mistakes_in(
    page: HtmlPage, site: Path, published: Collection[str], shipped: Collection[str]
) -> tuple[PageMistake, ...]:
    """Look for each file that a page names.

    Args:
        page: of the contents.
        site: the folder of the site; archives in it are opened.
        published: the paths of all its files, with "/".
        shipped: addresses of other hosts' files that the site ships.
    """
    return tuple(dict.fromkeys(_Search(page, site, published, shipped).mistakes()))


class _Search:
    def __init__(
        self, page: HtmlPage, site: Path, published: Collection[str], shipped: Collection[str]
    ) -> None:
        self._page = page
        self._site = site
        self._published = published
        self._shipped = shipped

    def mistakes(self) -> Iterator[PageMistake]:
        page = self._page
        for tag in page.named:
            where = f"{page.name}:{tag.line}"
            address = joined(page.name, page.base, tag.address)
            if address is None:
                yield _no_address(tag.attribute, tag.address, where)
            elif posixpath.splitext(urlsplit(address).path)[1].lower() in {".html", ".htm"}:
                what = f"{tag.attribute} names {tag.address}, which is a page of HTML. {_NAME[tag.attribute]}"
                yield PageMistake("page error", where, what, _A_PAGE)
            else:
                yield from self._look(tag.attribute, tag.address, address, where)
        yield from self._second_configurations()
        for configuration in page.configurations:
            for line, what in configuration.mistakes:
                what = f"the configuration {what}"
                yield PageMistake("page error", f"{configuration.name}:{line}", what, _about(what))
            yield from self._configured(configuration)

    def _second_configurations(self) -> Iterator[PageMistake]:
        """Tags may name the same one; `<py-env>` adds to the others; a worker may have one of its own."""
        configurations = self._page.configurations
        found = [each for each in configurations if not each.is_environment and not each.is_of_worker]
        for other in found[1:]:
            if (other.name, other.text.strip()) != (found[0].name, found[0].text.strip()):
                what = f"this page has {_TWO}, and this one does not count. Put all into one"
                yield PageMistake("page error", f"{self._page.name}:{other.tag_line}", what, _TWO)

    def _configured(self, configuration: Configuration) -> Iterator[PageMistake]:
        base = self._page.base if configuration.name == self._page.name else ""
        targets: dict[str, ConfiguredFile] = {}
        for file in configuration.files:
            where = f"{configuration.name}:{file.line}"
            address = joined(configuration.name, base, file.address)
            if address is None:
                yield _no_address(file.key, file.address, where)
                continue
            is_archive = file.target.endswith("*")
            found = [*self._look(file.key, file.address, address, where)]
            yield from found
            if file.key not in {"files", "paths"}:
                continue
            if is_archive and not found:
                yield from self._open(file, address, where)
            target = _target(file, address)
            if target.startswith("../"):
                what = f"{file.key} puts {file.address} outside of Python's folder, at {file.target}"
                yield PageMistake("page error", where, what)
            elif target in targets and not is_archive:
                what = (
                    f"{file.key} has two files at {target}: {targets[target].address} and {file.address}. "
                    "Give one of them another path"
                )
                yield PageMistake("page error", where, what)
            targets.setdefault(target, file)

    def _look(self, key: str, written: str, address: str, where: str) -> Iterator[PageMistake]:
        """Whether an address leads to a file of the site."""
        parts = urlsplit(address)
        if not address.startswith("http") or "{" in written:
            return
        if not is_of_site(address):
            if address.partition("#")[0] not in self._shipped:
                what = f"{key} names {written}: readers need {parts.netloc}; {SHIPS}"
                yield PageMistake("other host", where, what, address)
            return
        path = self._path(address)
        if path is None:
            what = f"{key} names {written}, which is outside of the site. Put it among the contents"
            yield PageMistake("missing file", where, what, posixpath.basename(parts.path))
        elif path not in self._published:
            what = (
                f"{key} names {written}, and there is no such file{self._nearest(path)}. It is relative to "
            )
            about = path.removeprefix(CONTENTS)
            yield PageMistake("missing file", where, f"{what}{where.rpartition(':')[0]}", about)

    def _path(self, address: str) -> str | None:
        """The path in the site that an address of its host leads to; None for one outside."""
        path = path_in_site(address)
        return None if is_from_host_root(address) and path not in self._published else path

    def _nearest(self, path: str) -> str:
        folder, name = posixpath.split(path)
        siblings = [posixpath.basename(each) for each in self._published if posixpath.dirname(each) == folder]
        if words := did_you_mean(name, siblings):
            return words
        same = sorted(
            each.removeprefix(CONTENTS)
            for each in self._published
            if each.startswith(CONTENTS) and posixpath.basename(each).lower() == name.lower()
        )
        return f" (did you mean {same[0]}, from the root of the contents?)" if same else ""

    def _open(self, file: ConfiguredFile, address: str, where: str) -> Iterator[PageMistake]:
        """Whether an archive can be unpacked."""
        path = self._path(address)
        if path is None:
            return
        if not path.lower().endswith(_ARCHIVES):
            known = ", ".join(_ARCHIVES)
            what = f"files cannot unpack {file.address} into {file.target}: it is no archive ({known})"
            yield PageMistake("page error", where, what)
            return
        names = _members(self._site / path)
        if names is None:
            what = f"files cannot unpack {file.address}: it is damaged, or of another kind. Pack it anew"
            yield PageMistake("page error", where, what, path.removeprefix(CONTENTS))
        elif outside := next((name for name in names if _is_outside(name)), None):
            what = f"files cannot unpack {file.address}: {outside} in it would lie outside. Pack it anew"
            yield PageMistake("page error", where, what, path.removeprefix(CONTENTS))


def _no_address(key: str, written: str, where: str) -> PageMistake:
    return PageMistake("page error", where, f"{key} names {written}, which is no address")


def _target(file: ConfiguredFile, address: str) -> str:
    name = unquote(posixpath.basename(urlsplit(address).path))
    target = f"{file.target}{name}" if file.target == "" or file.target.endswith("/") else file.target
    return posixpath.normpath(target)


def _members(archive: Path) -> list[str] | None:
    """The names in an archive; None where it is none."""
    try:
        if archive.name.lower().endswith(_ZIPS):
            with zipfile.ZipFile(archive) as packed:
                return packed.namelist() if packed.testzip() is None else None
        with tarfile.open(archive) as tar:
            return tar.getnames()
    # RuntimeError: it has a password, or is packed in a way that Python does not know.
    except (OSError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, EOFError, ValueError):
        return None


def _is_outside(name: str) -> bool:
    return posixpath.normpath(name).startswith("../") or name.startswith("/")


def _about(what: str) -> str:
    return _UNREADABLE if what.startswith(_UNREADABLE) else ""
