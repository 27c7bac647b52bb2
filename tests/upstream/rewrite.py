"""Versions of upstream, written into a checkout wherever it names them."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.upstream.families import PYODIDE
from tests.upstream.pins import INTEGRITIES, PASSED, Pin, find_module, integrities_file, manifests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_VERSION_SPEC = re.compile(r"([~^]?)(\d[\w.+-]*)")
#: The extensions whose place ours take, for each package whose release brings one.
_REPLACED_BY_US = {
    "anywidget": "anywidget",
    "jupyterlite-pyodide-kernel": "@jupyterlite/pyodide-kernel-extension",
}
_TESTED = re.compile(r"^(TESTED_PYODIDE\b[^{\n]*frozenset\(\{)([^}]*)(\}\))", re.MULTILINE)


def write_versions(
    checkout: Path, versions: Mapping[Pin, str], integrity: Callable[[str], str], *, exactly: bool
) -> None:
    """Write versions of upstream into a checkout, wherever it names them; package-lock.json is left to npm.

    Args:
        checkout: is changed.
        versions: of each pin, also of those that stay.
        integrity: tells the Subresource Integrity of a version of Pyodide's core.
        exactly: for a trial, which must have this very version where pyproject.toml has a range. Else ranges
            stay as far as they let the version in, and the version is noted as the one that passed.
    """
    of_pypi = {pin.name: version for pin, version in versions.items() if pin.registry == "PyPI"}
    moved = {pin: version for pin, version in versions.items() if version != pin.version}
    _write_pyproject(checkout / "pyproject.toml", of_pypi, exactly=exactly)
    if not exactly:
        _note_passed(checkout / PASSED, of_pypi)
    of_npm = {pin.name: version for pin, version in moved.items() if pin.registry == "npm"}
    _write_manifests(checkout, of_npm, {pin.name: version for pin, version in moved.items()})
    if PYODIDE in of_npm:
        _write_pyodide(checkout, of_npm[PYODIDE], integrity)


def requirement_at(written: str, version: str, *, exactly: bool) -> str:
    """Change a requirement so that it lets a version in; one that does is left as it is.

    Args:
        written: such as "name>=1.2,<2".
        version: such as "2.1".
        exactly: nothing else is let in.
    """
    requirement = Requirement(written)
    marker = f"; {requirement.marker}" if requirement.marker else ""
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    pinned = f"{requirement.name}{extras}=={version}{marker}"
    if exactly or any(bound.operator in {"==", "==="} for bound in requirement.specifier):
        return pinned
    if requirement.specifier.contains(version, prereleases=True):
        return written
    lower = [str(bound) for bound in requirement.specifier if not bound.operator.startswith(("<", "~"))]
    return f"{requirement.name}{extras}{','.join([*lower, f'<{Version(version).major + 1}'])}{marker}"


def spec_at(written: str, version: str) -> str:
    """Change npm's range so that it lets a version in; one that does is left as it is.

    A page may have any version that an extension's range lets in, so ranges begin no later than they must.

    Args:
        written: such as "^1.2.0"; anything but a version with `^`, `~` or nothing before it stays.
        version: such as "2.1.0".

    Source: <https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies>.
    """
    found = _VERSION_SPEC.fullmatch(written)
    if found is None:
        return written
    kind, least, newer = found[1], Version(found[2]), Version(version)
    # Of 0.8.4, `^` lets in 0.8.9 and not 0.9.0.
    kept_parts = {"^": 1 if least.major else 2, "~": 2}.get(kind, 3)
    lets_in = newer >= least and newer.release[:kept_parts] == least.release[:kept_parts]
    return written if lets_in and kind else f"{kind}{version}"


def _write_pyproject(path: Path, versions: Mapping[str, str], *, exactly: bool) -> None:
    text = path.read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    extras = project.get("optional-dependencies", {}).values()
    for written in (*project["dependencies"], *(requirement for extra in extras for requirement in extra)):
        version = versions.get(canonicalize_name(Requirement(written).name))
        if version is not None:
            text = text.replace(f'"{written}"', f'"{requirement_at(written, version, exactly=exactly)}"')
    path.write_text(text, encoding="utf-8", newline="\n")


def _note_passed(path: Path, versions: Mapping[str, str]) -> None:
    noted = json.loads(path.read_text(encoding="utf-8"))
    _write_json(path, {name: versions.get(name, version) for name, version in noted.items()})


def _write_manifests(checkout: Path, of_npm: Mapping[str, str], moved: Mapping[str, str]) -> None:
    replaced = {
        extension: moved[package] for package, extension in _REPLACED_BY_US.items() if package in moved
    }
    for path in manifests(checkout):
        package = json.loads(path.read_text(encoding="utf-8"))
        for kind in ("dependencies", "devDependencies"):
            for name, written in package.get(kind, {}).items():
                if name in of_npm:
                    package[kind][name] = spec_at(written, of_npm[name])
        for extension, version in replaced.items():
            known = package.get("replaces", {}).get(extension)
            if known is not None and version not in known:
                known.append(version)
        _write_json(path, package)


def _write_pyodide(checkout: Path, version: str, integrity: Callable[[str], str]) -> None:
    path = integrities_file(checkout)
    entry = f'    "{version}": (\n        "{integrity(version)}"\n    ),\n'
    _edit(path, INTEGRITIES, lambda found: found[0].removesuffix("}") + entry + "}")

    def with_version(found: re.Match[str]) -> str:
        known = sorted({*re.findall(r'"([^"]+)"', found[2]), version}, key=Version)
        return found[1] + ", ".join(f'"{one}"' for one in known) + found[3]

    _edit(find_module(checkout, _TESTED, "TESTED_PYODIDE"), _TESTED, with_version)


def _edit(path: Path, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(pattern.sub(change, text), encoding="utf-8", newline="\n")


def _write_json(path: Path, value: Mapping[str, object]) -> None:
    """As npm and prettier write it."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
