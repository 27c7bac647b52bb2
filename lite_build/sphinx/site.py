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
from lite_build.sphinx.ignored import ignored_documents
from lite_build.sphinx.nodes import IGNORED_DOCUMENTS, SITE_IS_THERE, shows_elements
from lite_build.sphinx.settings import read_settings
from lite_build.supply.plan import NO_LOCK
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
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
    """

    manager: LiteManager
    examples: tuple[CollectedExample, ...]

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
    examples = tuple(each for each in every if not each.is_example or each.document not in ignored)
    is_there = is_needed and _build_or_tell(app, examples)
    setattr(app.builder, SITE_IS_THERE, is_there)
    setattr(app.builder, IGNORED_DOCUMENTS, ignored)
    now, before = (is_there, ignored), getattr(environment, _WRITTEN_FOR, None)
    setattr(environment, _WRITTEN_FOR, now)
    return list(documents) if before not in {None, now} else []


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
        theirs = beside_jupyterlite.read_jupyterlite_settings(app, notebooks.with_name("staged"))
    options = merged(theirs.options, settings.options)
    manager = configure(settings.project, [f"--output-dir={output}", *theirs.arguments], options)
    # What is deeper in the project than its own settings may be what was made of it.
    manager.extra_ignore_lite_config = (*manager.extra_ignore_lite_config, "^/.+/")
    _arrange(session_of(manager), settings, (notebooks, *theirs.contents), theirs.ignored)
    check_version(session_of(manager), settings)
    return DocumentationProject(manager, examples)


def build_documentation_site(
    app: Sphinx, examples: tuple[CollectedExample, ...], output: Path
) -> tuple[BuildResult, DocumentationProject]:
    """Build the site, and tell its warnings where they belong.

    Raises:
        LiteBuildError: whatever stands in the way.
    """
    project = documentation_project(app, examples, output)
    result = build_site(project.manager, lambda text: logger.info("lite-build: %s", text))
    for warning in result.report.warnings:
        if warning == NO_LOCK:
            logger.info("lite-build: %s", warning)
        else:
            _warn(warning, project)
    return result, project


def tell_error(error: LiteBuildError, examples: tuple[CollectedExample, ...]) -> None:
    """Tell an error that leaves the documentation without its live part."""
    places = places_of(examples)
    text = str(error)
    for place, real in sorted(places.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(place, real)
    logger.error("%s", text, type="lite_build", subtype="site")


def _build_or_tell(app: Sphinx, examples: tuple[CollectedExample, ...]) -> bool:
    output = Path(app.outdir) / app.config.lite_build_site
    try:
        build_documentation_site(app, examples, output)
    except LiteBuildError as error:
        tell_error(error, examples)
        logger.info("lite-build: the pages are written without code that runs")
        return False
    return True


def _arrange(
    session: Session, settings: Settings, contents: tuple[Path, ...], ignored: tuple[str, ...]
) -> None:
    session.configured_contents = (*contents, *(session.configured_contents or ()))
    session.content = replace(session.content, ignored=(*session.content.ignored, *ignored))
    own = (settings.package,) if settings.package else ()
    session.packages = replace(
        session.packages, requirements=(*own, *session.packages.requirements), reads_files=False
    )


def _warn(text: str, project: DocumentationProject) -> None:
    """Tell a warning of the build; where it is of an example, in the example's place."""
    places = places_of(project.examples)
    found = max((place for place in places if text.startswith(f"{place} ")), key=len, default=None)
    if found is not None:
        said = f"this example {text.removeprefix(found).strip()}"
        logger.warning("%s", said, location=places[found], type="lite_build", subtype="package")
        return
    asking = _place_of_unlocked(text, project)
    subtype = "site" if asking is None else "package"
    logger.warning("%s", text, location=places.get(asking or ""), type="lite_build", subtype=subtype)


def _place_of_unlocked(text: str, project: DocumentationProject) -> str | None:
    """The place that asks for what a lock has not, where a warning is of that."""
    requirement, is_of_lock, _ = text.partition(NOT_LOCKED)
    if not is_of_lock:
        return None
    asked = project.session.plan.discovery.asked
    return next((one.asked_by for one in asked if str(one.requirement) == requirement), None)
