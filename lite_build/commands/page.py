"""`lite-build page`: a site of pages, out of notebooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from lite_build.build.session import session_of
from lite_build.build.site_build import build_site
from lite_build.commands.arguments.options import add_trait_options, trait_arguments
from lite_build.notebooks.reading import is_notebook
from lite_build.notebooks.text_notebooks import (
    INSTALL_JUPYTEXT,
    NOTEBOOK_SUFFIX,
    TEXT_SUFFIXES,
    can_be_read,
    is_text_notebook,
)
from lite_build.pages.addresses import INDEX, page_path
from lite_build.pages.lone_notebooks import folder_of, rules_for
from lite_build.pages.making import check_pages
from lite_build.project.configuration import configure
from lite_build.project.file_names import CONFIG_FILE, DEFAULT_OUTPUT
from lite_build.words.errors import UserMistake
from lite_build.words.progress import Progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lite_build.build.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "notebooks", nargs="+", type=Path, metavar="NOTEBOOK", help="a notebook; several are one site"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help=f"where the site is written, from here; {DEFAULT_OUTPUT} in the project where none is given",
    )
    parser.add_argument("--app", action="store_true", help="hide the code; cells run by themselves once seen")
    parser.add_argument(
        "--no-execute", action="store_true", help="show the outputs that the notebooks were saved with"
    )
    parser.add_argument(
        "--template", metavar="NAME", help="article, app, part, or one of the project's folder 'templates'"
    )
    add_trait_options(parser, without={"output-dir", "contents", "check", "json"})


def run(arguments: argparse.Namespace, further: list[str]) -> int:
    """Make the site, say where it is, and return the exit status."""
    notebooks = _found(arguments.notebooks)
    root = folder_of(notebooks)
    words = trait_arguments(arguments, further)
    if arguments.output is not None:
        words.append(f"--output-dir={arguments.output.resolve()}")
    progress = Progress(Console())
    with progress.shown():
        progress("Reading the notebooks")
        manager = configure(root, words)
        session = session_of(manager)
        if not (root / CONFIG_FILE).is_file():
            session.configured_contents = (root,)
            ignored = (*session.content.ignored, *rules_for(notebooks, root))
            session.content = replace(session.content, ignored=ignored)
        # Whatever the project says of its pages, these are what was asked for.
        session.pages = replace(session.pages, notebooks=("*",))
        names = _names_in(session, notebooks)
        session.pages = replace(
            session.pages,
            notebooks=names,
            is_home=True,
            executes=session.pages.executes and not arguments.no_execute,
            is_app=session.pages.is_app or arguments.app,
            template=arguments.template or session.pages.template,
        )
        check_pages(session.pages, session.contents.notebooks, root)
        result = build_site(manager, progress)
    for warning in result.report.warnings:
        progress.note(f"Warning: {warning}")
    if not result.is_new:
        progress.note("Nothing has changed since the last build")
    for name in names:
        progress.note(str(result.output / page_path(name)))
    if len(names) > 1:
        progress.note(f"{result.output / INDEX} lists them")
    return 0


def _found(paths: Sequence[Path]) -> tuple[Path, ...]:
    problems = []
    for path in paths:
        if path.is_dir():
            problems.append(f"{path} is a folder, and no notebook")
        elif not path.is_file():
            problems.append(f"there is no notebook {path}")
        elif not is_notebook(path):
            text = ", and its text is none of MyST or jupytext" if path.suffix in TEXT_SUFFIXES else ""
            problems.append(f"{path} is no notebook: its name does not end with {NOTEBOOK_SUFFIX}{text}")
        elif is_text_notebook(path) and not can_be_read():
            raise UserMistake(
                "jupytext reads it, which is not installed", where=str(path), remedy=f"{INSTALL_JUPYTEXT}."
            )
    if problems:
        raise UserMistake("\n".join(problems), remedy="Name notebooks: lite-build page lesson.ipynb")
    return tuple(path.resolve() for path in paths)


def _names_in(session: Session, notebooks: Sequence[Path]) -> tuple[str, ...]:
    """The paths of notebooks in the contents of their project."""
    published = {file.source.resolve(): str(file.path) for file in session.contents.notebooks}
    paired = [path for path in notebooks if path not in published and path.with_suffix(".ipynb") in published]
    if paired:
        raise UserMistake(
            "\n".join(f"{path} is the text of {path.with_suffix('.ipynb').name}" for path in paired),
            where=str(session.root),
            remedy="Name that notebook: it has the page of both.",
        )
    strangers = [path for path in notebooks if path not in published]
    if strangers:
        raise UserMistake(
            "\n".join(f"{path} is none of the site's notebooks" for path in strangers),
            where=str(session.root),
            remedy="Put it into the project's contents: LiteBuildConfig.contents names them.",
        )
    return tuple(published[path] for path in notebooks)
