"""What is installed, as importlib.metadata tells of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import Distribution
from site import getsitepackages
from typing import TYPE_CHECKING, Any

from lite_build_pip.standards import (
    InvalidRequirement,
    InvalidVersion,
    Requirement,
    Version,
    canonicalize_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What upstream's kernel is, and loads before it runs anything. What these need, the kernel runs on too.
_KERNEL = ("pyodide-kernel", "piplite", "micropip", "ipykernel", "comm", "jedi", "ipython")
#: A requirement whose marker ends with an extra, as tools write what an extra needs.
_NEEDS_AN_EXTRA = re.compile(r""";(?:(?! or ).)*\bextra\s*==\s*["'][^"']+["']\)?\s*$""")
_CONTINUED = re.compile(r"\n[ \t]+")


@dataclass(frozen=True)
class Installed:
    """An installed distribution.

    Args:
        distribution: as importlib has it.
    """

    distribution: Distribution

    @cached_property
    def headers(self) -> dict[str, list[str]]:
        """Its metadata's fields by their names in lower case, without the description.

        importlib has the whole of it parsed as a message, which takes many times as long.
        """
        text = self.distribution.read_text("METADATA") or self.distribution.read_text("PKG-INFO") or ""
        headers: dict[str, list[str]] = {}
        for line in _CONTINUED.sub(" ", text.partition("\n\n")[0]).splitlines():
            name, colon, value = line.partition(":")
            if colon:
                headers.setdefault(name.strip().lower(), []).append(value.strip())
        return headers

    def header(self, name: str) -> str:
        """A field's value; empty where there is none."""
        return next(iter(self.headers.get(name.lower(), ())), "")

    @property
    def name(self) -> str:
        """As its makers write it."""
        return self.header("Name")

    @property
    def key(self) -> str:
        """Its name, normalized."""
        return str(canonicalize_name(self.name))

    @property
    def version(self) -> str:
        """Its version."""
        return self.header("Version")

    @property
    def location(self) -> str:
        """The folder that it is installed in."""
        return str(self.distribution.locate_file("")).rstrip("/") or "/"

    @property
    def source(self) -> str | None:
        """The URL that it was installed from by somebody who named one."""
        import json

        direct = self.distribution.read_text("direct_url.json")
        if direct is not None:
            return str(json.loads(direct)["url"])
        source = (self.distribution.read_text("PYODIDE_SOURCE") or "").strip()
        if source.startswith("emfs:"):
            return f"file://{source.removeprefix('emfs:').removeprefix('//')}"
        return source if "://" in source else None

    def requirements(self, extras: Iterable[str] = ()) -> list[Requirement]:
        """What it needs here, with what it needs for extras."""
        contexts = [{"extra": extra} for extra in extras]
        if not contexts:
            return self._requirements
        needed = list(self._requirements)
        for text in self.headers.get("requires-dist", ()):
            if _NEEDS_AN_EXTRA.search(text):
                requirement = _read(text)
                if (
                    requirement is not None
                    and requirement.marker is not None
                    and any(map(requirement.marker.evaluate, contexts))
                ):
                    needed.append(requirement)
        return needed

    @cached_property
    def _requirements(self) -> list[Requirement]:
        needed = []
        for text in self.headers.get("requires-dist", ()):
            # Most of what a package lists is for its extras, and takes long to read.
            requirement = None if _NEEDS_AN_EXTRA.search(text) else _read(text)
            if requirement is not None and (
                requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            ):
                needed.append(requirement)
        return needed

    def meets(self, requirement: Requirement) -> bool:
        """Whether its version is one that a requirement allows."""
        try:
            return requirement.specifier.contains(Version(self.version), prereleases=True)
        except InvalidVersion:
            return False


def _read(text: str) -> Requirement | None:
    try:
        return Requirement(text)
    except InvalidRequirement:
        return None


def find(name: str) -> Installed | None:
    """The installed distribution of a name."""
    # Where packages are installed first: to look through the notebook's own folder takes longer.
    places: list[dict[str, Any]] = [{"path": getsitepackages()}, {}]
    for place in places:
        for distribution in Distribution.discover(name=name, **place):
            return Installed(distribution)
    return None


def all_installed(path: list[str] | None = None) -> dict[str, Installed]:
    """Everything that is installed, by normalized names in their order.

    Args:
        path: folders to look into, in place of those of `sys.path`.
    """
    where: dict[str, Any] = {} if path is None else {"path": path}
    found: dict[str, Installed] = {}
    for distribution in Distribution.discover(**where):
        installed = Installed(distribution)
        if installed.name:
            found.setdefault(installed.key, installed)
    return dict(sorted(found.items()))


def needed_by_the_kernel() -> set[str]:
    """The normalized names of what the kernel runs on."""
    found: set[str] = set()
    waiting = list(_KERNEL)
    while waiting:
        key = canonicalize_name(waiting.pop())
        installed = None if key in found else find(key)
        if installed is not None:
            found.add(key)
            waiting.extend(requirement.name for requirement in installed.requirements())
    return found


def shipped_versions(name: str) -> list[str]:
    """The versions of a package that the site ships."""
    try:
        from micropip._compat import compatibility_layer
    except ImportError:
        return []
    shipped = compatibility_layer.lockfile_packages.get(canonicalize_name(name))
    return [] if shipped is None else [str(shipped["version"])]


def iterate_requirers(name: str, everything: dict[str, Installed]) -> Iterator[Installed]:
    """What needs a package of those that are there.

    Args:
        name: normalized.
        everything: that is installed.
    """
    for installed in everything.values():
        if any(canonicalize_name(requirement.name) == name for requirement in installed.requirements()):
            yield installed
