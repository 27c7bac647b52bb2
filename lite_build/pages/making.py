"""The pages of a site, from the notebooks that have one to the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lite_build.notebooks.reading import read_notebooks
from lite_build.pages.addresses import CONTENTS, page_path
from lite_build.pages.execution import dependent_on_others, executed
from lite_build.pages.page_templates import PageTemplates
from lite_build.pages.rendering import check_template
from lite_build.pages.site_pages import chosen_notebooks, write_pages
from lite_build.site.page_links import write_page_links
from lite_build.words.errors import Mistakes, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from lite_build.notebooks.reading import Notebook
    from lite_build.pages.rendering import RenderedPage
    from lite_build.project.contents import ContentFile
    from lite_build.project.options import CheckSettings, PageOptions


def check_pages(options: PageOptions, published: Sequence[ContentFile], root: Path) -> None:
    """Refuse what stands in the way of pages, before anything long is done.

    Args:
        options: which notebooks, and how.
        published: all notebooks of the contents.
        root: the project's folder.

    Raises:
        UserMistake: there is no such notebook, or none for the site's Python, or no such template.
    """
    if options.notebooks:
        mistakes = Mistakes()
        with mistakes.collected():
            check_template(options, PageTemplates(root))
        with mistakes.collected():
            _read(options, published)
        mistakes.raise_all()


def make_pages(
    options: PageOptions,
    published: Sequence[ContentFile],
    output: Path,
    *,
    root: Path,
    settings: CheckSettings,
    cache: Path,
    own: Collection[str],
    report: Callable[[str], None],
    changed: Collection[str] | None = None,
) -> tuple[RenderedPage, ...]:
    """Make the pages that a project asks for.

    Args:
        options: which notebooks, and how.
        published: all notebooks of the contents.
        output: the site, which is whole but for the pages.
        root: the project's folder.
        settings: the time limit of a cell, and how many notebooks run at once.
        cache: the user's, which keeps what notebooks have put out.
        own: paths in the site of files that the project lays over it.
        report: is told what is being done.
        changed: the notebooks that are other than when the site's pages were made; None for all.

    Returns:
        The pages that were made.

    Raises:
        UserMistake: there is no such notebook, or none for the site's Python, or no such template.
        BuildFailure: a cell fails.
    """
    notebooks = _read(options, published)
    made = notebooks
    if changed is not None:
        dependent = dependent_on_others(notebooks, output / CONTENTS)
        made = tuple(each for each in notebooks if each.name in {*changed, *dependent})
    if options.executes:
        ran = {each.name: each for each in executed(made, output, settings, cache, report)}
        notebooks = tuple(ran.get(each.name, each) for each in notebooks)
    only = None if changed is None else {each.name for each in made}
    pages = write_pages(notebooks, output, root, options, own, only)
    write_page_links({each.name: page_path(each.name) for each in notebooks}, output)
    return pages


def _read(options: PageOptions, published: Sequence[ContentFile]) -> tuple[Notebook, ...]:
    by_path = {str(file.path): file for file in published}
    texts = {
        name: str(file.path.with_suffix(file.source.suffix))
        for name, file in by_path.items()
        if file.is_made_of_text
    }
    names = chosen_notebooks(options.notebooks, by_path, texts)
    notebooks = read_notebooks((name, by_path[name].source) for name in names)
    if options.executes:
        _check_kernels(notebooks)
    return notebooks


def _check_kernels(notebooks: Sequence[Notebook]) -> None:
    others = [each for each in notebooks if not each.is_for_pyodide]
    if others:
        raise UserMistake(
            "\n".join(
                f"{each.name}: its kernel is {each.kernel or each.language}, and not the site's Python"
                for each in others
            ),
            where="the pages of notebooks",
            remedy="Leave it out of the pages, or show its saved outputs: --no-execute, PagesAddon.execute.",
        )
