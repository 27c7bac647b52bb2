"""Gets what is not there, by piplite and micropip, and puts it in the place of what was."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from lite_build_pip.answers import PipFailure, say
from lite_build_pip.distributions import (
    Installed,
    all_installed,
    find,
    needed_by_the_kernel,
    shipped_versions,
)
from lite_build_pip.standards import InvalidRequirement, Requirement, canonicalize_name
from lite_build_pip.uninstalling import remove

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence

#: What micropip says of its work that a reader of pip's answers looks for.
_PROGRESS = re.compile(r"Collecting |  Downloading ")
_DISABLED = re.compile(r"(?P<name>\S+) could not be installed: PyPI fallback is disabled")


async def get_packages(
    wanted: Sequence[str],
    constraints: Sequence[str],
    options: Namespace,
    *,
    allow_prereleases: bool,
    upgraded: dict[str, Installed],
    replaced: Sequence[Installed],
) -> None:
    """Install packages, and say which.

    Args:
        wanted: requirements, and places of wheels, as micropip reads them.
        constraints: bounds for all that is installed.
        options: of the line.
        allow_prereleases: whether versions before a release will do.
        upgraded: what is there and is wanted newer, by normalized names.
        replaced: what is there and is not what is wanted.

    Raises:
        PipFailure: something cannot be had.
    """
    before = {key: installed.version for key, installed in all_installed().items()}
    removal = Removal()
    for text in wanted:
        key = _key(text)
        if key in upgraded:
            await _upgrade(text, upgraded[key], constraints, options, allow_prereleases, removal)
            continue
        if not options.quiet and key is not None and shipped_versions(key):
            say(f"Collecting {text}")
        if options.force_reinstall:
            for installed in replaced:
                if installed.key == key:
                    removal.remove(installed)
        await _get(text, constraints, options, allow_prereleases, removal)
    _say_what_is_new(before, removal, is_quiet=options.quiet > 0)


async def _upgrade(
    text: str,
    installed: Installed,
    constraints: Sequence[str],
    options: Namespace,
    allow_prereleases: bool,
    removal: Removal,
) -> None:
    """Get a newer version than the one that is there, if one can be had."""
    requirement = Requirement(text)
    newer = Requirement(text)
    newer.specifier &= Requirement(f"x>{installed.version}").specifier
    try:
        await _get(str(newer), constraints, options, allow_prereleases, removal)
    except PipFailure as failure:
        # Where there is no newer one, or no index is reached, the one that is there will do.
        if failure.__cause__ is None or not isinstance(failure.__cause__, OSError | ValueError):
            raise
        if not options.quiet:
            say(f"Requirement already satisfied: {requirement} in {installed.location} ({installed.version})")


async def _get(
    text: str,
    constraints: Sequence[str],
    options: Namespace,
    allow_prereleases: bool,
    removal: Removal,
) -> None:
    import piplite
    from micropip.package_manager import PackageManager

    indexes = [*([options.index_url] if options.index_url else []), *options.extra_index_url] or None
    try:
        with (
            patch.object(PackageManager, "_uninstall_distributions", removal.replace_distributions),
            _progress_only(),
        ):
            await piplite.install(
                [text],
                deps=not options.no_deps,
                pre=allow_prereleases,
                index_urls=indexes,
                constraints=list(constraints) or None,
                reinstall=True,
                verbose=0 if options.quiet else 1,
            )
    except PipFailure:
        raise
    except Exception as error:
        raise PipFailure(_explain(text, error)) from error


class Removal:
    """Takes out what makes room for another version."""

    def __init__(self) -> None:
        self.was_imported = False
        self.names: set[str] = set()

    def remove(self, installed: Installed) -> None:
        """Take one out."""
        self.names.add(installed.key)
        self.was_imported |= remove(installed)

    def replace_distributions(self, distributions: Iterable[Any], logger: logging.Logger) -> None:
        """Stand in the place of micropip's own way, which leaves modules that were imported, and bytecode.

        Raises:
            PipFailure: the kernel runs on one of them.
        """
        replaced = [Installed(distribution) for distribution in distributions]
        kept = needed_by_the_kernel() if replaced else set()
        for installed in replaced:
            if installed.key in kept:
                raise PipFailure(
                    f"{installed.name} {installed.version} can neither be replaced nor uninstalled: "
                    "the kernel runs on it."
                )
        for installed in replaced:
            name, version = installed.name, installed.version
            logger.info("Found existing installation: %s %s", name, version)
            self.remove(installed)
            logger.info("Successfully uninstalled %s-%s", name, version)


@contextmanager
def _progress_only() -> Iterator[None]:
    """Let micropip say what it fetches, and leave the rest to us."""
    logger = logging.getLogger("micropip")

    def is_progress(record: logging.LogRecord) -> bool:
        return record.levelno > logging.INFO or _PROGRESS.match(record.getMessage()) is not None

    logger.addFilter(is_progress)
    try:
        yield
    finally:
        logger.removeFilter(is_progress)


def _say_what_is_new(before: dict[str, str], removal: Removal, *, is_quiet: bool) -> None:
    new = [
        f"{installed.name}-{installed.version}"
        for key, installed in all_installed().items()
        if key in removal.names or before.get(key) != installed.version
    ]
    if is_quiet:
        return
    if new:
        say(f"Successfully installed {' '.join(new)}")
    if removal.was_imported:
        say("Note: you may need to restart the kernel to use updated packages.")


def _explain(text: str, error: Exception) -> str:
    """Say what a failure means, in pip's words where it has some."""
    if disabled := _DISABLED.search(str(error)):
        return _not_found(text, disabled["name"])
    if "Can't find a pure Python 3 wheel for" in str(error):
        return (
            f"Could not find a version that satisfies the requirement {text}: there is none, "
            "or none with a wheel that a page can use."
        )
    if isinstance(error, OSError):
        return f"{text} cannot be fetched: {error}"
    return f"{text} cannot be installed: {error}"


def _not_found(text: str, name: str) -> str:
    versions = shipped_versions(name)
    needed_by = "" if _key(text) in (None, canonicalize_name(name)) else f", which {text} needs"
    installed = find(name)
    added = name if needed_by else _to_add(text, name)
    known = versions or ([] if installed is None else [installed.version])
    return (
        f"Could not find a version that satisfies the requirement {name if needed_by else text} "
        f"(from versions: {', '.join(known) or 'none'}){needed_by}\n"
        f"No matching distribution found for {name if needed_by else text}. This site asks no index; "
        f"whoever publishes it adds a package with: lite-build add {added}"
    )


def _to_add(text: str, name: str) -> str:
    """A requirement as a shell reads it, without the marker; the name for a wheel of some place."""
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return name
    if requirement.url is not None:
        return name
    requirement.marker = None
    written = str(requirement)
    return written if written == requirement.name else f"'{written}'"


def forget_removed() -> None:
    """Have the runtime load what is no longer there: it loads nothing twice."""
    from micropip._compat import compatibility_layer

    loaded = compatibility_layer.loadedPackages
    for name in loaded.to_py():
        if find(name) is None:
            delattr(loaded, name)


def _key(text: str) -> str | None:
    try:
        return str(canonicalize_name(Requirement(text).name))
    except InvalidRequirement:
        return None
