"""Which files of the contents' root their notebooks use."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lite_build.notebooks.markdown_links import links_of
from lite_build.notebooks.reading import read_notebook
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path, PurePosixPath

    from lite_build.notebooks.reading import Notebook


def used_files(names: Collection[str], notebooks: Iterable[tuple[Path, PurePosixPath]]) -> set[str]:
    """Find the files that notebooks install from, open or link to; prose and comments do not count.

    Args:
        names: of the files, all at the root of the contents.
        notebooks: of each its file and its path in the contents. What is no notebook uses nothing: the
            build refuses it when it reads it.
    """
    used: set[str] = set()
    for source, path in notebooks:
        try:
            notebook = read_notebook(source, str(path))
        except UserMistake:
            continue
        linked = _linked_paths(notebook)
        code = [cell.source for cell in notebook.cells if cell.kind == "code"]
        used |= {name for name in names if name in linked or any(map(_use_in_code(name).search, code))}
    return used


def _use_in_code(name: str) -> re.Pattern[str]:
    """Finds a file as a string of its own, as an option's value, or as a word of a magic's line."""
    path = rf"(?:/drive/)?(?:\.{{1,2}}/)*{re.escape(name)}"
    return re.compile(
        rf"""(["']){path}\1|^\s*[%!](?:.*?[\s="'])?(?:-r)?{path}(?![\w./-])""",
        re.MULTILINE,
    )


def _linked_paths(notebook: Notebook) -> set[str]:
    links = (link for cell in notebook.cells if cell.kind == "markdown" for link in links_of(cell.source))
    folder = posixpath.dirname(notebook.name)
    paths = set()
    for link in links:
        try:
            parts = urlsplit(link)
        except ValueError:
            continue
        if not parts.scheme and not parts.netloc:
            paths.add(posixpath.normpath(posixpath.join("/", folder, unquote(parts.path))).lstrip("/"))
    return paths
