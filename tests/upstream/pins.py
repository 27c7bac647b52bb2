"""The versions of upstream that a checkout names."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.upstream.errors import CannotRun
from tests.upstream.families import PYODIDE, Family, family_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Registry: TypeAlias = Literal["PyPI", "npm"]

#: The versions with which the last move passed, of packages that pyproject.toml names by a range.
PASSED = "tests/upstream/passed.json"
_DEPENDENCIES = ("dependencies", "devDependencies")
_EXACT = re.compile(r"==([^*,]+)")
#: In the source of lite-build, in whatever module: `PINNED_INTEGRITY = {"VERSION": ("HASH"), …}`.
INTEGRITIES = re.compile(r"^PINNED_INTEGRITY\b[^{\n]*= \{\n(?P<entries>.*?)^\}", re.MULTILINE | re.DOTALL)
_VERSION_KEY = re.compile(r'^\s*"([^"]+)":', re.MULTILINE)


@dataclass(frozen=True)
class Pin:
    """A package of upstream, and the version that the checkout builds with."""

    registry: Registry
    name: str
    version: str

    @property
    def family(self) -> Family:
        """The packages that move together with it."""
        family = family_of(self.registry, self.name)
        assert family is not None
        return family


def read_pins(checkout: Path) -> tuple[Pin, ...]:
    """Read the versions of upstream's packages that a checkout builds with.

    A range in pyproject.toml counts as the version with which the last move passed; a range in a package.json
    as the one that package-lock.json has; of the core, the newest whose integrity is pinned.

    Raises:
        CannotRun: a file is missing or is not as expected.
    """
    return (*_pypi_pins(checkout), *_npm_pins(checkout), _pyodide_pin(checkout))


def manifests(checkout: Path) -> list[Path]:
    """List the files that name packages of the npm registry."""
    return [checkout / "package.json", *sorted(checkout.glob("extensions/*/package.json"))]


def python_requirements(checkout: Path) -> list[str]:
    """List what pyproject.toml asks for, extras included, without the project's own parts."""
    project = tomllib.loads(_read(checkout / "pyproject.toml"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    own = {project["name"], "litewidget"}
    written = [*project["dependencies"], *(requirement for extra in extras for requirement in extra)]
    return [text for text in written if canonicalize_name(Requirement(text).name) not in own]


def integrities_file(checkout: Path) -> Path:
    """Find the module that pins the integrity of Pyodide's core."""
    return find_module(checkout, INTEGRITIES, "PINNED_INTEGRITY")


def find_module(checkout: Path, pattern: re.Pattern[str], name: str) -> Path:
    """Find the module of lite-build that a pattern matches.

    Raises:
        CannotRun: there is none, or more than one.
    """
    found = [path for path in sorted(checkout.glob("lite_build/**/*.py")) if pattern.search(_read(path))]
    if len(found) != 1:
        raise CannotRun(f"{len(found)} modules of lite_build/ set {name}, not one: see tests/upstream")
    return found[0]


def _pypi_pins(checkout: Path) -> Iterator[Pin]:
    passed: dict[str, str] = json.loads(_read(checkout / PASSED))
    for requirement in map(Requirement, python_requirements(checkout)):
        name = canonicalize_name(requirement.name)
        if family_of("PyPI", name) is None:
            continue
        exact = _EXACT.fullmatch(str(requirement.specifier))
        version = exact[1] if exact else passed.get(name)
        if version is None:
            raise CannotRun(f"pyproject.toml names {name} by a range: add the version in use to {PASSED}")
        yield Pin("PyPI", name, version)


def _npm_pins(checkout: Path) -> Iterator[Pin]:
    named = {
        name
        for manifest in manifests(checkout)
        for kind in _DEPENDENCIES
        for name in json.loads(_read(manifest)).get(kind, {})
        if family_of("npm", name)
    }
    locked: dict[str, dict[str, str]] = json.loads(_read(checkout / "package-lock.json"))["packages"]
    workspaces = [path.parent.relative_to(checkout).as_posix() for path in manifests(checkout)]
    for name in sorted(named):
        # A workspace may have another version than the rest.
        places = [f"node_modules/{name}", *(f"{folder}/node_modules/{name}" for folder in workspaces)]
        versions = [locked[place]["version"] for place in places if place in locked]
        if not versions:
            raise CannotRun(f"package-lock.json has no {name}: run `npm install --package-lock-only`")
        yield Pin("npm", name, min(versions, key=Version))


def _pyodide_pin(checkout: Path) -> Pin:
    path = integrities_file(checkout)
    found = INTEGRITIES.search(_read(path))
    assert found is not None
    versions = _VERSION_KEY.findall(found["entries"])
    if not versions:
        raise CannotRun(f"{path.relative_to(checkout).as_posix()} pins the integrity of no Pyodide")
    return Pin("npm", PYODIDE, max(versions, key=Version))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CannotRun(f"{path} is missing: is this a checkout of lite-build?") from None
