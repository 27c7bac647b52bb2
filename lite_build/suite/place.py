"""The place that a suite runs in: a folder with the runtime and the packages, and its processes' facts."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from typing import TYPE_CHECKING

from lite_build.boot.catalogue import installable_packages
from lite_build.boot.files import boot_files
from lite_build.boot.selection import BootSelection, closure
from lite_build.packages.wheels.wheel import read_wheel
from lite_build.site.assets import shipped_files, write_data_files
from lite_build.site.boot import boot_manifest, catalogue_file, write_boot_files
from lite_build.site.packages import write_packages
from lite_build.site.runtime import write_core
from lite_build.suite.protocol import Place
from lite_build.supply.addresses import PACKAGES_FOLDER, core_folder, package_url, site_lock_url
from lite_build.supply.runtime_lock import site_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from lite_build.packages.wheels.package_file import FetchedPackage
    from lite_build.suite.plan import SuitePlan
    from lite_build.supply.provision import Provision

#: What is imported before the snapshot is made, and the package that has it.
_RUNNER = "pytest"
#: Modules of pytest's that it imports as it starts, as far as a release has them.
_PLUGINS = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "helpconfig", "junitxml", "legacypath",
    "logging", "pastebin", "setuponly", "setupplan", "skipping", "stepwise", "subtests", "threadexception",
    "unittest", "unraisableexception", "warnings",
)  # fmt: skip
#: Modules of Python's own that pytest and many tests import: the runtime has no bytecode of them.
_STANDARD = (
    "pdb", "doctest", "unittest.mock", "argparse", "calendar", "concurrent.futures", "csv", "decimal",
    "fractions", "logging.handlers", "optparse", "pprint", "secrets", "statistics", "tarfile", "timeit",
    "tomllib", "urllib.request", "uuid", "xml.etree.ElementTree", "zipfile",
)  # fmt: skip
#: Folders of a project that may hold what its wheel has at the top.
_SOURCE_FOLDERS = ("", "src", "lib", "python")
#: Variables that say how pytest writes and runs; the rest of the environment is not the suite's.
_PASSED_ON = ("CI", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "PY_COLORS", "TERM")
_PYTESTS_OWN = "PYTEST_"


def make_place(
    provision: Provision,
    suite: SuitePlan,
    *,
    root: Path,
    working_folder: Path,
    cache: Path,
    site: Path,
    report: Callable[[str], None],
) -> Place:
    """Put a folder together from which processes start.

    Args:
        provision: every file of the plan.
        suite: the plan.
        root: the project's folder.
        working_folder: where the person is, in the project.
        cache: the user's cache.
        site: an empty folder.
        report: told what is being done.

    Raises:
        LiteBuildError: the snapshot cannot be made.
    """
    own = [one for one in provision.shipped if one.package.name == suite.project]
    others = [one for one in provision.shipped if one.package.name != suite.project]
    names = closure([_RUNNER], others)
    selection = BootSelection(
        tuple(sorted((one for one in others if one.package.name in names), key=_name)),
        _imports(others),
        has_kernel=False,
    )
    # Of nothing but what it holds: one snapshot serves every project, and every change of a project.
    lock_text = json.dumps(site_lock(provision.core, selection.packages, package_url), sort_keys=True)
    boot = boot_files(provision.core, lock_text, selection, cache, report)
    packages = installable_packages(provision.core, others, frozenset(), cache, report)
    write_core(provision.core, site)
    write_packages(provision, site)
    write_boot_files(provision.core, boot, packages, site)
    write_data_files(provision.data, site)
    return Place(
        site=str(site.resolve()),
        pyodide_url=f"{core_folder(provision.core)}/pyodide.mjs",
        lock_url=site_lock_url(provision.site_lock_text),
        boot=boot_manifest(provision.core, boot),
        catalogue=catalogue_file(packages),
        shipped=shipped_files(provision.data),
        wheels=tuple(f"{PACKAGES_FOLDER}/{package_url(one)}" for one in own),
        project=str(root),
        mount_point=runtime_path(root),
        working_folder=runtime_path(working_folder),
        environment=suite_environment(),
        modules=_modules(suite.wheel),
        sources=source_files(suite.wheel, root),
    )


def runtime_path(path: Path) -> str:
    """Where Python in the runtime has a file of this machine: at the same path, so that reports name it."""
    return path.as_posix() if os.name != "nt" else f"/{path.as_posix().replace(':', '', 1)}"


def machine_path(path: str) -> str:
    """Where this machine has a file of the runtime's: see `runtime_path`."""
    return path if os.name != "nt" else f"{path[1:2]}:{path[2:]}"


def suite_environment() -> dict[str, str]:
    """The variables of this machine that say how pytest writes: colours and width as of this terminal."""
    passed = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or (name.startswith(_PYTESTS_OWN) and name != "PYTEST_CURRENT_TEST")
    }
    if sys.stdout.isatty():
        terminal = {"COLUMNS": str(shutil.get_terminal_size().columns)}
        return {**terminal, **({} if "NO_COLOR" in passed else {"PY_COLORS": "1"}), **passed}
    return passed


def source_files(wheel: Path | None, root: Path) -> Mapping[str, str]:
    """Find the files of the source tree that a wheel's modules are copies of.

    Returns:
        Where the runtime has each, by its path in the wheel.
    """
    if wheel is None:
        return {}
    found = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".py"):
                content = archive.read(name)
                places = (root / folder / name for folder in _SOURCE_FOLDERS)
                source = next((one for one in places if one.is_file() and one.read_bytes() == content), None)
                if source is not None:
                    found[name] = runtime_path(source)
    return found


def _imports(packages: Iterable[FetchedPackage]) -> tuple[str, ...]:
    (runner,) = (one for one in packages if one.package.name == _RUNNER)
    with zipfile.ZipFile(runner.path) as archive:
        names = frozenset(archive.namelist())
    plugins = (f"_pytest.{name}" for name in _PLUGINS if f"_pytest/{name}.py" in names)
    return (_RUNNER, *plugins, *_STANDARD)


def _modules(wheel: Path | None) -> tuple[str, ...]:
    if wheel is None:
        return ()
    return tuple(sorted({name.partition(".")[0] for name in read_wheel(wheel).imports}))


def _name(fetched: FetchedPackage) -> str:
    return fetched.package.name
