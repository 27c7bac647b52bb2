"""The values of the runtime room."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import convert

if TYPE_CHECKING:
    from pathlib import Path

#: The files of the core that a browser loads. Everything else in the npm package is for other uses.
STANDARD_LIBRARY = "python_stdlib.zip"
CORE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", STANDARD_LIBRARY)
LOCK_FILE = "pyodide-lock.json"


@dataclass(frozen=True)
class DistributionPackage:
    """One entry of the runtime's own `pyodide-lock.json`.

    Source: the schema at <https://pyodide.org/en/stable/usage/pyodide-lock-file.html>.
    """

    name: str
    version: str
    file_name: str
    sha256: str
    depends: tuple[str, ...]
    imports: tuple[str, ...]
    install_dir: str
    package_type: str
    unvendored_tests: bool

    @property
    def is_wheel(self) -> bool:
        """Whether the file is a wheel. Shared libraries and unvendored tests are zip archives."""
        return self.file_name.endswith(".whl")


@dataclass(frozen=True)
class Core:
    """Pyodide's core, unpacked and verified.

    Args:
        version: Pyodide's version, such as "314.0.6".
        folder: holds `CORE_FILES` and `pyodide-lock.json`; and, for a full distribution, its packages.
        integrity: Subresource Integrity of the archive it came from, or of the folder's core files.
        origin: where it came from, in words for the report; names no machine's paths.
    """

    version: str
    folder: Path
    integrity: str
    origin: str

    @cached_property
    def lock(self) -> dict[str, Any]:
        """The runtime's own `pyodide-lock.json`."""
        loaded: dict[str, Any] = json.loads((self.folder / LOCK_FILE).read_text(encoding="utf-8"))
        return loaded

    @cached_property
    def distribution(self) -> dict[str, DistributionPackage]:
        """The packages of the runtime's distribution, by normalized name."""
        return convert(self.lock["packages"], dict[str, DistributionPackage])


@dataclass(frozen=True)
class Interpreter:
    """What the runtime's Python says of itself, read by running it.

    Args:
        markers: the environment of PEP 508 markers.
        tags: the wheel tags it accepts, best first ("cp314-cp314-pyemscripten_2026_0_wasm32", …).
        standard_library: the top-level modules that a Python of its version has.
        lacking: those of them that this one has not: they need a terminal, a window or another system.
    """

    markers: dict[str, str]
    tags: tuple[str, ...]
    standard_library: frozenset[str]
    lacking: frozenset[str] = frozenset()

    @property
    def python_version(self) -> str:
        """The full version, such as "3.14.2"."""
        return self.markers["python_full_version"]
