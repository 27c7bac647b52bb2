"""What the configured indexes offer under a name, read through a cache of their pages."""

from __future__ import annotations

import hashlib
import mimetypes
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import urlsplit

import httpx2
from msgspec import convert, to_builtins
from unearth import Link
from unearth.collector import IndexPage, collect_links_from_location

from lite_build.network.addresses import without_login
from lite_build.packages.index.memo import Memo
from lite_build.packages.index.page import (
    JSON_PAGE,
    PAGE_FORMAT,
    IndexFile,
    StoredPage,
    distribution_name,
    files_of_page,
    index_file,
)
from lite_build.store.bucket import Bucket
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unearth.fetchers import Fetcher
    from unearth.fetchers.sync import PyPIClient

#: Source: PEP 691, "Version + Format Selection".
ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.2, text/html; q=0.01"


@dataclass(frozen=True)
class UnreadPage:
    """A page that could not be had, now or from the cache.

    Args:
        url: of the page, with no login.
        reason: in words.
    """

    url: str
    reason: str


@dataclass(frozen=True)
class Project:
    """What all indexes together offer under one name.

    Args:
        name: normalized.
        files: wheels and sdists, in the order of the indexes.
        unread: pages that may have told more.
    """

    name: str
    files: tuple[IndexFile, ...]
    unread: tuple[UnreadPage, ...]


class PackageIndexes:
    """Reads projects from the configured indexes and find-links places. Safe to use from several threads.

    Args:
        index_urls: base URLs of simple indexes (PEP 503, 691).
        find_links: folders, wheels, or URLs of pages with links to wheels.
        client: reaches them.
        cache: folder that keeps pages for when an index cannot be reached.
    """

    def __init__(
        self, index_urls: Sequence[str], find_links: Sequence[str], client: PyPIClient, cache: Path
    ) -> None:
        self._index_urls = tuple(index_urls)
        self._find_links = tuple(find_links)
        self._client = client
        self._pages = Bucket(cache, PAGE_FORMAT)
        self._projects: Memo[str, Project] = Memo()
        self._linked: Memo[Literal["linked"], Project] = Memo()
        self._unreachable: dict[str, str] = {}
        self._stale: set[str] = set()
        self._lock = Lock()

    def project(self, name: str) -> Project:
        """Read what is offered under a name; nothing where no index knows it.

        Args:
            name: normalized.
        """
        return self._projects.get(name, lambda: self._read_project(name))

    def names(self) -> set[str]:
        """The names that were found so far."""
        known = {name for name in self._projects.keys() if self.project(name).files}  # noqa: SIM118 - no mapping
        return known | {distribution_name(file) for file in self._find_links_project().files}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know of the pages that were used."""
        with self._lock:
            stale, unreachable = sorted(self._stale), dict(self._unreachable)
        return (
            *(f"{host} cannot be reached ({reason})" for host, reason in sorted(unreachable.items())),
            *((f"used as they were when last read: the index pages of {', '.join(stale)}",) if stale else ()),
        )

    def _read_project(self, name: str) -> Project:
        files: list[IndexFile] = []
        unread: list[UnreadPage] = []
        for index_url in self._index_urls:
            page = self._read_page(f"{index_url.rstrip('/')}/{name}/", name)
            if isinstance(page, UnreadPage):
                unread.append(page)
            else:
                files += page
        linked = self._find_links_project()
        files += [file for file in linked.files if distribution_name(file) == name]
        return Project(name, tuple(files), (*unread, *linked.unread))

    def _find_links_project(self) -> Project:
        return self._linked.get("linked", self._read_find_links)

    def _read_find_links(self) -> Project:
        files: list[IndexFile] = []
        unread: list[UnreadPage] = []
        fetcher = cast("Fetcher", self._client)
        for place in self._find_links:
            is_url = urlsplit(place).scheme in {"http", "https", "file"}
            link = Link(place) if is_url else Link.from_path(Path(place).expanduser().absolute())
            if link.is_file:
                if link.file_path.exists():
                    files += map(index_file, collect_links_from_location(fetcher, link, expand=True))
            elif link.is_wheel:
                files.append(index_file(link))
            else:
                page = self._read_page(place, "find-links")
                if isinstance(page, UnreadPage):
                    unread.append(page)
                else:
                    files += page
        return Project("", tuple(files), tuple(unread))

    def _read_page(self, url: str, what: str) -> Sequence[IndexFile] | UnreadPage:
        if urlsplit(url).scheme == "file":
            return self._read_local_page(url)
        stored = self._pages.recall(_page_key(url), lambda data: convert(data, StoredPage))
        host = urlsplit(url).netloc.rpartition("@")[2]
        with self._lock:
            reason = self._unreachable.get(host)
        if reason is None:
            try:
                return self._fetch_page(url, stored)
            except (httpx2.HTTPError, BuildFailure) as error:
                reason = _reason(error)
                if not (isinstance(error, httpx2.HTTPStatusError) and error.response.is_client_error):
                    with self._lock:
                        self._unreachable.setdefault(host, reason)
        if stored is None:
            return UnreadPage(without_login(url), reason)
        with self._lock:
            self._stale.add(what)
        return stored.files

    def _fetch_page(self, url: str, stored: StoredPage | None) -> Sequence[IndexFile]:
        headers = {"Accept": ACCEPT}
        if stored is not None and stored.etag is not None:
            headers["If-None-Match"] = stored.etag
        response = self._client.get(url, headers=headers)
        if response.status_code == httpx2.codes.NOT_MODIFIED and stored is not None:
            return stored.files
        if response.status_code in {httpx2.codes.NOT_FOUND, httpx2.codes.GONE}:
            return ()
        response.raise_for_status()
        digest = hashlib.sha256(response.content).hexdigest()
        if stored is not None and stored.digest == digest:
            return stored.files
        content_type = response.headers.get("Content-Type", "text/html")
        page = IndexPage(Link(str(response.url)), response.content, response.encoding, content_type)
        fresh = StoredPage(response.headers.get("ETag"), digest, tuple(files_of_page(page)))
        with suppress(OSError):  # the page is here; a cache that cannot be written only costs time later
            self._pages.remember(_page_key(url), to_builtins(fresh))
        return fresh.files

    def _read_local_page(self, url: str) -> Sequence[IndexFile]:
        folder = Link(url).file_path
        for name in ("index.json", "index.html"):
            path = folder / name
            if path.is_file():
                content_type = mimetypes.guess_type(name)[0] or "text/html"
                if content_type == "application/json":
                    content_type = JSON_PAGE
                return tuple(
                    files_of_page(IndexPage(Link(path.as_uri()), path.read_bytes(), "utf-8", content_type))
                )
        return ()


def _page_key(url: str) -> str:
    return f"{hashlib.sha256(url.encode()).hexdigest()}.json"


def _reason(error: httpx2.HTTPError | BuildFailure) -> str:
    """Why a page could not be had, with no URL in it: a URL may hold a password."""
    if isinstance(error, BuildFailure):
        return error.what
    if isinstance(error, httpx2.HTTPStatusError):
        return f"the server answered {error.response.status_code} {error.response.reason_phrase}".strip()
    return str(error) or type(error).__name__
