"""Runs in the site's runtime: imports modules that speak of pooch, and tells what registries come about.

`registries_as_json(packages)` is called once.
"""

from __future__ import annotations

import importlib
import json
import sys
from importlib.metadata import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Modules that are no part of what a notebook imports.
TESTS = {"tests", "test", "testing", "conftest", "setup"}
#: Of a module's reason, so much is told.
LONGEST_REASON = 200


def registries_as_json(packages: Iterable[str]) -> str:
    """Tell of each package: the address and the hash of each file in its registries, and which modules fail.

    Args:
        packages: names of distributions that are installed.
    """
    pooch: Any = importlib.import_module("pooch")
    made: list[tuple[str, Any]] = []
    begin = pooch.Pooch.__init__

    def begin_noting(self: Any, *arguments: Any, **options: Any) -> None:
        begin(self, *arguments, **options)
        made.append((maker(), self))

    pooch.Pooch.__init__ = begin_noting
    told = {}
    for package in packages:
        modules, failures = tuple(modules_about_pooch(package)), []
        for module in modules:
            try:
                importlib.import_module(module)
            except BaseException as error:
                # Whatever a module does, the others are read.
                failures.append(f"{module}: {type(error).__name__}: {error}"[:LONGEST_REASON])
        # A registry that a function of the package would make is not made.
        registered = {
            name: file for module, registry in made if module in modules for name, file in files_of(registry)
        }
        told[package] = {"files": registered, "failures": failures}
    return json.dumps(told)


def maker() -> str:
    """The name of the module that has pooch make a registry just now."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals["__name__"].partition(".")[0] in (__name__, "pooch"):
        frame = frame.f_back
    return str(frame.f_globals["__name__"])


def modules_about_pooch(package: str) -> Iterator[str]:
    """Name the modules of a distribution whose text speaks of pooch."""
    for path in files(package) or ():
        parts = path.with_suffix("").parts
        if path.suffix == ".py" and TESTS.isdisjoint(parts) and b"pooch" in path.read_binary():
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def files_of(registry: Any) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Tell of each file of a registry its name, its address and its hash."""
    for name, known_hash in registry.registry.items():
        yield name, {"url": registry.get_url(name), "hash": known_hash}
