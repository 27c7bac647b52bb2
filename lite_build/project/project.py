"""A project as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lite_build.project.file_names import CONFIG_FILE, LOCK_FILE
from lite_build.project.options import (
    BootOptions,
    CheckSettings,
    ContentOptions,
    DataOptions,
    PackageOptions,
    RuntimeOptions,
    SiteOptions,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lite_build.repository.state import RepositoryState


@dataclass(frozen=True)
class Project:
    """A project, with its paths absolute.

    Args:
        root: the folder that holds the configuration.
        contents: the folders and files that are published under `files/`.
        output: the folder of the site.
        repository: that some of the contents are of; None for none.
    """

    root: Path
    contents: tuple[Path, ...]
    output: Path
    content: ContentOptions = field(default_factory=ContentOptions)
    runtime: RuntimeOptions = field(default_factory=RuntimeOptions)
    packages: PackageOptions = field(default_factory=PackageOptions)
    boot: BootOptions = field(default_factory=BootOptions)
    site: SiteOptions = field(default_factory=SiteOptions)
    data: DataOptions = field(default_factory=DataOptions)
    check: CheckSettings = field(default_factory=CheckSettings)
    repository: RepositoryState | None = None

    @property
    def lock_path(self) -> Path:
        """Where the project's lock is, or would be."""
        return self.root / LOCK_FILE

    @property
    def config_path(self) -> Path:
        """Where the project's configuration is, or would be."""
        return self.root / CONFIG_FILE

    def inside(self, path: Path) -> str:
        """Name a path for a message: relative to the project where it is inside, and always with "/"."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()
