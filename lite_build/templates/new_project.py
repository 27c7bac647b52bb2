"""A new project, as `lite-build init` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.templates.template import write_template

if TYPE_CHECKING:
    from pathlib import Path


def create_project(folder: Path, *, has_pages: bool = False) -> tuple[Path, ...]:
    """Write a project that builds at once.

    Args:
        folder: where to. It and its parents are made where they are missing.
        has_pages: whether its notebooks have pages of their own.

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
        over="pages_template" if has_pages else None,
        remedy="give the name of a new folder; a folder of notebooks needs no init, `lite-build build` takes "
        "it as it is",
    )
