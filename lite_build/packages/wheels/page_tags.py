"""The tags that packages bring to pages: classes of Python's that their wheels name."""

from __future__ import annotations

import configparser
import re
import zipfile
from typing import TYPE_CHECKING

from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: The group of a package's entry points that are tags: `my-gauge = "my_gauge:Gauge"`.
GROUP = "litepage.elements"
_ENTRY_POINTS = re.compile(r"[^/]+\.dist-info/entry_points\.txt")
#: As `lite_build_tags` has it for tags that code makes.
_TAG = re.compile(r"(?!lite-|m?py-|script-)[a-z][a-z0-9._]*-[a-z0-9._-]*")
_CLASS = re.compile(r"\w+(\.\w+)*\s*:\s*\w+(\.\w+)*")


def page_tags(wheels: Iterable[Path]) -> Mapping[str, str]:
    """Find the tags of packages.

    Args:
        wheels: the packages' files; what is no wheel brings none.

    Returns:
        the classes (`package.module:Class`), by the tags.

    Raises:
        BuildFailure: a package names no class, or a tag that there cannot be, or two packages name one tag.
    """
    found: dict[str, tuple[str, str]] = {}
    for wheel in wheels:
        if wheel.suffix != ".whl":
            continue
        for tag, source in _tags_of(wheel).items():
            if tag in found and found[tag][1] != source:
                raise BuildFailure(
                    f"brings the tag <{tag}>, which {found[tag][0]} brings as well",
                    where=wheel.name,
                    remedy="Leave one of the two packages out.",
                )
            found[tag] = (wheel.name, source)
    return {tag: source for tag, (_, source) in sorted(found.items())}


def _tags_of(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if _ENTRY_POINTS.fullmatch(name)]
        text = "\n".join(archive.read(name).decode("utf-8") for name in names)
    if GROUP not in text:
        return {}
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None, strict=False)
    # Names of entry points have capitals.
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise BuildFailure(
            f"has entry points that cannot be read: {error.message}",
            where=wheel.name,
            remedy="Tell those who publish it.",
        ) from error
    if not parser.has_section(GROUP):
        return {}
    tags = {tag: re.sub(r"\s*(\[.*\])?\s*$", "", source) for tag, source in parser.items(GROUP)}
    for tag, source in tags.items():
        if _TAG.fullmatch(tag) is None:
            raise BuildFailure(
                f"names a tag <{tag}> among its entry points ({GROUP}), and there can be none of that name",
                where=wheel.name,
                remedy="Its name needs a hyphen and small letters, and begins with neither lite- nor py-.",
            )
        if _CLASS.fullmatch(source) is None:
            raise BuildFailure(
                f'names no class for its tag <{tag}>, but "{source}"',
                where=wheel.name,
                remedy=f'Write {tag} = "package.module:Class" among the entry points ({GROUP}).',
            )
    return {tag: source.replace(" ", "") for tag, source in tags.items()}
