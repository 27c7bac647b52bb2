"""The newest releases that the registries have, asked for by pip and npm themselves, so by their settings."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.upstream.errors import CannotRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tests.upstream.pins import Pin

#: npm, with the Node.js of the environment.
NPM_SCRIPT = "extensions/npm.py"
#: Seconds that a registry has for one answer.
_PATIENCE = 300
_PIP = (
    "install",
    "--dry-run",
    "--no-deps",
    "--ignore-installed",
    "--only-binary=:all:",
    "--quiet",
    "--report=-",
)


def newest_versions(pins: Sequence[Pin], checkout: Path) -> dict[Pin, str]:
    """Ask the registries for the newest stable release of each package.

    A registry that marks an older release than the pinned one as its latest does not move a pin back.

    Raises:
        CannotRun: a registry cannot be reached, or has no such package.
    """
    of_pypi = _newest_on_pypi([pin.name for pin in pins if pin.registry == "PyPI"])
    npm_names = [pin.name for pin in pins if pin.registry == "npm"]
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = pool.map(lambda name: ask_npm(name, "version", checkout), npm_names)
        of_npm = dict(zip(npm_names, answers, strict=True))
    return {
        pin: not_older(pin.version, (of_pypi if pin.registry == "PyPI" else of_npm)[pin.name]) for pin in pins
    }


def ask_npm(package: str, key: str, checkout: Path) -> str:
    """Ask the npm registry for one fact of a package, of its latest release where no version is named.

    Raises:
        CannotRun: the registry cannot be reached, or has no such package.
    """
    words = [sys.executable, str(checkout / NPM_SCRIPT), "view", package, key, "--json"]
    said = json.loads(_said_by(words, f"the npm registry tells nothing of {package}"))
    return str(said[-1] if isinstance(said, list) else said)


def read_pip_report(report: str) -> dict[str, str]:
    """Read the versions out of pip's installation report, by normalized name.

    Source: <https://pip.pypa.io/en/stable/reference/installation-report/>.
    """
    found: Iterable[Mapping[str, Mapping[str, str]]] = json.loads(report)["install"]
    return {canonicalize_name(one["metadata"]["name"]): one["metadata"]["version"] for one in found}


def not_older(pinned: str, newest: str) -> str:
    """The later of two versions."""
    return max(pinned, newest, key=Version)


def _newest_on_pypi(names: Sequence[str]) -> dict[str, str]:
    words = [sys.executable, "-m", "pip", *_PIP, *names]
    return read_pip_report(_said_by(words, "the Python index tells nothing of " + ", ".join(names)))


def _said_by(words: Sequence[str], failure: str) -> str:
    try:
        finished = subprocess.run(
            words, capture_output=True, encoding="utf-8", timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise CannotRun(f"{failure}: no answer within {_PATIENCE} seconds") from None
    if finished.returncode != 0 or not finished.stdout.strip():
        reason = (finished.stderr.strip() or "it is not there").splitlines()[-1]
        raise CannotRun(f"{failure}\n  {reason}\n  Is the registry reachable from here?")
    return finished.stdout
