"""What a documentation's own settings say of its site, whichever tool reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

PROJECT_FILE = "pyproject.toml"
#: The folder of the site in the documentation's output, where nothing else is said.
DEFAULT_SITE = "lite"


@dataclass(frozen=True)
class Settings:
    """The settings of a documentation's site.

    Args:
        project: the folder of the project, absolute.
        package: what is documented: a folder, a wheel, or a requirement; "" for none.
        options: of the site's build, as `jupyter_lite_config.json` has them.
    """

    project: Path
    package: str
    options: dict[str, Any]


def settings_of(project: Path, package: str | None, options: dict[str, Any]) -> Settings:
    """The settings, from what was said.

    Args:
        project: the folder of the project, absolute.
        package: as it was said, "." where nothing was; a project that is no package has none to document.
        options: of the site's build.
    """
    said = package or ""
    is_package = any((project / name).is_file() for name in (PROJECT_FILE, "setup.py"))
    return Settings(project.resolve(), "" if said == "." and not is_package else said, options)


def nearest_project(source: Path) -> Path:
    """The nearest folder with a `pyproject.toml`, at the documentation or above; else its own."""
    return next((folder for folder in (source, *source.parents) if (folder / PROJECT_FILE).is_file()), source)


def is_folder_in_output(site: str) -> bool:
    """Whether the site's folder lies in the documentation's output, and is not all of it."""
    path = Path(site)
    return bool(_names(path.parts)) and not path.is_absolute() and ".." not in path.parts


def _names(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part != "."]
