"""A new project: the template's files, in a folder that has room for them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from lite_build.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

#: The template's names for what starts with a dot. Tools that pack and search leave hidden files out.
HIDDEN_NAMES = {"github": ".github", "gitignore": ".gitignore"}

#: What a folder may hold and still count as empty: a repository and what tools and systems put there.
HARMLESS_NAMES = frozenset(
    {".DS_Store", ".git", ".hg", ".idea", ".svn", ".venv", ".vscode", "Thumbs.db", "desktop.ini"}
)

#: How many names a message lists.
_MOST_LISTED = 10


def create_project(folder: Path) -> tuple[Path, ...]:
    """Write a project that builds at once.

    Args:
        folder: where to. It and its parents are made where they are missing.

    Returns:
        The files that were written, relative to `folder`.

    Raises:
        UserMistake: there is something in the folder, or it is a file. Nothing was written.
    """
    template = dict(_template_files(files("lite_build") / "project_template"))
    _check_room(folder, template)
    name = folder.resolve().name or "Notebooks"
    for path, source in template.items():
        content = source.read_text(encoding="utf-8")
        if path.name == "README.md":
            content = Template(content).substitute(name=name)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    return tuple(template)


def _template_files(folder: Traversable, below: Path = Path()) -> Iterator[tuple[Path, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = below / HIDDEN_NAMES.get(entry.name, entry.name)
        if entry.is_dir():
            yield from _template_files(entry, path)
        else:
            yield path, entry


def _check_room(folder: Path, template: dict[Path, Traversable]) -> None:
    if folder.exists() and not folder.is_dir():
        raise UserMistake(
            "this is a file, and a project is a folder.", where=str(folder), remedy="give another name"
        )
    if not folder.is_dir():
        return
    there = sorted(path.name for path in folder.iterdir() if path.name not in HARMLESS_NAMES)
    if not there:
        return
    overwritten = [path.as_posix() for path in template if (folder / path).exists()]
    found = f"would overwrite {_listed(overwritten)}" if overwritten else f"it holds {_listed(there)}"
    raise UserMistake(
        f"the folder is not empty: {found}. Nothing was written.",
        where=str(folder),
        remedy="give the name of a new folder; a folder of notebooks needs no init, `lite-build build` takes "
        "it as it is",
    )


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
