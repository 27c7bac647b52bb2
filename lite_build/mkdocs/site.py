"""The site of a documentation of MkDocs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from lite_build.build.site_build import build_site
from lite_build.documentation.site import documentation_project, error_text, told_warnings
from lite_build.mkdocs.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

    from lite_build.build.site_build import BuildResult
    from lite_build.documentation.examples import CollectedExample
    from lite_build.documentation.site import DocumentationProject
    from lite_build.mkdocs.settings import PluginSettings
    from lite_build.words.errors import LiteBuildError

logger = get_plugin_logger("lite-build")


@dataclass(frozen=True)
class MkDocsSite:
    """A site, of what a documentation says.

    Args:
        own: settings of the plugin.
        config: of the documentation.
        examples: of all pages.
        notebooks: a folder of ours alone, in which the examples are notebooks.
    """

    own: PluginSettings
    config: MkDocsConfig
    examples: tuple[CollectedExample, ...]
    notebooks: Path

    def project(self, output: Path) -> DocumentationProject:
        """The project of lite-build that makes it.

        Raises:
            LiteBuildError: the settings make no sense.
            PluginError: the project's folder is not there.
        """
        try:
            settings = read_settings(self.own, self.config)
        except ValidationError as error:
            raise PluginError(f"lite-build: {error}") from None
        return documentation_project(settings, self.examples, self.notebooks, output)

    def build(self, output: Path) -> tuple[BuildResult, DocumentationProject]:
        """Build it, and tell its warnings where they belong.

        Raises:
            LiteBuildError: whatever stands in the way.
            PluginError: the project's folder is not there.
        """
        project = self.project(output)
        result = build_site(project.manager, logger.info)
        for told in told_warnings(result.report, project):
            if told.kind == "note":
                logger.info(told.text)
            else:
                logger.warning("%s%s", f"{told.place}: " if told.place else "", told.text)
        return result, project

    def error_text(self, error: LiteBuildError) -> str:
        """An error's words, with the places of examples as authors know them."""
        return error_text(error, self.examples)
