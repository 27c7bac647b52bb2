from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from lite_build.files.archive_path import leads_out
from lite_build.files.unpack import unpack
from lite_build.network.reach import Reach
from lite_build.runtime.npm import fetch_npm_tarball
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

OUTSIDE = ["/x", "../x", "a/../../x", "..\\x", "a\\..\\..\\x", "C:/x", "C:x", "a/name:stream", "", "."]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_out_on_some_system_is_known(name: str) -> None:
    assert leads_out(name)


@pytest.mark.parametrize("name", ["x", "a/x", ".hidden/x", "a/..x", "./x", "@scope/name"])
def test_a_name_inside_is_let_through(name: str) -> None:
    assert not leads_out(name)


@pytest.mark.parametrize("name", ["../x", "..\\x", "C:/x", "a/name:stream"])
def test_no_archive_with_such_a_name_is_unpacked(name: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive.tar"
    with tarfile.open(archive, "w") as opened:
        member = tarfile.TarInfo(name)
        member.size = 1
        opened.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(UserMistake, match="outside its folder"):
        unpack(archive, tmp_path / "unpacked", described="an archive")


@pytest.mark.parametrize(
    ("name", "version"), [("..\\x", "1.0.0"), ("C:x", "1.0.0"), ("p5", "1/../../x"), ("p5", "..\\x")]
)
def test_no_npm_package_of_such_a_name_is_asked_for(name: str, version: str, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="no version of an npm package"):
        fetch_npm_tarball(name, version, Reach(tmp_path, offline=True))
