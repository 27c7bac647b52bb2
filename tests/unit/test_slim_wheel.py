from __future__ import annotations

import hashlib
import io
import json
import zipfile
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from lite_build.files.digest import Digest
from lite_build.files.zip_members import read_member
from lite_build.packages.locked.lock import LockedPackage
from lite_build.packages.wheels.package_file import FetchedPackage
from lite_build.packages.wheels.slim_wheel import slim_packages, slim_wheel
from lite_build.packages.wheels.wheel import read_wheel

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer

    from tests.conftest import WheelFactory

DATA = "widgets-1.0.data/data"
BUILT = json.dumps({"name": "widgets", "jupyterlab": {"_build": {"load": "static/remoteEntry.js"}}})
FILES = {
    "widgets/__init__.py": "",
    "widgets/static/widget.js": "export default {}",
    "widgets/static/widget.js.map": "{}",
    "widgets/labextension/package.json": BUILT,
    "widgets/labextension/static/remoteEntry.js": "1",
    f"{DATA}/share/jupyter/labextensions/widgets/package.json": BUILT,
    f"{DATA}/share/jupyter/labextensions/widgets/static/remoteEntry.js": "1",
    f"{DATA}/share/jupyter/nbconvert/templates/lab/conf.json": "{}",
    f"{DATA}/etc/jupyter/nbconfig/notebook.d/widgets.json": "{}",
    f"{DATA}/share/widgets/map.dat": "read by Python",
}


def fetched(wheel: Path) -> FetchedPackage:
    sha256 = Digest.of_file(wheel).hexdigest
    package = LockedPackage("widgets", "1.0", wheel.name, sha256, "index", "", None, (), ())
    return FetchedPackage(package, wheel, sha256)


def test_what_only_a_server_or_jupyterlab_reads_is_left_out(
    wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    (shipped,) = slim_packages([fetched(wheel_factory("widgets", "1.0", files=FILES))], tmp_path / "cache")
    with zipfile.ZipFile(shipped.path) as archive:
        assert [name for name in archive.namelist() if ".dist-info" not in name] == [
            "widgets/__init__.py",
            "widgets/static/widget.js",
            "widgets/labextension/package.json",
            f"{DATA}/share/jupyter/nbconvert/templates/lab/conf.json",
            f"{DATA}/share/widgets/map.dat",
        ]


def test_the_smaller_wheel_is_a_valid_one_under_its_own_hash(
    wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    wheel = wheel_factory("widgets", "1.0", files=FILES)
    (shipped,) = slim_packages([fetched(wheel)], tmp_path / "cache")
    assert shipped.sha256 == Digest.of_file(shipped.path).hexdigest != Digest.of_file(wheel).hexdigest
    assert shipped.path.name == wheel.name
    assert read_wheel(shipped.path).imports == ("widgets",)
    with zipfile.ZipFile(shipped.path) as archive:
        rows = [line.split(",") for line in archive.read("widgets-1.0.dist-info/RECORD").decode().split()]
        assert sorted(row[0] for row in rows) == sorted(archive.namelist())
        for name, digest, size in rows:
            if not name.endswith("/RECORD"):
                data = archive.read(name)
                expected = urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                assert (digest, size) == (f"sha256={expected}", str(len(data)))


def test_a_wheel_that_has_nothing_needless_stays_as_it_is(
    wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    package = fetched(wheel_factory("widgets", "1.0"))
    assert slim_packages([package], tmp_path / "cache") == (package,)


def test_a_file_of_the_cache_that_was_damaged_is_made_again(
    wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    package = fetched(wheel_factory("widgets", "1.0", files=FILES))
    (first,) = slim_packages([package], tmp_path / "cache")
    content = first.path.read_bytes()
    first.path.write_bytes(b"broken")
    (again,) = slim_packages([package], tmp_path / "cache")
    assert again == first
    assert again.path.read_bytes() == content == slim_wheel(package.path)


class Pipe(io.RawIOBase):
    """Takes bytes and cannot go back: archives that are written to one have sizes behind the content."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        self.written += data
        return memoryview(data).nbytes


def test_what_stays_is_not_compressed_anew_which_each_zlib_does_in_its_own_way(
    wheel_factory: WheelFactory, tmp_path: Path
) -> None:
    modules = {"widgets/größe.py": "".join(f"value_{n % 7} = {n * n}\n" for n in range(300))}
    pipe = Pipe()
    with (
        zipfile.ZipFile(wheel_factory("widgets", "1.0", files=FILES | modules)) as archive,
        zipfile.ZipFile(pipe, "w") as quickly,
    ):
        for name in archive.namelist():
            quickly.writestr(name, archive.read(name), zipfile.ZIP_DEFLATED, compresslevel=1)
    wheel, slim = tmp_path / "quick.whl", tmp_path / "slim.whl"
    wheel.write_bytes(pipe.written)
    slim.write_bytes(slim_wheel(wheel) or b"")
    with zipfile.ZipFile(wheel) as before, zipfile.ZipFile(slim) as after:
        assert after.testzip() is None
        assert after.read("widgets/größe.py").decode() == modules["widgets/größe.py"]
        *kept, record = after.infolist()
        assert record.compress_type == zipfile.ZIP_STORED
        assert {info.date_time for info in after.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        with wheel.open("rb") as old, slim.open("rb") as new:
            for info in kept:
                assert read_member(new, info) == read_member(old, before.getinfo(info.filename))
