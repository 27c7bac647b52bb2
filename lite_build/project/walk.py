"""Walk a folder of a project: a link is followed inside of the folder, and never out of it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def walk_files(
    folder: Path,
    what: str,
    is_left_out: Callable[[Path, PurePosixPath], bool],
    problems: list[str],
) -> Iterator[tuple[Path, PurePosixPath]]:
    """List the files below a folder, each with its path inside.

    Args:
        folder: where to begin.
        what: the folder in words: "the contents".
        is_left_out: told each file or folder and its path inside; what it says yes to is not looked at.
        problems: told of each link that leads out, back or nowhere, and of what is neither file nor folder.
    """
    top = real_path(folder)

    def walk(
        folder: Path, path: PurePosixPath, parents: frozenset[Path]
    ) -> Iterator[tuple[Path, PurePosixPath]]:
        resolved = real_path(folder)
        if resolved in parents:
            problems.append(f"{folder}: a link that leads back to a folder above it")
            return
        for child in sorted(folder.iterdir()):
            child_path = path / child.name
            if is_left_out(child, child_path):
                continue
            is_folder = child.is_dir()
            # A junction of Windows leads elsewhere too, and does not count as a link.
            leads_to = real_path(child) if is_folder or child.is_symlink() else top
            if not leads_to.is_relative_to(top):
                problems.append(f"{child}: a link that leads out of {what}, to {leads_to}")
            elif is_folder:
                yield from walk(child, child_path, parents | {resolved})
            elif child.is_file():
                yield child, child_path
            elif child.is_symlink():
                problems.append(f"{child}: a link that leads nowhere")
            else:
                problems.append(f"{child}: neither a file nor a folder")

    yield from walk(folder, PurePosixPath(), frozenset())


def real_path(path: Path) -> Path:
    """Follow every link of a path; one that leads in a circle stays, where `Path.resolve` raises."""
    return Path(os.path.realpath(path))


def link_problem(place: Path, root: Path) -> str | None:
    """Tell in words where a folder or file of a project leads out of it by a link; None where it does not.

    A place that lies outside by its own name was meant.
    """
    top, leads_to = real_path(root), real_path(root / place)
    named = Path(os.path.normpath(root / place))
    is_inside = any(real_path(folder) == top for folder in (named, *named.parents))
    if is_inside and not leads_to.is_relative_to(top):
        return f"{place}: a link that leads out of the project, to {leads_to}"
    return None
