from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from lite_build.boot.installed_files import installed_files, installer_files
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from tests.conftest import WheelFactory

FILES = {
    "package/__init__.py": "import this\n" * 50,
    "package-1.0.data/purelib/moved/__init__.py": "",
    "package-1.0.data/data/share/package/map.dat": "data",
    "package-1.0.data/scripts/run": "#!python",
}


def test_files_are_listed_where_an_installer_puts_them(wheel_factory: WheelFactory) -> None:
    listed = installed_files(wheel_factory("package", "1.0", files=FILES))
    assert [file.path for file in listed if ".dist-info" not in file.path] == [
        "/share/package/map.dat",
        "moved/__init__.py",
        "package/__init__.py",
    ]
    assert sorted(installer_files(listed)) == [
        "package-1.0.dist-info/INSTALLER",
        "package-1.0.dist-info/PYODIDE_SOURCE",
    ]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_files_content_is_found_in_the_wheel(wheel_factory: WheelFactory, compression: int) -> None:
    wheel = wheel_factory("package", "1.0")
    with zipfile.ZipFile(wheel, "a", compression) as archive:
        archive.writestr("package/__init__.py", FILES["package/__init__.py"])
    (file,) = (file for file in installed_files(wheel) if file.path == "package/__init__.py")
    size = file.size if file.deflated_size is None else file.deflated_size
    content = wheel.read_bytes()[file.offset : file.offset + size]
    text = content if file.deflated_size is None else zlib.decompress(content, -zlib.MAX_WBITS)
    assert text.decode() == FILES["package/__init__.py"]


def test_a_file_that_leads_out_is_refused(wheel_factory: WheelFactory) -> None:
    with pytest.raises(BuildFailure, match=r"cannot be installed: package/\.\./\.\./x\.py"):
        installed_files(wheel_factory("package", "1.0", files={"package/../../x.py": ""}))
