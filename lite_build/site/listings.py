"""The contents as they lie in a site: the files, and the listings that JupyterLite reads."""

from __future__ import annotations

import json
import mimetypes
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jupyterlite_core.constants import DEFAULT_FILE_TYPES

from lite_build.files.json_file import read_json_object
from lite_build.notebooks.reading import read_notebook
from lite_build.site.digests import version_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from lite_build.project.contents import ContentFile, Contents


#: Where the listings lie in a site, and where the contents do.
LISTINGS = ("api", "contents")
#: By this name an entry of a file has the file's digests; Jupyter's own API has no such.
VERSION = "version"
#: By this name a file that keeps its name from build to build says of which version of the site it is.
SITE_VERSION = "siteVersion"
#: Stands in its place until the site is whole.
NO_VERSION = "0-site-version-0"
_FILES = "files"


def write_contents(contents: Contents, output: Path, *, epoch: int) -> None:
    """Write the contents to `files/` and their listings to `api/contents/`, in place of what is there.

    The listings follow the Jupyter Server contents API
    (https://jupyter-server.readthedocs.io/en/latest/developers/contents.html), as JupyterLite reads them.

    Args:
        contents: what is published.
        output: the site's folder.
        epoch: the date of every entry, in seconds since 1970.
    """
    files = output / _FILES
    if files.exists():
        shutil.rmtree(files)
    for file in contents.files:
        target = files / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_file(file, target)
    _write_listings(contents, output, epoch)


def write_changed_contents(contents: Contents, changed: Collection[str], output: Path, *, epoch: int) -> None:
    """Write some files of the contents anew, and the listings, which tell of their sizes.

    Args:
        contents: what is published: the same paths as are there.
        changed: the paths of those to write.
        output: the site's folder. Its files may be other sites' too: each that is written is made anew.
        epoch: the date of every entry, in seconds since 1970.
    """
    for file in contents.files:
        if str(file.path) in changed:
            target = output / _FILES / file.path
            target.unlink()
            _write_file(file, target)
    versions = _listed_versions(output)
    known = {path: version for path, version in versions.items() if path not in changed}
    _write_listings(contents, output, epoch, known)


def _listed_versions(output: Path) -> dict[str, Any]:
    """The versions of files, by their paths, as the site's listings have them."""
    listings = (read_json_object(path) for path in output.joinpath(*LISTINGS).rglob("all.json"))
    entries = (entry for listing in listings for entry in listing["content"])
    return {entry["path"]: entry[VERSION] for entry in entries if VERSION in entry}


def _write_listings(
    contents: Contents, output: Path, epoch: int, known: Mapping[str, Any] = MappingProxyType({})
) -> None:
    """Write the listings anew.

    Args:
        contents: what is published.
        output: the site's folder.
        epoch: the date of every entry, in seconds since 1970.
        known: versions of files that are as they were: to find one out takes long for large files.
    """
    listings = output.joinpath(*LISTINGS)
    if listings.exists():
        shutil.rmtree(listings)
    entries: dict[PurePosixPath, list[dict[str, Any]]] = {PurePosixPath(): []}
    date = datetime.fromtimestamp(epoch, tz=UTC).isoformat().replace("+00:00", "Z")
    for file in contents.files:
        _enter_folders(file.path.parent, entries, date)
        written = output / _FILES / file.path
        # Pages tell by it whether a reader's copy was made from this version.
        version = known.get(str(file.path)) or asdict(version_of(file.path.name, written.read_bytes()))
        entry = _entry(file.path, date, size=written.stat().st_size)
        entries[file.path.parent].append(entry | {VERSION: version})
    for folder_path, children in entries.items():
        listing = _entry(folder_path, date, size=None) | {"format": "json", "content": children}
        listing[SITE_VERSION] = NO_VERSION
        target = listings / folder_path / "all.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(listing, separators=(",", ":")), encoding="utf-8")


def _write_file(file: ContentFile, target: Path) -> None:
    if file.is_made_of_text:
        notebook = read_notebook(file.source, str(file.path))
        text = json.dumps(notebook.raw, indent=1, ensure_ascii=False)
        target.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    else:
        shutil.copyfile(file.source, target)


def _enter_folders(
    folder: PurePosixPath, entries: dict[PurePosixPath, list[dict[str, Any]]], date: str
) -> None:
    if folder in entries:
        return
    _enter_folders(folder.parent, entries, date)
    entries[folder] = []
    entries[folder.parent].append(_entry(folder, date, size=None))


def _entry(path: PurePosixPath, date: str, *, size: int | None) -> dict[str, Any]:
    is_folder = size is None
    is_notebook = path.suffix == ".ipynb"
    return {
        "name": path.name,
        "path": "" if path == PurePosixPath() else str(path),
        "type": "directory" if is_folder else "notebook" if is_notebook else "file",
        "format": None,
        "mimetype": None if is_folder or is_notebook else _mime_type(path),
        "content": None,
        "size": size,
        "writable": True,
        "created": date,
        "last_modified": date,
        "hash": None,
        "hash_algorithm": None,
    }


def _known_mime_types() -> dict[str, str]:
    return {
        extension: types[0]
        for file_types in DEFAULT_FILE_TYPES.values()
        for extensions, types in file_types.values()
        for extension in extensions
    }


#: Python's own table without the machine's, whose entries differ from one system to the next.
_PYTHONS_MIME_TYPES = mimetypes.MimeTypes()
_JUPYTERLITES_MIME_TYPES = _known_mime_types()


def _mime_type(path: PurePosixPath) -> str | None:
    suffix = path.suffix.lower()
    return _JUPYTERLITES_MIME_TYPES.get(suffix) or _PYTHONS_MIME_TYPES.guess_type(f"file{suffix}")[0]
