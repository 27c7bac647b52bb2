"""The contents of a site: which files are published, and the listings that JupyterLite reads."""

from __future__ import annotations

import json
import mimetypes
import re
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from jupyterlite_core.constants import DEFAULT_FILE_TYPES

from lite_build.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: What is never part of a notebook folder's contents. Unlike jupyterlite-core's default, folders named
#: `lib`, `build`, `dist` or `envs` are published: their names say nothing of their use in a course.
DEFAULT_IGNORED = (
    r"/__pycache__/",
    r"/node_modules/",
    r"\.pyc$",
    r"\.doit\.db$",
    r"/jupyter_lite_config\.(json|py)$",
    r"/jupyter-lite\.(json|ipynb)$",
    r"/overrides\.json$",
    r"/pylock\.pyodide\.toml$",
    r"/[Uu]ntitled\d*\.ipynb$",
)


@dataclass(frozen=True)
class ContentFile:
    """A file that is published.

    Args:
        source: where it is read.
        path: where it lands, relative to the site's `files/`.
    """

    source: Path
    path: PurePosixPath


@dataclass(frozen=True)
class Contents:
    """What is published, sorted by path, and what was left out by which rule."""

    files: tuple[ContentFile, ...]
    left_out: tuple[str, ...]

    @property
    def notebooks(self) -> tuple[ContentFile, ...]:
        """The notebooks among the files."""
        return tuple(file for file in self.files if file.path.suffix == ".ipynb")


def collect_contents(
    sources: Sequence[Path],
    *,
    root: Path,
    ignored: Iterable[str] = DEFAULT_IGNORED,
    allow_hidden: bool = False,
    excluded: Iterable[Path] = (),
) -> Contents:
    """List what is published.

    Args:
        sources: folders, whose files are published under their own paths, and single files.
        root: the project's folder. A source that leaves it by ".." is refused, an absolute one is not.
        ignored: regular expressions over "/path/of/file"; folders end with "/".
        allow_hidden: whether names that start with a dot are published.
        excluded: folders that are never published, such as the output.

    Raises:
        UserMistake: a rule that is no regular expression; sources that are missing or outside of the
            project, links that lead out of their source, and files that would land on one path, all that
            there are at once.
    """
    walk = _Walk(_patterns(ignored), allow_hidden, {path.resolve() for path in excluded})
    found: dict[str, ContentFile] = {}
    for source in sources:
        if (problem := _source_problem(source, root)) is not None:
            walk.problems.append(problem)
            continue
        for file in walk.files_of(source):
            landing = unicodedata.normalize("NFC", str(file.path))
            if landing in found:
                walk.problems.append(
                    f"{file.path}: both {found[landing].source} and {file.source} would land on this path"
                )
            else:
                found[landing] = file
    if walk.problems:
        raise UserMistake(
            "\n".join(walk.problems),
            where="the contents",
            remedy="Put the files inside the project, under names of their own, and list their folder in "
            "LiteBuildConfig.contents.",
        )
    return Contents(tuple(found[path] for path in sorted(found)), tuple(sorted(walk.left_out)))


def write_contents(contents: Contents, output: Path, *, epoch: int) -> None:
    """Write the contents to `files/` and their listings to `api/contents/`, in place of what is there.

    The listings follow the Jupyter Server contents API
    (https://jupyter-server.readthedocs.io/en/latest/developers/contents.html), as JupyterLite reads them.

    Args:
        contents: what is published.
        output: the site's folder.
        epoch: the date of every entry, in seconds since 1970.
    """
    files, listings = output / "files", output / "api" / "contents"
    for folder in (files, listings):
        if folder.exists():
            shutil.rmtree(folder)
    entries: dict[PurePosixPath, list[dict[str, Any]]] = {PurePosixPath(): []}
    date = datetime.fromtimestamp(epoch, tz=UTC).isoformat().replace("+00:00", "Z")
    for file in contents.files:
        _enter_folders(file.path.parent, entries, date)
        target = files / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.source, target)
        entries[file.path.parent].append(_entry(file.path, date, size=target.stat().st_size))
    for folder_path, children in entries.items():
        listing = _entry(folder_path, date, size=None) | {"format": "json", "content": children}
        target = listings / folder_path / "all.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(listing, separators=(",", ":")), encoding="utf-8")


def _patterns(rules: Iterable[str]) -> list[re.Pattern[str]]:
    patterns = []
    for rule in rules:
        try:
            patterns.append(re.compile(rule))
        except re.error as error:
            raise UserMistake(
                f"the rule {rule} is no regular expression: {error}",
                where="the contents",
                remedy="Correct it in ignore_contents or extra_ignore_contents of LiteBuildConfig.",
            ) from None
    return patterns


def _source_problem(source: Path, root: Path) -> str | None:
    absolute = root / source
    if ".." in source.parts and not absolute.resolve().is_relative_to(root.resolve()):
        return f"{source}: leads out of the project by '..'"
    if not absolute.exists():
        return f"{source}: there is no such file or folder"
    return None


@dataclass
class _Walk:
    patterns: list[re.Pattern[str]]
    allow_hidden: bool
    excluded: set[Path]

    def __post_init__(self) -> None:
        self.problems: list[str] = []
        self.left_out: list[str] = []

    def files_of(self, source: Path) -> Iterator[ContentFile]:
        if source.is_file():
            yield ContentFile(source, PurePosixPath(source.name))
            return
        yield from self._folder(source, PurePosixPath(), source.resolve(), frozenset())

    def _folder(
        self, folder: Path, path: PurePosixPath, source: Path, parents: frozenset[Path]
    ) -> Iterator[ContentFile]:
        resolved = folder.resolve()
        if resolved in self.excluded:
            return
        if resolved in parents:
            self.problems.append(f"{folder}: a link that leads back to a folder above it")
            return
        for child in sorted(folder.iterdir()):
            child_path = path / child.name
            if self._is_left_out(child, child_path):
                continue
            if child.is_symlink() and not child.resolve().is_relative_to(source):
                self.problems.append(f"{child}: a link that leads out of the contents, to {child.resolve()}")
            elif child.is_dir():
                yield from self._folder(child, child_path, source, parents | {resolved})
            elif child.exists():
                yield ContentFile(child, child_path)
            else:
                self.problems.append(f"{child}: a link that leads nowhere")

    def _is_left_out(self, child: Path, path: PurePosixPath) -> bool:
        if child.name.startswith(".") and not self.allow_hidden:
            self.left_out.append(f"{path}: its name starts with a dot")
            return True
        name = f"/{path}/" if child.is_dir() else f"/{path}"
        for pattern in self.patterns:
            if pattern.search(name):
                self.left_out.append(f"{path}: by the rule {pattern.pattern}")
                return True
        return False


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
