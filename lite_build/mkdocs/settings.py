"""What a documentation's `mkdocs.yml` says to lite-build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError

from lite_build.documentation.live_code import LIVE_BLOCKS
from lite_build.documentation.settings import (
    DEFAULT_SITE,
    Settings,
    is_folder_in_output,
    nearest_project,
    settings_of,
)

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class SiteFolder(config_options.Type[str]):
    """The path of a folder in the documentation's output."""

    def run_validation(self, value: object) -> str:
        """Refuse the output itself, and what is not in it."""
        path = super().run_validation(value)
        if not is_folder_in_output(path):
            raise ValidationError(f"{path!r} is not the name of a folder in the output")
        return path


class PluginSettings(Config):  # type: ignore[no-untyped-call]
    """The plugin's settings: those of `conf.py`, without the `lite_build_` before their names."""

    project = config_options.Type(str, default="")
    package = config_options.Type(str, default=".")
    config = config_options.Type(dict, default={})
    site = SiteFolder(str, default=DEFAULT_SITE)
    live_blocks = config_options.Choice(LIVE_BLOCKS, default="")
    live_notebooks = config_options.Type(bool, default=True)


def documentation_folder(config: MkDocsConfig) -> Path:
    """The folder that has `mkdocs.yml`, or the one of the documents where that came from elsewhere."""
    file: str | None = config.config_file_path
    return Path(file).parent.resolve() if file else Path(config.docs_dir).resolve()


def read_settings(own: PluginSettings, config: MkDocsConfig) -> Settings:
    """Read what the site follows from.

    Args:
        own: of the plugin.
        config: of the documentation.

    Raises:
        ValidationError: the project's folder is not there.
    """
    folder = documentation_folder(config)
    project = folder / own.project if own.project else nearest_project(folder)
    if not project.is_dir():
        raise ValidationError(f"project: there is no folder {project}")
    return settings_of(project, own.package, own.config)
