"""A project as a value: its folder, what it publishes, and every option that a build reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lite_build.packages.requirements import PackageOptions

if TYPE_CHECKING:
    from pathlib import Path

#: The folder names in which a project keeps its notebooks when the configuration names none, best first.
CONTENT_FOLDERS = ("content", "contents", "notebooks", "files")
CONFIG_FILE = "jupyter_lite_config.json"
#: The folder of the site where the configuration names none.
DEFAULT_OUTPUT = "_output"
LOCK_FILE = "pylock.pyodide.toml"


@dataclass(frozen=True)
class RuntimeOptions:
    """Which Pyodide the site ships.

    Args:
        core: None for the pinned one from the npm registry, or "npm:VERSION", a folder, an archive, a URL.
    """

    core: str | None = None


@dataclass(frozen=True)
class BootOptions:
    """How the kernels of the site start.

    Args:
        snapshot: whether from a snapshot of Python's memory.
        imports: what is imported before it is made; None for what notebooks with widgets need.
    """

    snapshot: bool = False
    imports: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SiteOptions:
    """What lands in the output besides contents and packages.

    Args:
        overrides: a folder of the site's own settings and files, relative to the project, where there is one.
        npm_assets: files from npm packages: {"static/p5/p5.min.js": "p5@1.11.2/lib/p5.min.js"}.
        report: where the report goes as JSON, relative to the project.
    """

    overrides: Path | None = None
    npm_assets: dict[str, str] = field(default_factory=dict)
    report: Path | None = None


@dataclass(frozen=True)
class ContentOptions:
    """What of the contents is published.

    Args:
        ignored: regular expressions over "/path/in/the/contents"; what they find is left out.
        allow_hidden: whether files and folders whose names start with a dot are published.
    """

    ignored: tuple[str, ...] = ()
    allow_hidden: bool = False


@dataclass(frozen=True)
class CheckSettings:
    """How the notebooks are checked.

    Args:
        after_build: whether a build ends with the check, before the site is published.
        cell_seconds: the time limit of one cell.
        jobs: how many notebooks run at once; None for one on each core.
        report: where the check's report goes as JSON, relative to the project.
    """

    after_build: bool = False
    cell_seconds: float = 60.0
    jobs: int | None = None
    report: Path | None = None


@dataclass(frozen=True)
class Project:
    """A project, with its paths absolute.

    Args:
        root: the folder that holds the configuration.
        contents: the folders and files that are published under `files/`.
        output: the folder of the site.
    """

    root: Path
    contents: tuple[Path, ...]
    output: Path
    content: ContentOptions = ContentOptions()
    runtime: RuntimeOptions = RuntimeOptions()
    packages: PackageOptions = field(default_factory=PackageOptions)
    boot: BootOptions = BootOptions()
    site: SiteOptions = SiteOptions()
    check: CheckSettings = CheckSettings()

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
