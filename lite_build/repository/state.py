"""One state of a repository, as a lock has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RepositoryState:
    """A repository at a commit.

    Args:
        url: of the repository or the archive, without a login; of one on this machine the path as written.
        ref: that was asked for; None for the first branch, and for an archive.
        commit: None where an archive does not say it.
        sha256: of the names and contents of all files, in hex: two archives of one commit may differ.
    """

    url: str
    ref: str | None
    commit: str | None
    sha256: str

    def is_of(self, url: str, ref: str | None) -> bool:
        """Whether it is what this repository and ref have once been."""
        return (self.url, self.ref) == (url, ref)

    def __str__(self) -> str:
        return f"{self.url} at {self.commit[:12] if self.commit else f'sha256:{self.sha256[:12]}'}"
