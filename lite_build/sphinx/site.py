"""The site of a documentation: built between reading and writing, so that pages know whether it is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from lite_build.build.session import session_of
from lite_build.build.site_build import BuildResult, build_site
from lite_build.files.json_file import merged
from lite_build.packages.locked.lock_file import NOT_LOCKED
from lite_build.project.configuration import configure
from lite_build.sphinx import beside_jupyterlite
from lite_build.sphinx.collected import collected_examples, live_documents, places_of, write_notebooks
from lite_build.sphinx.documented_version import check_version
from lite_build.sphinx.ignored import ignored_documents, without_ignored
from lite_build.sphinx.lacking import static_parts
from lite_build.sphinx.nodes import SITE_IS_THERE, STATIC_PARTS, shows_elements
from lite_build.sphinx.notebook_pages.gallery import script_of
from lite_build.sphinx.notebook_pages.gallery_notebooks import published_paths, write_published
from lite_build.sphinx.settings import read_settings
from lite_build.supply.plan import NO_LOCK
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jupyterlite_core.manager import LiteManager
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from lite_build.build.session import Session
    from lite_build.sphinx.collected import CollectedExample
    from lite_build.sphinx.settings import Settings

logger = logging.getLogger(__name__)

#: In the folder of doctrees: what is ours.
_FOLDER = "lite-build"
#: On the environment: for what pages were written, whether there was a site and which examples were ignored.
_WRITTEN_FOR = "lite_build_pages_written_for"


@dataclass(frozen=True)
class DocumentationProject:
    """The project of a documentation's site, ready to be built.

    Args:
        manager: builds it.
        examples: of all documents, as its notebooks.
        published: scripts of galleries, by the path in the site of the notebook that is made of each.
    """

    manager: LiteManager
    examples: tuple[CollectedExample, ...]
    published: Mapping[str, Path]

    @property
    def session(self) -> Session:
        """Of its build."""
        return session_of(self.manager)


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


def documentation_project(
    app: Sphinx, examples: tuple[CollectedExample, ...], output: Path
) -> DocumentationProject:
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
    write_notebooks(examples, notebooks)
    theirs = beside_jupyterlite.JupyterLiteSettings()
    if beside_jupyterlite.is_there(app):
        theirs = beside_jupyterlite.read_jupyterlite_settings(
            app, notebooks.with_name("staged"), notebooks.with_name("given")
        )
    of_gallery = notebooks.with_name("gallery")
    write_published(app, of_gallery)
    options = merged(theirs.options, settings.options)
    manager = configure(settings.project, [f"--output-dir={output}", *theirs.arguments], options)
    # What is deeper in the project than its own settings may be what was made of it.
    manager.extra_ignore_lite_config = (*manager.extra_ignore_lite_config, "^/.+/")
    _arrange(session_of(manager), settings, (notebooks, of_gallery, *theirs.contents), theirs.ignored)
    check_version(session_of(manager), settings)
    published = {
        path: script_of(app, document) or Path(path) for path, document in published_paths(app).items()
    }
    return DocumentationProject(manager, examples, published)


def build_documentation_site(
    app: Sphinx, examples: tuple[CollectedExample, ...], output: Path
) -> tuple[BuildResult, DocumentationProject]:
    """Build the site, and tell its warnings where they belong.

    Raises:
        LiteBuildError: whatever stands in the way.
    """
    project = documentation_project(app, examples, output)
    result = build_site(project.manager, lambda text: logger.info("lite-build: %s", text))
    _tell_warnings(result, project)
    return result, project


def tell_error(error: LiteBuildError, examples: tuple[CollectedExample, ...]) -> None:
    """Tell an error that leaves the documentation without its live part."""
    places = places_of(examples)
    text = str(error)
    for place, real in sorted(places.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(place, real)
    logger.error("%s", text, type="lite_build", subtype="site")


def _build_or_tell(app: Sphinx, examples: tuple[CollectedExample, ...]) -> BuildResult | None:
    output = Path(app.outdir) / app.config.lite_build_site
    try:
        result, _ = build_documentation_site(app, examples, output)
    except LiteBuildError as error:
        tell_error(error, examples)
        logger.info("lite-build: the pages are written without code that runs")
        return None
    return result


def _arrange(
    session: Session, settings: Settings, contents: tuple[Path, ...], ignored: tuple[str, ...]
) -> None:
    session.configured_contents = (*contents, *(session.configured_contents or ()))
    session.content = replace(session.content, ignored=(*session.content.ignored, *ignored))
    own = (settings.package,) if settings.package else ()
    session.packages = replace(
        session.packages, requirements=(*own, *session.packages.requirements), reads_files=False
    )


def _tell_warnings(result: BuildResult, project: DocumentationProject) -> None:
    """Tell the warnings of a build; those of examples in the examples' places."""
    places, unmet = places_of(project.examples), result.report.unmet
    # Where blocks of a gallery are live, their own places are known better than those of the notebook.
    better = {place.rpartition(":")[0] for name, place in places.items() if name in unmet}
    told = set()
    for name, text in unmet.items():
        script = project.published.get(name.rpartition(", cell ")[0])
        place = places.get(name) or (str(script) if script is not None else None)
        if place is None:
            continue
        told.add(text)
        if place not in better:
            said = f"this example {text.removeprefix(name).strip()}" if text.startswith(name) else text
            logger.warning("%s", said, location=place, type="lite_build", subtype="package")
    for text in result.report.warnings:
        if text == NO_LOCK:
            logger.info("lite-build: %s", text)
        elif text not in told:
            _warn(text, places)


def _warn(text: str, places: Mapping[str, str]) -> None:
    """Tell a warning that is of no missing package; where it is of an example, in the example's place."""
    found = max((name for name in places if text.startswith((f"{name} ", f"{name}:"))), key=len, default="")
    said = f"this example{text.removeprefix(found)}" if found else text
    subtype = "package" if found or NOT_LOCKED in text else "site"
    logger.warning("%s", said, location=places.get(found), type="lite_build", subtype=subtype)
