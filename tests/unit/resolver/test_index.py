"""Index pages: what is read from them, and what the cache does for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lite_build.packages.index.indexes import PackageIndexes
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient

    from tests.conftest import PackageIndex, WheelFactory
    from tests.unit.resolver.conftest import ResolveHere


@pytest.mark.parametrize("html", [False, True], ids=["PEP 691", "HTML"])
def test_both_kinds_of_page_tell_the_same(
    html: bool, package_index: PackageIndex, wheel_factory: WheelFactory, client: PyPIClient, tmp_path: Path
) -> None:
    package_index.html = html
    package_index.add(wheel_factory("tool", "1.0"), requires_python=">=3.9,<4", yanked="")
    package_index.add(wheel_factory("tool", "2.0"), metadata=False)
    first, second = PackageIndexes([package_index.url], [], client, tmp_path).project("tool").files
    assert first.url == package_index.url.replace("simple/", "files/tool-1.0-py3-none-any.whl")
    assert first.sha256 is not None
    assert len(first.sha256) == 64
    assert (first.requires_python, first.yank_reason) == (">=3.9,<4", "")
    assert first.metadata_sha256
    assert (second.requires_python, second.yank_reason, second.metadata_sha256) == (None, None, None)


def test_a_broken_page_in_the_cache_is_read_anew(
    package_index: PackageIndex, wheel_factory: WheelFactory, client: PyPIClient, tmp_path: Path
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))

    def read() -> int:
        return len(PackageIndexes([package_index.url], [], client, tmp_path).project("tool").files)

    assert read() == 1
    (page,) = tmp_path.rglob("*.json")
    page.write_text('{"etag": null, "dig', encoding="utf-8")
    assert read() == 1


def test_a_page_that_changed_is_read_anew(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    assert resolve_here("tool").packages[0].version == "1.0"
    package_index.add(wheel_factory("tool", "2.0"))
    assert resolve_here("tool").packages[0].version == "2.0"


def test_metadata_is_fetched_once_and_the_wheel_never(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    resolve_here("tool")
    resolve_here("tool")
    files = [path for path in package_index.requests if path.startswith("/files/")]
    assert files == ["/files/tool-1.0-py3-none-any.whl.metadata"]


def test_a_metadata_file_with_a_wrong_hash_is_refused(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    package_index.projects["tool"][0].metadata = b"Metadata-Version: 2.1\n"
    with pytest.raises(BuildFailure, match=r"the metadata of tool 1\.0 is not the file that was expected"):
        resolve_here("tool")


def test_a_page_that_one_may_not_read_leaves_the_others_readable(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    package_index.forbidden.add("/simple/private/")
    with pytest.raises(BuildFailure) as error:
        resolve_here("private", "tool")
    assert error.value.where == "line 1"
    assert "the server answered 403" in error.value.what


def test_the_newest_of_several_indexes_is_chosen(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere, tmp_path: Path
) -> None:
    package_index.add(wheel_factory("tool", "1.0"))
    newer = wheel_factory("tool", "2.0", folder=tmp_path / "mirror" / "tool")
    (newer.parent / "index.html").write_text(f'<a href="{newer.name}">it</a>', encoding="utf-8")
    urls = (package_index.url, (tmp_path / "mirror").as_uri())
    assert resolve_here("tool", index_urls=urls).packages[0].version == "2.0"


def test_a_find_links_page_on_a_server_is_read(
    package_index: PackageIndex, wheel_factory: WheelFactory, resolve_here: ResolveHere
) -> None:
    package_index.html = True
    package_index.add(wheel_factory("tool", "1.0"))
    (package,) = resolve_here("tool", index_urls=(), find_links=(f"{package_index.url}tool/",)).packages
    assert package.version == "1.0"
