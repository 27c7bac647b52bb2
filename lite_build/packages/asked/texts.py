"""What was asked for, as text that may be committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from lite_build.network.addresses import file_path, without_login

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lite_build.packages.asked.requirement import AskedRequirement


def requirement_texts(asked: Iterable[AskedRequirement], project_root: Path) -> tuple[str, ...]:
    """What was asked for as `Lock.requirements` has it: sorted, each once, the same on every machine.

    A wheel of the project is named by its path from the project's root, any other by its file's name.
    """
    return tuple(sorted({_text_of(one.requirement, project_root.resolve()) for one in asked}))


def _text_of(requirement: Requirement, project_root: Path) -> str:
    if requirement.url is None:
        return str(requirement)
    committed = Requirement(str(requirement))
    path = file_path(requirement.url)
    if path is None:
        committed.url = without_login(requirement.url)
    elif path.is_relative_to(project_root):
        committed.url = path.relative_to(project_root).as_posix()
    else:
        committed.url = path.name
    return str(committed)
