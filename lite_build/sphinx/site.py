"""The site of a documentation: built between reading and writing, so that pages know whether it is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from lite_build.build.site_build import BuildResult, build_site
from lite_build.documentation.lacking import static_parts
from lite_build.documentation.site import Additions, documentation_project, error_text, told_warnings
from lite_build.sphinx import beside_jupyterlite
from lite_build.sphinx.collected import collected_examples, live_documents
from lite_build.sphinx.documented_version import check_version
from lite_build.sphinx.ignored import ignored_documents, without_ignored
from lite_build.sphinx.nodes import SITE_IS_THERE, STATIC_PARTS, shows_elements
from lite_build.sphinx.notebook_pages.gallery import script_of
from lite_build.sphinx.notebook_pages.gallery_notebooks import published_paths, write_published
from lite_build.sphinx.settings import read_settings
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from lite_build.documentation.examples import CollectedExample
    from lite_build.documentation.site import DocumentationProject

logger = logging.getLogger(__name__)

#: In the folder of doctrees: what is ours.
_FOLDER = "lite-build"
#: On the environment: for what pages were written, whether there was a site and which examples were ignored.
_WRITTEN_FOR = "lite_build_pages_written_for"


def build_for_pages(app: Sphinx, environment: BuildEnvironment) -> list[str]:
    """Build the site that the pages of a documentation need, if they need one.

    Returns:
        The documents to write anew: whether code in them can be run has changed.
    """
    if not shows_elements(app.builder):
        return []
    documents = live_documents(environment)
    is_needed = bool(documents) or beside_jupyterlite.is_there(app)
    every = collected_examples(environment)
    ignored = ignored_documents(app, every)
    examples = without_ignored(every, ignored)
    built = _build_or_tell(app, examples) if is_needed else None
    unmet = built.report.unmet if built is not None else ()
    static = static_parts(ignored, examples, unmet, published_paths(app))
    is_there = built is not None
    setattr(app.builder, SITE_IS_THERE, is_there)
    setattr(app.builder, STATIC_PARTS, static)
    now, before = (is_there, static), getattr(environment, _WRITTEN_FOR, None)
    setattr(environment, _WRITTEN_FOR, now)
    # Pages of a gallery may have nothing that is live but a link to the site.
    return sorted({*documents, *published_paths(app).values()}) if before not in {None, now} else []


def sphinx_project(app: Sphinx, examples: tuple[CollectedExample, ...], output: Path) -> DocumentationProject:
    """Make a project of lite-build out of a documentation that was read.

    Args:
        app: with its settings.
        examples: of its documents.
        output: where the site is.

    Raises:
        LiteBuildError: the settings make no sense, or the documented version is another.
    """
    settings = read_settings(app)
    notebooks = Path(app.doctreedir) / _FOLDER / "notebooks"
    theirs = Additions()
    if beside_jupyterlite.is_there(app):
        theirs = beside_jupyterlite.read_jupyterlite_settings(
            app, notebooks.with_name("staged"), notebooks.with_name("given")
        )
    of_gallery = notebooks.with_name("gallery")
    write_published(app, of_gallery)
    published = {
        path: script_of(app, document) or Path(path) for path, document in published_paths(app).items()
    }
    additions = replace(theirs, contents=(of_gallery, *theirs.contents), published=published)
    project = documentation_project(settings, examples, notebooks, output, additions)
    check_version(project.session, settings, app.config.release)
    return project


def build_documentation_site(
    app: Sphinx, examples: tuple[CollectedExample, ...], output: Path
) -> tuple[BuildResult, DocumentationProject]:
    """Build the site, and tell its warnings where they belong.

    Raises:
        LiteBuildError: whatever stands in the way.
    """
    project = sphinx_project(app, examples, output)
    result = build_site(project.manager, lambda text: logger.info("lite-build: %s", text))
    _tell_warnings(result, project)
    return result, project


def tell_error(error: LiteBuildError, examples: tuple[CollectedExample, ...]) -> None:
    """Tell an error that leaves the documentation without its live part."""
    logger.error("%s", error_text(error, examples), type="lite_build", subtype="site")


def _build_or_tell(app: Sphinx, examples: tuple[CollectedExample, ...]) -> BuildResult | None:
    output = Path(app.outdir) / app.config.lite_build_site
    try:
        result, _ = build_documentation_site(app, examples, output)
    except LiteBuildError as error:
        tell_error(error, examples)
        logger.info("lite-build: the pages are written without code that runs")
        return None
    return result


def _tell_warnings(result: BuildResult, project: DocumentationProject) -> None:
    for told in told_warnings(result.report, project):
        if told.kind == "note":
            logger.info("lite-build: %s", told.text)
        else:
            logger.warning("%s", told.text, location=told.place, type="lite_build", subtype=told.kind)
