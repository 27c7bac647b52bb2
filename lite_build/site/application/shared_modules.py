"""The modules that pages share with JupyterLab's extensions, and the versions that these were made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: A page's module that extensions may take, as an app's bundle names it.
_PROVIDED = re.compile(r'\{name:"(?P<name>[^"]+)",version:"(?P<version>\d+\.\d+\.\d+)[^"]*",factory')
#: What an extension takes from its page and has no copy of, as webpack writes it, older releases without the
#: word between: a version by its parts, behind the number of those that must be the same.
_TAKEN_BY_WEBPACK = re.compile(
    r'"default",\s*"(?P<name>[^"]+)",\s*(?:(?:!1|false),\s*)?'
    r"\[(?P<range>(?P<same>[0-3]),\s*(?P<parts>\d+(?:,\s*\d+)*))\](?=\))"
)
#: The same as rspack writes it.
_TAKEN_BY_RSPACK = re.compile(
    r'shareKey:\s*"(?P<name>[^"]+)",\s*import:\s*null,\s*requiredVersion:\s*"(?P<range>[^"]+)"'
    r"(?=,\s*strictVersion:\s*(?:!1|false))"
)
_RANGE = re.compile(r"(?P<operator>\^|~|>=|=?)(?P<parts>\d+(?:\.\d+)*)(?:-[\w.-]+)?")


@dataclass(frozen=True)
class WidenedModule:
    """A module that an extension was made for another version of.

    Args:
        extension: its name.
        module: what it shares with the page.
        made_for: the versions that it names.
        version: the one that the site has.
    """

    extension: str
    module: str
    made_for: str
    version: str

    def __str__(self) -> str:
        return (
            f"{self.extension} was made for {self.module} {self.made_for}; it gets the site's {self.version}"
        )


@dataclass(frozen=True)
class _Range:
    same: int
    parts: tuple[int, ...]

    @classmethod
    def from_text(cls, text: str) -> _Range | None:
        """Read a range of npm's; None where it is not of one version."""
        found = _RANGE.fullmatch(text)
        if found is None:
            return None
        parts = tuple(map(int, found["parts"].split(".")))
        match found["operator"]:
            case "^":
                first = next((number for number, part in enumerate(parts) if part), len(parts) - 1)
                return cls(first + 1, parts)
            case "~":
                return cls(min(2, len(parts)), parts)
            case ">=":
                return cls(0, parts)
        return cls(len(parts), parts)

    def __contains__(self, version: tuple[int, ...]) -> bool:
        return version[: self.same] == self.parts[: self.same] and version >= self.parts

    def __str__(self) -> str:
        operator = {0: ">=", 1: "^", 2: "~"}.get(self.same, "")
        return operator + ".".join(map(str, self.parts))


def name_shared_versions(output: Path) -> tuple[WidenedModule, ...]:
    """Have extensions that were made for another version of a page's module name the site's.

    A page has one copy of such a module, and an extension with none of its own gets that, whatever version it
    names: with a warning on every reader's console, where nobody can do anything about it.

    Returns:
        What was made for another version, by the extensions' names.
    """
    provided = {
        found["name"]: found["version"]
        for bundle in output.glob("build/*/bundle.js")
        for found in _PROVIDED.finditer(bundle.read_text(encoding="utf-8"))
    }
    extensions = output / "extensions"
    return tuple(
        widened
        for entry in sorted(extensions.rglob("static/remoteEntry*.js"))
        for widened in _rewrite(entry, entry.parent.parent.relative_to(extensions).as_posix(), provided)
    )


def _rewrite(entry: Path, extension: str, provided: dict[str, str]) -> list[WidenedModule]:
    widened: list[WidenedModule] = []

    def misfit(name: str, made_for: _Range | None) -> str | None:
        version = provided.get(name)
        if version is None or made_for is None or tuple(map(int, version.split("."))) in made_for:
            return None
        widened.append(WidenedModule(extension, name, str(made_for), version))
        return version

    def of_webpack(taken: re.Match[str]) -> str:
        parts = tuple(map(int, taken["parts"].split(",")))
        version = misfit(taken["name"], _Range(int(taken["same"]), parts))
        return taken[0] if version is None else _with_range(taken, f"3,{version.replace('.', ',')}")

    def of_rspack(taken: re.Match[str]) -> str:
        version = misfit(taken["name"], _Range.from_text(taken["range"]))
        return taken[0] if version is None else _with_range(taken, version)

    text = entry.read_text(encoding="utf-8")
    named = _TAKEN_BY_RSPACK.sub(of_rspack, _TAKEN_BY_WEBPACK.sub(of_webpack, text))
    if named != text:
        entry.write_text(named, encoding="utf-8")
    return widened


def _with_range(taken: re.Match[str], named: str) -> str:
    start, end = (place - taken.start() for place in taken.span("range"))
    return taken[0][:start] + named + taken[0][end:]
