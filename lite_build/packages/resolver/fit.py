"""Why a file of an index does not fit the runtime."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from packaging.specifiers import InvalidSpecifier, SpecifierSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lite_build.packages.index.page import IndexFile
    from lite_build.runtime.core import Interpreter

_SYSTEMS = {
    "linux": "Linux",
    "macosx": "macOS",
    "manylinux": "Linux",
    "musllinux": "Linux (musl)",
    "pyemscripten": "Pyodide",
    "pyodide": "Pyodide",
    "win": "Windows",
    "win32": "Windows",
}


class Fit:
    """Judges files by their tags, their Requires-Python, and whether they were withdrawn.

    Args:
        interpreter: of the runtime. The host's own never counts.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self._python = interpreter.python_version
        self._ranks = {tag: rank for rank, tag in enumerate(interpreter.tags)}

    def rank(self, file_name: str) -> int | None:
        """How well the tags in a file's name fit, 0 the best; None for what cannot be installed.

        It reads the text alone: an index page may hold thousands of names, and parsing each takes longer
        than everything else.
        """
        if not file_name.endswith(".whl"):
            return None
        parts = file_name.removesuffix(".whl").split("-")[-3:]
        if len(parts) < 3:
            return None
        pythons, abis, platforms = (part.split(".") for part in parts)
        ranks = [
            rank
            for python in pythons
            for abi in abis
            for platform in platforms
            if (rank := self._ranks.get(f"{python}-{abi}-{platform}")) is not None
        ]
        return min(ranks, default=None)

    def allows(self, requires_python: str | None) -> bool:
        """Whether a Requires-Python lets the runtime install a file. One that cannot be read does not."""
        return not requires_python or _contains(requires_python, self._python)

    def why_none(self, files: Sequence[IndexFile]) -> str:
        """Say why the runtime can install none of a version's files, which are the sentence's subject."""
        wheels = [file for file in files if file.is_wheel]
        if not wheels:
            return "has no wheel, only source, of which lite-build builds nothing"
        if not any(self.allows(file.requires_python) for file in wheels):
            return f"needs Python {wheels[0].requires_python}, and the runtime has {self._python}"
        if all(file.yank_reason is not None for file in wheels):
            reason = f": {wheels[0].yank_reason}" if wheels[0].yank_reason else ""
            return f"was withdrawn by its authors{reason}"
        targets = ", ".join(sorted({target for file in wheels for target in _targets(file)}))
        return f"has wheels for other platforms only ({targets}), none for the runtime"


@lru_cache(maxsize=1024)
def _contains(requires_python: str, python_version: str) -> bool:
    try:
        return SpecifierSet(requires_python).contains(python_version, prereleases=True)
    except InvalidSpecifier:
        return False


def _targets(file: IndexFile) -> Iterator[str]:
    """The systems in a wheel's tags, in words; the Pythons of one that is for any system."""
    *_, pythons, _abis, platforms = file.file_name.removesuffix(".whl").split("-")
    for platform in platforms.split("."):
        if platform == "any":
            yield f"Python {pythons}"
            continue
        system, _, rest = platform.partition("_")
        system = system.rstrip("0123456789") if system.startswith("manylinux") else system
        words = rest.lstrip("0123456789_") if system not in {"pyodide", "pyemscripten"} else rest
        yield f"{_SYSTEMS.get(system, system)} {words}".strip()
