"""Wheels without the files that nothing in a browser reads.

A site unpacks the extensions of JupyterLab beside its pages, and Python in the page never looks at the copies
that the wheels carry, often two of each. Source of the layout that is kept:
<https://packaging.python.org/en/latest/specifications/binary-distribution-format/>.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from lite_build.files.zip_members import ZipMember, pack_members, read_member
from lite_build.store.bucket import Bucket
from lite_build.store.disk import refusals_in_words
from lite_build.store.record import record, recorded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lite_build.packages.wheels.package_file import FetchedPackage

#: Counts up when other files are left out or they are packed otherwise: what the cache has is made anew.
_FORMAT = 2
#: What a server of Jupyter, a desktop or a terminal reads. Templates of nbconvert are not among it.
_FOR_OTHERS = re.compile(
    r"(?:[^/]+\.data/data/)?"
    r"(?:share/jupyter/(?:labextensions|nbextensions|lab|kernels)|etc/jupyter|share/man|share/applications)/.+"
)
_SOURCE_MAP = re.compile(r".+\.(?:js|mjs|css)\.map")
_RECORD = re.compile(r"[^/]+\.dist-info/RECORD")
_SIGNATURES = ("RECORD.jws", "RECORD.p7s")


def slim_packages(packages: Iterable[FetchedPackage], cache: Path) -> tuple[FetchedPackage, ...]:
    """Make of each package what the site ships: the file as it is, or a smaller wheel under its own hash.

    Args:
        packages: verified; their files stay as they are.
        cache: the user's cache, which keeps the smaller wheels.
    """
    with refusals_in_words(cache):
        return tuple(_slim_package(fetched, cache) for fetched in packages)


def _slim_package(fetched: FetchedPackage, cache: Path) -> FetchedPackage:
    if fetched.path.suffix != ".whl":
        return fetched

    def make(folder: Path) -> Path:
        content = slim_wheel(fetched.path)
        if content is not None:
            (folder / fetched.path.name).write_bytes(content)
        return record(folder)

    kept = Bucket(cache, f"slim-wheels-{_FORMAT}").keep(fetched.sha256, recorded, make)
    path, sha256 = next(iter(kept.files().items()), (fetched.path, fetched.sha256))
    return replace(fetched, path=path, sha256=sha256)


def slim_wheel(path: Path) -> bytes | None:
    """Pack a wheel anew without what nothing in a browser reads: a valid wheel, with a right RECORD.

    Left out are the extensions of JupyterLab and of the classic Notebook, what else is for a server or a
    desktop, and source maps. The copy of an extension that lies inside of a package keeps its `package.json`,
    in which packages look up their own version. What stays is not compressed anew.

    Returns:
        The file's content, the same for the same wheel on any machine; None where there is nothing to leave
        out, or too much for an archive without Zip64.
    """
    with zipfile.ZipFile(path) as archive, path.open("rb") as wheel:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        needless = set(_needless_files(archive, [info.filename for info in infos]))
        record = next((info for info in infos if _RECORD.fullmatch(info.filename)), None)
        if not needless or record is None:
            return None
        signatures = {record.filename.replace("RECORD", name) for name in _SIGNATURES}
        rows, members = [], []
        for info in infos:
            if info.filename in needless | signatures or info is record:
                continue
            data = archive.read(info)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            rows.append((info.filename, f"sha256={digest}", len(data)))
            members.append(read_member(wheel, info))
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([*rows, (record.filename, "", "")])
        own = ZipMember.stored(record.filename, written.getvalue().encode(), record.external_attr)
    return pack_members([*members, own])


def _needless_files(archive: zipfile.ZipFile, names: list[str]) -> Iterable[str]:
    inner = [
        f"{name.removesuffix('package.json')}static/"
        for name in names
        if name.endswith("/package.json") and _is_built_extension(archive.read(name))
    ]
    for name in names:
        if _FOR_OTHERS.fullmatch(name) or _SOURCE_MAP.fullmatch(name) or name.startswith(tuple(inner)):
            yield name


def _is_built_extension(package: bytes) -> bool:
    """Whether this package.json is the one that JupyterLab's builder leaves beside a federated extension."""
    try:
        return "_build" in json.loads(package)["jupyterlab"]
    except (ValueError, KeyError, TypeError):
        return False
