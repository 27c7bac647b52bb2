"""Whether there is a package of a name at all, asked before a project's files name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name, parse_wheel_filename

from lite_build.errors import UserMistake
from lite_build.packages.resolve import PackageSources, indexes_of

if TYPE_CHECKING:
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient


def check_name(name: str, sources: PackageSources, *, client: PyPIClient, cache: Path) -> str | None:
    """Ask whether there is a package of a name. What is carried is on no index, and is not asked for.

    Args:
        name: of a distribution.
        sources: everywhere that packages may come from.
        client: reaches the indexes, or refuses to.
        cache: the user's cache.

    Returns:
        A sentence where an index could not be asked, else None.

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
        reasons = "; ".join(f"{page.url}: {page.reason}" for page in found.unread)
        return f"Whether there is a package named {name} could not be asked ({reasons})."
    raise UserMistake(
        f"no index has a package named {name}",
        remedy="Correct the name: that of a package is not always that of its module. "
        "An index of your own is named in pip's configuration.",
    )
