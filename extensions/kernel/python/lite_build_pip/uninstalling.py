"""`%pip uninstall`: takes packages out of this kernel."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lite_build_pip.answers import PipFailure, refuse, say, warn
from lite_build_pip.command_line import Options
from lite_build_pip.distributions import Installed, find, needed_by_the_kernel, shipped_versions
from lite_build_pip.standards import InvalidRequirement, Requirement

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Sequence


def uninstall(words: Sequence[str]) -> Coroutine[Any, Any, None] | None:
    """Answer `%pip uninstall`: with `-y` or without, nobody is asked.

    Raises:
        PipFailure: no package is named.
    """
    parser = Options("uninstall", "Take packages out of this kernel.")
    parser.add_argument("-y", "--yes", action="store_true", help="is what happens anyway")
    parser.add_argument("-r", "--requirement", action="append", default=[], metavar="FILE")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.without_effect("--break-system-packages")
    options = parser.read(words)
    if options.help:
        say(parser.format_help())
        return None
    if not options.names and not options.requirement:
        raise PipFailure("You must give at least one requirement to uninstall (see %pip help uninstall).")
    if options.requirement:
        return _uninstall_listed(options.names, options.requirement, is_quiet=options.quiet > 0)
    _uninstall(options.names, is_quiet=options.quiet > 0)
    return None


async def _uninstall_listed(names: Sequence[str], files: list[str], *, is_quiet: bool) -> None:
    from lite_build_pip.requirements_file import read_files

    listed = await read_files(files, [])
    _uninstall([*names, *(line for line, _ in listed.lines)], is_quiet=is_quiet)


def _uninstall(texts: Iterable[str], *, is_quiet: bool) -> None:
    kept = needed_by_the_kernel()
    for text in texts:
        try:
            name = Requirement(text).name
        except InvalidRequirement:
            raise PipFailure(f"Invalid requirement: {text!r}: write a package's name.") from None
        installed = find(name)
        if installed is None:
            warn(f"Skipping {name} as it is not installed.")
        elif installed.key in kept:
            refuse(f"Cannot uninstall {name} {installed.version}: the kernel runs on it.")
        else:
            _take_out(installed, is_quiet=is_quiet)


def _take_out(installed: Installed, *, is_quiet: bool) -> None:
    name, version = installed.name, installed.version
    if not is_quiet:
        say(f"Found existing installation: {name} {version}")
        say(f"Uninstalling {name}-{version}:")
    remove(installed)
    if not is_quiet:
        say(f"  Successfully uninstalled {name}-{version}")
        if shipped_versions(name):
            say(
                f"{name} is out of this kernel. The site still ships it: "
                f"%pip install {name}, or a restart, brings it back."
            )


def remove(installed: Installed) -> bool:
    """Remove an installed package's files, and forget its modules.

    Returns:
        Whether modules of it had been imported.

    Raises:
        PipFailure: its files cannot be found out.
    """
    name = installed.name
    site_packages = Path(installed.location)
    try:
        files = _files_of(installed)
        folders = {file.parent for file in files}
        for file in files:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise PipFailure(f"{name} cannot be uninstalled: {error}") from None
    for folder in list(folders):
        folders.update(each for each in folder.parents if site_packages in each.parents)
    for folder in sorted(folders - {site_packages}, key=lambda path: len(path.parts), reverse=True):
        # Others' files may be there too.
        with suppress(OSError):
            folder.rmdir()
    importlib.invalidate_caches()
    return _forget_modules(set(map(str, files)))


def _files_of(installed: Installed) -> set[Path]:
    distribution = installed.distribution
    # importlib leaves those out that are not there.
    files = {Path(str(distribution.locate_file(path))).resolve() for path in distribution.files or ()}
    for file in list(files):
        if file.suffix == ".py":
            files.update(file.parent.glob(f"__pycache__/{file.stem}.*.pyc"))
    metadata = getattr(distribution, "_path", None)
    if metadata is not None and Path(str(metadata)).is_dir():
        # What installers write there is not always listed.
        files.update(path for path in Path(str(metadata)).rglob("*") if path.is_file())
    return files


def _forget_modules(files: set[str]) -> bool:
    gone = [
        name
        for name, module in list(sys.modules.items())
        if getattr(getattr(module, "__spec__", None), "origin", None) in files
    ]
    for name in gone:
        del sys.modules[name]
        package, _, attribute = name.rpartition(".")
        if package in sys.modules and hasattr(sys.modules[package], attribute):
            delattr(sys.modules[package], attribute)
    return bool(gone)
