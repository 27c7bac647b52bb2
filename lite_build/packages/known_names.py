"""Whether there is a package of a name at all, asked before a project's files name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name, parse_wheel_filename

from lite_build.errors import BuildFailure, UserMistake
from lite_build.packages.resolve import PackageSources, indexes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient

    from lite_build.runtime.core import DistributionPackage


def check_name(
    name: str,
    sources: PackageSources,
    *,
    distribution: Callable[[], Mapping[str, DistributionPackage]],
    client: PyPIClient,
    cache: Path,
) -> str | None:
    """Ask whether there is a package of a name. What is carried is on no index, and is not asked for.

    Args:
        name: of a distribution.
        sources: everywhere that packages may come from, but for the runtime's distribution.
        distribution: gets the runtime's own packages, by name: it is called where no index has the name.
        client: reaches the indexes, or refuses to.
        cache: the user's cache.

    Returns:
        A sentence where an index or the runtime could not be asked, else None.

    Raises:
        UserMistake: there is none, nowhere.
    """
    normalized = canonicalize_name(name)
    wheels = [path for carried in sources.carried for path in carried.folder.glob("*.whl")]
    if normalized in {parse_wheel_filename(path.name)[0] for path in wheels}:
        return None
    found = indexes_of(sources, client, cache).project(normalized)
    if found.files:
        return None
    if found.unread:
        return _unanswered(name, "; ".join(f"{page.url}: {page.reason}" for page in found.unread))
    try:
        if normalized in distribution():
            return None
    except BuildFailure as error:
        return _unanswered(name, f"{error.where}: {error.what}" if error.where else error.what)
    raise UserMistake(
        f"no index has a package named {name}",
        remedy="Correct the name: that of a package is not always that of its module. "
        "An index of your own is named in pip's configuration.",
    )


def _unanswered(name: str, reasons: str) -> str:
    return f"Whether there is a package named {name} could not be asked ({reasons})."
