"""Adding a requirement to a project: what `lite-build add` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from lite_build.files.json_file import parse_json_object
from lite_build.files.json_text import with_added
from lite_build.network.addresses import without_logins
from lite_build.packages.asked.requirement_files import read_requirement_lines
from lite_build.project.file_names import REQUIREMENTS_FILE
from lite_build.store.whole_file import write_whole
from lite_build.words.errors import UserMistake

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.requirements import Requirement

_SECTION, _OPTION = "PackagesAddon", "requirements"


def add_requirement(project_root: Path, config_path: Path, requirement: str) -> str:
    """Add a requirement to the project's requirements.txt where it has one, else to its configuration.

    The file keeps its layout. What is there already is not added again.

    Args:
        project_root: where requirements.txt is looked for, and what paths are relative to.
        config_path: `jupyter_lite_config.json`; written where there is none.
        requirement: PEP 508, or the path of a wheel or of a project's folder.

    Returns:
        A sentence that says what was done.

    Raises:
        UserMistake: there is no such project; it is no requirement, or the project asks for other versions of
            it already; or the configuration cannot be read.
    """
    text = requirement.strip()
    parsed = parse_addition(requirement, project_root)
    requirements_file = project_root / REQUIREMENTS_FILE
    if requirements_file.is_file():
        return _add_to_file(requirements_file, text, parsed, project_root)
    return _add_to_config(config_path, text, parsed, project_root)


def parse_addition(requirement: str, project_root: Path) -> Requirement | None:
    """Read what `add_requirement` is given.

    Returns:
        None for a project's folder, whose name only its build tells.

    Raises:
        UserMistake: there is no such project, or it is no requirement.
    """
    if not project_root.is_dir():
        raise UserMistake(
            "there is no such folder", where=str(project_root), remedy="Name the project's folder."
        )
    text = requirement.strip()
    if text.startswith("-") or "\n" in text:
        raise UserMistake(
            f"{requirement!r} is not a requirement",
            remedy="Give a distribution's name, or the path of a wheel or of a project's folder.",
        )
    return _named(text, project_root)


def _named(text: str, project_root: Path) -> Requirement | None:
    asked = read_requirement_lines([(text, without_logins(text))], project_root, project_root)
    return asked.requirements[0].requirement if asked.requirements else None


def _is_there(
    entries: list[str], text: str, parsed: Requirement | None, project_root: Path, where: str
) -> bool:
    for entry in entries:
        if entry == text:
            return True
        try:
            other = _named(entry, project_root)
        except UserMistake:
            # What is wrong with the file's other lines is for the build to say.
            continue
        if parsed is None or other is None or canonicalize_name(other.name) != canonicalize_name(parsed.name):
            continue
        if other == parsed or str(parsed) == parsed.name:
            return True
        raise UserMistake(
            f"{other} is asked for already",
            where=where,
            remedy=f"Change it there to {text}, if that is meant.",
        )
    return False


def _text_of(path: Path) -> str:
    """The text of a file, with the ends of its lines as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UserMistake("the file is not UTF-8 text", where=path.name, remedy="Save it as UTF-8.") from None


def _add_to_file(path: Path, text: str, parsed: Requirement | None, project_root: Path) -> str:
    before = _text_of(path)
    entries = [line.partition(" #")[0].strip() for line in before.splitlines()]
    entries = [entry for entry in entries if entry and not entry.startswith("#")]
    if _is_there(entries, text, parsed, project_root, path.name):
        return f"{path.name} asks for {text} already."
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before or before.endswith("\n") else newline
    write_whole(path, f"{before}{gap}{text}{newline}")
    return f"Added {text} to {path.name}."


def _add_to_config(path: Path, text: str, parsed: Requirement | None, project_root: Path) -> str:
    before = _text_of(path) if path.is_file() else "{}\n"
    config = parse_json_object(before, path.name)
    try:
        after = with_added(before, (_SECTION, _OPTION), text)
    except TypeError:
        raise UserMistake(
            f"{_SECTION}.{_OPTION} should be an array of strings, in an object",
            where=path.name,
            remedy=f'Write {{"{_SECTION}": {{"{_OPTION}": ["{text}"]}}}}.',
        ) from None
    entries = [str(entry) for entry in config.get(_SECTION, {}).get(_OPTION, [])]
    if _is_there(entries, text, parsed, project_root, path.name):
        return f"{path.name} asks for {text} already."
    write_whole(path, after)
    return f"Added {text} to {_SECTION}.{_OPTION} in {path.name}."
