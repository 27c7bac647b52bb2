"""One page of a package index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from packaging.utils import canonicalize_name
from unearth.collector import IndexPage, parse_html_page, parse_json_response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unearth import Link

JSON_PAGE = "application/vnd.pypi.simple.v1+json"

#: Changes whenever the stored form of a page does, so that no older one is ever read.
PAGE_FORMAT = "pages-1"


class IndexFile(Struct, frozen=True, array_like=True):
    """A file that an index or a find-links place offers.

    Args:
        file_name: of the wheel or sdist.
        url: where it is, with no fragment.
        sha256: in hex, where the index tells it.
        requires_python: as the index has it.
        yank_reason: why it was withdrawn (PEP 592); None for a file that was not.
        metadata_sha256: of the metadata file beside it (PEP 714), in hex; "" where there is one of no known
            hash; None where there is none.
    """

    file_name: str
    url: str
    sha256: str | None = None
    requires_python: str | None = None
    yank_reason: str | None = None
    metadata_sha256: str | None = None

    @property
    def is_wheel(self) -> bool:
        """Whether the file is a wheel."""
        return self.file_name.endswith(".whl")


class StoredPage(Struct, frozen=True):
    """A page as the cache keeps it: read already, since reading HTML takes longer than fetching it.

    Args:
        etag: the server's own name for this state of the page, where it has one.
        digest: SHA-256 of the page, in hex.
        files: what the page offers.
    """

    etag: str | None
    digest: str
    files: tuple[IndexFile, ...]


def files_of_page(page: IndexPage) -> Iterable[IndexFile]:
    """Read a page. Sources: PEP 503, 592, 691 and 714."""
    is_json = page.content_type.lower().startswith(JSON_PAGE)
    return map(index_file, parse_json_response(page) if is_json else parse_html_page(page))


def index_file(link: Link) -> IndexFile:
    """What unearth read of one link."""
    hashes = {name: values[0] for name, values in (link.hash_option or {}).items()}
    metadata = link.dist_info_metadata
    return IndexFile(
        file_name=link.filename,
        url=link.url_without_fragment,
        sha256=hashes.get("sha256"),
        requires_python=link.requires_python,
        yank_reason=link.yank_reason if not isinstance(link.yank_reason, bool) else "",
        metadata_sha256=(metadata.get("sha256", "") if isinstance(metadata, dict) else "")
        if metadata
        else None,
    )


def distribution_name(file: IndexFile) -> str:
    """The normalized name in a file's name, as far as it can be told."""
    stem = file.file_name.partition("-")[0] if file.is_wheel else file.file_name.rpartition("-")[0]
    return canonicalize_name(stem)
