"""What is ours in the output of MkDocs while it builds: the last site, and the examples as notebooks."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class OwnFolder:
    """A folder in the output of a documentation, which is there while that is built.

    MkDocs sweeps its output before each build, and leaves what has a dot before its name. The site is in
    there meanwhile: so it is built anew where it has to be, and no sooner.

    Args:
        output: of the documentation.
        site: the path of the site in it.
    """

    def __init__(self, output: Path, site: str) -> None:
        self.site = output / site
        self._folder = output / ".lite-build"
        self._kept = self._folder / "site"

    @property
    def notebooks(self) -> Path:
        """For the examples; at the same place in each build, so that equal examples make no other site."""
        return self._folder / "notebooks"

    def keep_site(self) -> None:
        """Take the site out of the way."""
        if self.site.is_dir():
            shutil.rmtree(self._kept, ignore_errors=True)
            self._folder.mkdir(exist_ok=True)
            self.site.rename(self._kept)

    def restore_site(self) -> None:
        """Put the site back, if it is away."""
        if self._kept.is_dir() and not self.site.exists():
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self._kept.rename(self.site)

    def remove(self) -> None:
        """Leave nothing behind, not even a site that nothing has asked for."""
        shutil.rmtree(self._folder, ignore_errors=True)
