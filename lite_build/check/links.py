"""Find links in Markdown cells that lead nowhere in the site."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lite_build.check.report import Problem
from lite_build.notebooks.markdown_links import links_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lite_build.notebooks.reading import Cell, Notebook


def find_dead_links(
    notebooks: Sequence[Notebook], published: frozenset[str], pages: frozenset[str]
) -> tuple[Problem, ...]:
    """Find links and images that lead to no file.

    Args:
        notebooks: their names are paths below the site's `files/`.
        published: the paths of all files and folders below `files/`, with "/".
        pages: the paths of all files and folders of the site.
    """
    return tuple(
        Problem("dead link", notebook.place(cell), f"{link} leads to nothing in the site")
        for notebook in notebooks
        for cell in notebook.cells
        if cell.kind == "markdown"
        for link in dict.fromkeys(links_of(cell.source))
        if not _leads_somewhere(link, notebook, cell, published, pages)
    )


def _leads_somewhere(
    link: str, notebook: Notebook, cell: Cell, published: frozenset[str], pages: frozenset[str]
) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme == "attachment":
        return unquote(parts.path) in notebook.raw["cells"][cell.index].get("attachments", {})
    if parts.scheme or parts.netloc or not parts.path:
        return True
    path = unquote(parts.path)
    folder = PurePosixPath(notebook.name).parent
    # JupyterLab opens paths of the contents, whose root a leading "/" means; others may be pages of the site.
    if path.startswith("/"):
        return _resolved(PurePosixPath(path)) in published
    in_contents, in_site = PurePosixPath("/", folder, path), PurePosixPath("/files", folder, path)
    return _resolved(in_contents) in published or _resolved(in_site) in pages


def _resolved(path: PurePosixPath) -> str:
    kept: list[str] = []
    for part in path.parts[1:]:
        if part == "..":
            del kept[-1:]
        else:
            kept.append(part)
    return "/".join(kept)
