"""Check that the built distributions are those of a tag, fit together, and are told of in the changelog.

Run as `python -m tests.release.check_distributions TAG`; `make release` does, after it has built them.
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[2]
DISTRIBUTIONS = CHECKOUT / "build" / "wheels"
_UNRELEASED = "unreleased"


@dataclass(frozen=True)
class Wheel:
    """A wheel as the Python index will have it.

    Args:
        name: normalized.
        version: of its metadata.
        requirements: of its metadata, without those of extras.
        files: what is in it.
    """

    name: str
    version: str
    requirements: tuple[Requirement, ...]
    files: tuple[str, ...]


def read_built_wheel(path: Path) -> Wheel:
    """Read a wheel's own metadata.

    Raises:
        ValueError: it is no wheel.
    """
    with zipfile.ZipFile(path) as archive:
        files = tuple(archive.namelist())
        metadata = next((name for name in files if name.endswith(".dist-info/METADATA")), None)
        if metadata is None:
            raise ValueError(f"{path.name} has no METADATA")
        headers = BytesHeaderParser().parsebytes(archive.read(metadata))
    requirements = (Requirement(text) for text in headers.get_all("Requires-Dist", []))
    return Wheel(
        canonicalize_name(headers["Name"]),
        headers["Version"],
        tuple(one for one in requirements if one.marker is None or "extra" not in str(one.marker)),
        files,
    )


def problems_of(folder: Path, tag: str, changelog: str) -> Iterator[str]:
    """Tell each reason not to publish what a folder holds, in words.

    Args:
        folder: holds the wheel of lite-build, the wheel and the source of litewidget, and nothing else.
        tag: such as "v1.2.0".
        changelog: its text.
    """
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    wheels = {
        wheel.name: wheel
        for wheel in (read_built_wheel(folder / name) for name in names if name.endswith(".whl"))
    }
    ours, widgets = wheels.get("lite-build"), wheels.get("litewidget")
    if ours is None or widgets is None or len(names) != 3:
        yield (
            f"{folder.name}/ holds {', '.join(names) or 'nothing'}; "
            "expected lite-build's wheel, litewidget's wheel and litewidget's source"
        )
        return
    for name in names:
        parsed = parse_wheel_filename(name) if name.endswith(".whl") else parse_sdist_filename(name)
        if str(parsed[1]) != wheels[parsed[0]].version:
            yield f"{name} is of another version than {parsed[0]} {wheels[parsed[0]].version}"
    yield from _problems_of_tag(ours.version, tag)
    yield from _problems_of_pair(ours, widgets)
    yield from _problems_of_changelog(ours.version, changelog)


def _problems_of_tag(version: str, tag: str) -> Iterator[str]:
    try:
        tagged = Version(tag.removeprefix("v"))
    except InvalidVersion:
        yield f"the tag {tag!r} names no version: tag v{version}"
        return
    if not tag.startswith("v") or tagged != Version(version):
        remedy = f"set the version in pyproject.toml, or tag v{version}"
        yield f"the tag {tag!r} is not of lite-build {version}: {remedy}"


def _problems_of_pair(ours: Wheel, widgets: Wheel) -> Iterator[str]:
    wanted = [str(one.specifier) for one in ours.requirements if canonicalize_name(one.name) == widgets.name]
    if wanted != [f"=={widgets.version}"]:
        published = f"litewidget {widgets.version} is published with it"
        yield f"lite-build wants litewidget{', '.join(wanted)}, and {published}"
    carried = [
        str(parse_wheel_filename(name.rpartition("/")[2])[1])
        for name in ours.files
        if name.startswith("lite_build/carried/litewidget-") and name.endswith(".whl")
    ]
    if carried != [widgets.version]:
        found = ", ".join(carried) or "(none)"
        yield f"the sites would get litewidget {found}, and {widgets.version} is published"


def _problems_of_changelog(version: str, changelog: str) -> Iterator[str]:
    parts = re.split(r"^## +(.*)$", changelog, flags=re.MULTILINE)[1:]
    sections = {title.strip(): text.strip() for title, text in zip(parts[::2], parts[1::2], strict=True)}
    if not any(
        re.match(rf"\[?{re.escape(version)}\]?(\s|$)", title) and text for title, text in sections.items()
    ):
        yield f"CHANGELOG.md says nothing of {version}"
    if any(title.strip("[]").lower() == _UNRELEASED and text for title, text in sections.items()):
        yield f"CHANGELOG.md has lines that are still unreleased: move them to {version}"


def main() -> int:
    """Print each problem; exit status 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.release.check_distributions", description=__doc__)
    parser.add_argument("tag", help="such as v1.2.0")
    tag: str = parser.parse_args().tag
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    problems = list(problems_of(DISTRIBUTIONS, tag, changelog))
    for problem in problems:
        print(f"✗ {problem}", file=sys.stderr)
    if not problems:
        print(f"{tag}: the distributions fit the tag, each other and the changelog")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
