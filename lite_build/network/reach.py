"""How far a build may reach for the files that it needs."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lite_build.network.client import NetworkSettings, open_client, open_offline_client

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from unearth.fetchers.sync import PyPIClient


@dataclass(frozen=True)
class Reach:
    """Where files are got, and where they are kept.

    Args:
        cache: the user's.
        network: how to reach other hosts.
        offline: whether to open no connection.
        offline_folder: what `lite-build fetch` wrote, where a build goes by it.
    """

    cache: Path
    network: NetworkSettings = field(default_factory=NetworkSettings)
    offline: bool = False
    offline_folder: Path | None = None

    @contextmanager
    def client(self, logins: Iterable[str] = ()) -> Iterator[PyPIClient]:
        """Open a client, as `open_client` does; one that refuses every connection where this is offline."""
        with open_offline_client() if self.offline else open_client(self.network, logins=logins) as client:
            yield client

    def collected(self, inside: str) -> Path | None:
        """A file of the offline folder; None where it is not there."""
        path = None if self.offline_folder is None else self.offline_folder / inside
        return path if path is not None and path.is_file() else None
