"""A new project, as `lite-build init` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lite_build.templates.template import write_template

if TYPE_CHECKING:
    from pathlib import Path


#: Notebooks in JupyterLab, notebooks that have pages besides, or pages of plain HTML.
ProjectKind = Literal["notebooks", "pages", "html"]


def create_project(folder: Path, kind: ProjectKind = "notebooks") -> tuple[Path, ...]:
    """Write a project that builds at once.

    Args:
        folder: where to. It and its parents are made where they are missing.
        kind: what its contents are.

    Returns:
        The files that were written, relative to `folder`.

    Raises:
        UserMistake: there is something in the folder, or it is a file. Nothing was written.
    """
    return write_template(
        "project_template",
        folder,
        {"name": folder.resolve().name or "Notebooks"},
        names={},
        over=None if kind == "notebooks" else f"{kind}_template",
        without="notebooks" if kind == "html" else None,
        remedy="give the name of a new folder; a folder of notebooks needs no init, `lite-build build` takes "
        "it as it is",
    )
