"""The site's own `pyodide-lock.json`: exactly the locked packages, so that the runtime finds them by name.

Source: <https://pyodide.org/en/stable/usage/pyodide-lock-file.html>, and how Pyodide 314 reads it:
keys are normalized names, `file_name` is resolved against the lock's own URL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lite_build.packages.wheels.wheel import Wheel, read_wheel
from lite_build.words.errors import BuildFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.runtime.core import Core


def site_lock(
    core: Core, packages: Sequence[FetchedPackage], url_of: Callable[[FetchedPackage], str]
) -> dict[str, Any]:
    """Make the lock of a site's runtime.

    Args:
        core: whose own lock tells the ABI, and knows the packages of its distribution.
        packages: all that the site ships.
        url_of: where a package's file is, relative to the lock's URL. It ends in the file's own name, which
            the runtime reads.

    Raises:
        BuildFailure: a wheel cannot be read, or a package is of a distribution that is not this core's.
    """
    depends = _depends({fetched.package.name: fetched.package.requires for fetched in packages})
    return {
        "info": core.lock["info"],
        "packages": {
            fetched.package.name: _entry(core, fetched)
            | {
                "file_name": url_of(fetched),
                "sha256": fetched.sha256,
                "depends": depends[fetched.package.name],
            }
            for fetched in sorted(packages, key=lambda fetched: fetched.package.name)
        },
    }


def _entry(core: Core, fetched: FetchedPackage) -> dict[str, Any]:
    package = fetched.package
    if package.source != "distribution":
        return {
            "name": package.name,
            "version": package.version,
            "install_dir": "site",
            "package_type": "package",
            "imports": runtime_imports(read_wheel(fetched.path)),
            "unvendored_tests": False,
        }
    entry = core.lock["packages"].get(package.name)
    if entry is None or entry["file_name"] != package.file_name:
        raise BuildFailure(
            f"is locked as of the runtime's distribution, and Pyodide {core.version} has none such",
            where=package.file_name,
            remedy="make the lock again with `lite-build lock`",
        )
    return dict(entry)


def runtime_imports(wheel: Wheel) -> list[str]:
    """Name a wheel's imports and the packages around them: the runtime looks an import up by each prefix."""
    parts = [name.split(".") for name in wheel.imports]
    return sorted({".".join(name[:length]) for name in parts for length in range(1, len(name) + 1)})


def _depends(requires: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Each package's dependencies, written so that loading a circle of packages comes to an end.

    `loadPackage` loads every name of `depends`, whatever its spelling, but waits with the installation only
    for those that are spelt as the lock's keys. In a circle all would wait for each other for ever; so where
    one closes, the name is written in capitals.
    """
    depends: dict[str, list[str]] = {}
    waited_for: set[str] = set()

    def visit(name: str) -> None:
        depends[name] = []
        waited_for.add(name)
        for required in sorted(set(requires[name]) & requires.keys() - {name}):
            if required not in depends:
                visit(required)
            depends[name].append(required.upper() if required in waited_for else required)
        waited_for.remove(name)

    for name in sorted(requires):
        if name not in depends:
            visit(name)
    return depends
