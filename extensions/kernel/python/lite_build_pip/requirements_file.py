"""Requirements files, in pip's format, as far as a page can follow them.

Source: <https://pip.pypa.io/en/stable/reference/requirements-file-format/>.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lite_build_pip.answers import PipFailure, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"(^|\s+)#.*$")
_VARIABLE = re.compile(r"\$\{(?P<name>[A-Z0-9_]+)\}")
_OPTION = re.compile(r"(?P<option>--[a-z-]+|-[a-zA-Z])(?:\s*=\s*|\s*)(?P<value>.*)")
_OPTION_OF_A_REQUIREMENT = re.compile(r"\s+(?P<option>--[a-z-]+)[=\s].*$")
_IS_URL = re.compile(r"https?://")
_AN_INDEX = "a page installs what its site ships; name an index in the line: %pip install --index-url …"
_A_FOLDER = "name the folder in the line: %pip install --find-links DIR -r FILE"
#: Options that make no sense in a page, with what to do instead.
_SENSELESS = {
    "-e": "a page cannot build a project; put its wheel beside the notebook, and install that.",
    "--editable": "a page cannot build a project; put its wheel beside the notebook, and install that.",
    "-i": _AN_INDEX,
    "--index-url": _AN_INDEX,
    "--extra-index-url": _AN_INDEX,
    "--no-index": _AN_INDEX,
    "-f": _A_FOLDER,
    "--find-links": _A_FOLDER,
    "--no-binary": "a page installs wheels, and builds none; leave the line out.",
}
#: Options that say what holds in a page anyway.
_WITHOUT_EFFECT = frozenset({"--only-binary", "--prefer-binary", "--use-feature", "--trusted-host"})


#: The root of a site's contents.
_CONTENTS = Path("/drive")


@dataclass
class Requirements:
    """What requirements files ask for.

    Args:
        lines: each a requirement, or a wheel's path or URL, with the file that has it.
        constraints: bounds for what is installed for whatever reason.
        allow_prereleases: whether a file says `--pre`.
    """

    lines: list[tuple[str, str]] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    allow_prereleases: bool = False


def find_file(name: str) -> Path | None:
    """A file that a line names: in the current folder, or else in one above it, as a project's root is.

    Nothing above the contents' root is the reader's.
    """
    path = Path(name)
    if path.is_file():
        return path
    here = Path.cwd()
    if not path.is_absolute() and ".." not in path.parts and here.is_relative_to(_CONTENTS):
        above = (folder / path for folder in here.parents if folder.is_relative_to(_CONTENTS))
        return next((found for found in above if found.is_file()), None)
    return None


async def read_files(names: list[str], constraints: list[str]) -> Requirements:
    """Read requirements files and files of constraints, with the files that they name.

    Raises:
        PipFailure: one is not there, or is not text.
    """
    found = Requirements()
    seen: set[str] = set()
    for name in names:
        await _read(name, found, seen, as_constraints=False)
    for name in constraints:
        await _read(name, found, seen, as_constraints=True)
    return found


async def _read(name: str, found: Requirements, seen: set[str], *, as_constraints: bool) -> None:
    place, text = await _text_of(name)
    if place in seen:
        return
    seen.add(place)
    for line in logical_lines(text):
        option = _OPTION.fullmatch(line)
        if option is None:
            requirement = _plain(line, place)
            if as_constraints:
                found.constraints.append(requirement)
            else:
                found.lines.append((_beside(requirement, place), name))
            continue
        match option["option"]:
            case "-r" | "--requirement":
                await _read(_relative(option["value"], place), found, seen, as_constraints=as_constraints)
            case "-c" | "--constraint":
                await _read(_relative(option["value"], place), found, seen, as_constraints=True)
            case "--pre":
                found.allow_prereleases = True
            case "--require-hashes":
                warn(f"{name}: hashes are not compared: they belong to files for other platforms.")
            case other if other in _SENSELESS:
                warn(f"{name}: {line} is left out: {_SENSELESS[other]}")
            case other if other not in _WITHOUT_EFFECT:
                raise PipFailure(f"{name}: pip knows no option {other} in a requirements file.")


async def _text_of(name: str) -> tuple[str, str]:
    """Where a file is, and its text."""
    if _IS_URL.match(name):
        from pyodide.http import pyfetch

        try:
            response = await pyfetch(name)
            response.raise_for_status()
            return name, await response.string()
        except OSError as error:
            raise PipFailure(f"Could not open requirements file: {name} cannot be fetched: {error}") from None
    path = find_file(name)
    if path is None:
        raise PipFailure(
            f"Could not open requirements file: there is no {name} in {Path.cwd()}, or in a folder above it."
        )
    try:
        return str(path.resolve()), path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PipFailure(f"Could not open requirements file: {name} cannot be read: {error}") from None


def logical_lines(text: str, *, keep_comments: bool = False) -> Iterator[str]:
    """The lines that say something, joined where one ends with a backslash, with variables replaced."""
    collected = ""
    for line in text.splitlines():
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            collected += line[:-1].strip() + " "
            continue
        whole = collected + line.strip()
        collected = ""
        if keep_comments:
            yield whole
        elif said := without_comment(whole):
            yield _VARIABLE.sub(lambda found: os.environ.get(found["name"], found[0]), said)
    if collected:
        yield collected.strip()


def without_comment(line: str) -> str:
    """A line up to its comment."""
    return _COMMENT.sub("", line).strip()


def _plain(line: str, place: str) -> str:
    """A requirement without options of its own, which are about building it, or hashes."""
    option = _OPTION_OF_A_REQUIREMENT.search(line)
    if option is None:
        return line
    if option["option"] != "--hash":
        warn(f"{place}: {option['option']} is left out: a page builds nothing.")
    return line[: option.start()].strip()


def _relative(name: str, place: str) -> str:
    """What a file names, beside itself."""
    if _IS_URL.match(name) or name.startswith("/"):
        return name
    if _IS_URL.match(place):
        from urllib.parse import urljoin

        return urljoin(place, name)
    return os.path.normpath(Path(place).parent / name)


def _beside(requirement: str, place: str) -> str:
    """A wheel's path from the current folder, or else from that of the file."""
    if requirement.endswith(".whl") and "://" not in requirement and not Path(requirement).is_file():
        beside = Path(place).parent / requirement
        if beside.is_file():
            return str(beside)
    return requirement
