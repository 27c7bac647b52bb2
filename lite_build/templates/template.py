"""A template's files, written into a folder that has room for them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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
    sources = {
        path: source
        for each in (template, *([over] if over is not None else []))
        for path, source in _files_of(files("lite_build.templates") / each, {**HIDDEN_NAMES, **names})
        if path.parts[0] != without
    }
    _check_room(folder, list(sources), remedy)
    for path, source in sources.items():
        content = Template(source.read_text(encoding="utf-8")).safe_substitute(values)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    return tuple(sources)


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


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
