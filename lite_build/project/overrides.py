"""The files of a project's overrides, which are laid over its site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lite_build.project.landing import LandingPaths, folder_around
from lite_build.project.walk import link_problem, walk_files
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path, PurePosixPath


_NOT_PUBLISHED = {"README.md"}


#: What the build makes from other parts of the project, and lists or hashes elsewhere in the site.
_REFUSED_FOLDERS = ("api", "files", "static")


_REMEDY = "Move or rename it. Files for readers go into the contents, files of npm packages into npm_assets."


@dataclass(frozen=True)
class Override:
    """A file of the overrides.

    Args:
        source: where it is read.
        path: in the overrides, and so in the site.
        name: for messages, with the name of the folder.
    """

    source: Path
    path: PurePosixPath
    name: str


def collect_overrides(folder: Path, root: Path) -> tuple[Override, ...]:
    """List the files of a project's overrides.

    Args:
        folder: the overrides.
        root: the project's folder.

    Raises:
        UserMistake: links that lead out of the project or the overrides; files for a folder that the build
            makes from the contents and packages; files for one path. All that there are at once.
    """
    problems: list[str] = []
    if (problem := link_problem(folder, root)) is not None:
        raise overrides_refusal([problem])
    landings, found = LandingPaths(), []
    for source, path in walk_files(folder, "the overrides", _is_left_out, problems):
        override = Override(source, path, f"{folder.name}/{path}")
        found.append(override)
        if (reserved := folder_around(path, _REFUSED_FOLDERS)) is not None:
            problems.append(f"{override.name}: {reserved}/ of the site is made from the rest of the project")
        elif (problem := landings.take(path, source)) is not None:
            problems.append(problem)
    if problems:
        raise overrides_refusal(problems)
    return tuple(found)


def _is_left_out(file: Path, path: PurePosixPath) -> bool:
    return file.name.startswith(".") or file.name in _NOT_PUBLISHED


def overrides_refusal(problems: Sequence[str]) -> UserMistake:
    """What is raised where overrides cannot be used, for each of some problems."""
    return UserMistake("\n".join(dict.fromkeys(problems)), where="the overrides", remedy=_REMEDY)
