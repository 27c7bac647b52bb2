"""A template's files, written into a folder that has room for them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

#: The templates' names for what starts with a dot. Tools that pack and search leave hidden files out.
HIDDEN_NAMES = {"github": ".github", "gitignore": ".gitignore"}

#: Ends the names of Python files that are none before their placeholders are filled.
_UNFILLED = ".in"

#: What a folder may hold and still count as empty: a repository and what tools and systems put there.
HARMLESS_NAMES = frozenset(
    {".DS_Store", ".git", ".hg", ".idea", ".svn", ".venv", ".vscode", "Thumbs.db", "desktop.ini"}
)

#: How many names a message lists.
_MOST_LISTED = 10


def write_template(
    template: str,
    folder: Path,
    values: Mapping[str, str],
    *,
    names: Mapping[str, str],
    remedy: str,
    over: str | None = None,
    without: str | None = None,
) -> tuple[Path, ...]:
    """Write a template's files.

    Args:
        template: the template's folder in this room.
        folder: where to. It and its parents are made where they are missing.
        values: what `$name` and other placeholders in the files stand for; any other `$` stays as it is.
        names: other names for files and folders of the template.
        remedy: what to do where the folder is not empty.
        over: a template whose files are added, or take the place of those of the same name.
        without: a folder of the template whose files are left out.

    Returns:
        The files that were written, relative to `folder`.

    Raises:
        UserMistake: there is something in the folder, or it is a file. Nothing was written.
    """
    templates = (template, *([over] if over is not None else []))
    sources = {
        path: source for path, source in _sources(templates, names).items() if path.parts[0] != without
    }
    _check_room(folder, list(sources), remedy)
    for path, source in sources.items():
        _write(source, folder / path, values)
    return tuple(sources)


@dataclass(frozen=True)
class AddedFiles:
    """What became of the files of a template, relative to their folder.

    Args:
        written: those that were missing.
        kept: those that were there, and stay as they are.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def add_template(
    templates: Sequence[str],
    folder: Path,
    values: Mapping[str, str],
    *,
    names: Mapping[str, str],
    without: Collection[Path] = (),
) -> AddedFiles:
    """Write those files of templates that a folder has not.

    Args:
        templates: their folders in this room.
        folder: where to. It and its parents are made where they are missing.
        values: as for `write_template`.
        names: other names for files and folders of the templates; one for a folder may have several parts.
        without: files that are left out.

    Raises:
        UserMistake: there is a file in the place of a folder, or the other way round. Nothing was written.
    """
    sources = {path: one for path, one in _sources(templates, names).items() if path not in without}
    for path in sources:
        _check_place(folder, path)
    missing = {path: one for path, one in sources.items() if not (folder / path).exists()}
    for path, source in missing.items():
        _write(source, folder / path, values)
    return AddedFiles(tuple(missing), tuple(path for path in sources if path not in missing))


def _sources(templates: Sequence[str], names: Mapping[str, str]) -> dict[Path, Traversable]:
    room = files("lite_build.templates")
    every = {**HIDDEN_NAMES, **names}
    return {path: source for each in templates for path, source in _files_of(room / each, every)}


def _write(source: Traversable, target: Path, values: Mapping[str, str]) -> None:
    content = Template(source.read_text(encoding="utf-8")).safe_substitute(values)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(content)


def _files_of(
    folder: Traversable, names: Mapping[str, str], below: Path = Path()
) -> Iterator[tuple[Path, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = below / names.get(entry.name, entry.name).removesuffix(_UNFILLED)
        if entry.is_dir():
            yield from _files_of(entry, names, path)
        else:
            yield path, entry


def _check_room(folder: Path, written: list[Path], remedy: str) -> None:
    if folder.exists() and not folder.is_dir():
        raise UserMistake(
            "this is a file, and a folder is needed.", where=str(folder), remedy="give another name"
        )
    if not folder.is_dir():
        return
    there = sorted(path.name for path in folder.iterdir() if path.name not in HARMLESS_NAMES)
    if not there:
        return
    overwritten = [path.as_posix() for path in written if (folder / path).exists()]
    found = f"would overwrite {_listed(overwritten)}" if overwritten else f"it holds {_listed(there)}"
    raise UserMistake(
        f"the folder is not empty: {found}. Nothing was written.", where=str(folder), remedy=remedy
    )


def _check_place(folder: Path, path: Path) -> None:
    """See that a file can be written, where it is not there."""
    blocking = next((each for each in (folder, *_parents(folder, path)) if each.is_file()), None)
    if blocking is not None:
        raise UserMistake(
            "this is a file, and a folder is needed. Nothing was written.",
            where=str(blocking),
            remedy="Move it, or give it another name.",
        )
    if (folder / path).is_dir():
        raise UserMistake(
            "this is a folder, and a file is needed. Nothing was written.",
            where=str(folder / path),
            remedy="Move it, or give it another name.",
        )


def _parents(folder: Path, path: Path) -> Iterator[Path]:
    return (folder / parent for parent in path.parents)


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
