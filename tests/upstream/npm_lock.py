"""package-lock.json, written anew by npm for versions that package.json lets in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.upstream.families import PYODIDE
from tests.upstream.newest import NPM_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.upstream.pins import Pin

#: Installs nothing, and writes no registry's address into the file.
_LOCK_ALONE = (
    *("--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved"),
    *("--no-fund", "--no-audit", "--loglevel=error"),
)


def lock_commands(versions: Mapping[Pin, str]) -> Iterator[list[str]]:
    """Tell the commands that lock moved versions, to be run in the folder of the checkout.

    Args:
        versions: of each pin, with those that stay.
    """
    moved = [
        pin.name
        for pin, version in versions.items()
        if pin.registry == "npm" and pin.name != PYODIDE and version != pin.version
    ]
    if moved:
        npm = [sys.executable, NPM_SCRIPT]
        # The first for what package.json names anew, the second for what its ranges let in already.
        yield [*npm, "install", *_LOCK_ALONE]
        yield [*npm, "update", *moved, *_LOCK_ALONE]
