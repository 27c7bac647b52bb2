"""The site of a documentation: a project of lite-build, made of the examples and of the settings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from lite_build.build.session import session_of
from lite_build.documentation.examples import places_of, write_notebooks
from lite_build.files.json_file import merged
from lite_build.packages.locked.lock_file import NOT_LOCKED
from lite_build.project.configuration import configure
from lite_build.supply.plan import NO_LOCK
from lite_build.supply.vendored import OPTION as VENDOR_IMPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from jupyterlite_core.manager import LiteManager

    from lite_build.build.report import SiteReport
    from lite_build.build.session import Session
    from lite_build.documentation.examples import CollectedExample
    from lite_build.documentation.settings import Settings
    from lite_build.words.errors import LiteBuildError


@dataclass(frozen=True)
class Additions:
    """What a site has besides the examples.

    Args:
        contents: folders and files to publish, absolute.
        ignored: patterns of what of them is not published.
        arguments: of the site's build.
        options: of the site; those of the settings take their place.
        published: scripts of galleries, by the path in the site of the notebook that is made of each.
    """

    contents: tuple[Path, ...] = ()
    ignored: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    published: Mapping[str, Path] = field(default_factory=dict)


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


@dataclass(frozen=True)
class ToldWarning:
    """A warning of a build, as the documentation's author is told it.

    Args:
        text: what is said.
        place: a file, or a docstring, and a line, in the tool's words; None where it is of all.
        kind: of a package that an example needs, of another host that a widget needs, of the site, or no more
            than a note.
    """

    text: str
    place: str | None
    kind: Literal["package", "other_host", "site", "note"]


def documentation_project(
    settings: Settings,
    examples: tuple[CollectedExample, ...],
    notebooks: Path,
    output: Path,
    additions: Additions | None = None,
) -> DocumentationProject:
    """Make a project of lite-build out of a documentation.

    Args:
        settings: of the documentation.
        examples: of its documents.
        notebooks: a folder of ours alone, in which the examples are notebooks.
        output: where the site is.
        additions: what it has besides.

    Raises:
        LiteBuildError: the settings make no sense.
    """
    further = additions or Additions()
    write_notebooks(examples, notebooks)
    options = merged(further.options, settings.options)
    manager = configure(settings.project, [f"--output-dir={output}", *further.arguments], options)
    # What is deeper in the project than its own settings may be what was made of it.
    manager.extra_ignore_lite_config = (*manager.extra_ignore_lite_config, "^/.+/")
    session = session_of(manager)
    session.configured_contents = (notebooks, *further.contents, *(session.configured_contents or ()))
    session.content = replace(session.content, ignored=(*session.content.ignored, *further.ignored))
    own = (settings.package,) if settings.package else ()
    session.packages = replace(
        session.packages, requirements=(*own, *session.packages.requirements), reads_files=False
    )
    return DocumentationProject(manager, examples, further.published)


def error_text(error: LiteBuildError, examples: Iterable[CollectedExample]) -> str:
    """An error's words, with the places of examples as the documentation's author knows them."""
    text = str(error)
    for place, real in sorted(places_of(examples).items(), key=lambda pair: -len(pair[0])):
        text = text.replace(place, real)
    return text


def told_warnings(report: SiteReport, project: DocumentationProject) -> Iterator[ToldWarning]:
    """The warnings of a build; those of examples in the examples' places."""
    places, unmet = places_of(project.examples), report.unmet
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
            yield ToldWarning(said, place, "package")
    for text in report.warnings:
        if text == NO_LOCK:
            yield ToldWarning(text, None, "note")
        elif text not in told:
            yield _of_no_package(text, places)


def _of_no_package(text: str, places: Mapping[str, str]) -> ToldWarning:
    """A warning that is of no missing package; where it is of an example, in the example's place."""
    found = max((name for name in places if text.startswith((f"{name} ", f"{name}:"))), key=len, default="")
    said = f"this example{text.removeprefix(found)}" if found else text
    if VENDOR_IMPORTS in text:
        return ToldWarning(said, places.get(found), "other_host")
    return ToldWarning(said, places.get(found), "package" if found or NOT_LOCKED in text else "site")
