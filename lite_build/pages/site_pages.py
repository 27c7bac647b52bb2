"""The pages of a site: those of its notebooks, and the page that lists them."""

from __future__ import annotations

import shutil
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lite_build.files.json_file import read_json_object
from lite_build.notebooks.reading import is_notebook_name
from lite_build.notebooks.text_notebooks import NOTEBOOK_SUFFIX, is_text_notebook
from lite_build.pages.addresses import CONTENTS, INDEX, PAGES, PageAddresses, SiteAddresses, page_path
from lite_build.pages.named_files import named_files
from lite_build.pages.page_facts import page_facts
from lite_build.pages.page_templates import PageTemplates
from lite_build.pages.rendering import PageFiles, render_pages
from lite_build.pages.style import write_style
from lite_build.site.page_hint import write_page_hint
from lite_build.site.page_script import PAGE_SCRIPT
from lite_build.site.settings import CONFIG_DATA, OFFLINE, SETTINGS_FILE
from lite_build.words.errors import UserMistake
from lite_build.words.page_words import DEFAULT_LANGUAGE, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from lite_build.notebooks.reading import Notebook
    from lite_build.pages.page_facts import PageFacts
    from lite_build.pages.rendering import RenderedPage
    from lite_build.project.options import PageOptions

#: The pages of JupyterLite that open a notebook, the first that a site has.
_APPLICATIONS = ("lab/index.html", "notebooks/index.html")


def chosen_notebooks(
    patterns: Sequence[str], published: Collection[str], texts: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, ...]:
    """The notebooks that patterns name, sorted.

    Args:
        patterns: as of `PageOptions`, or paths as they are.
        published: the paths of all notebooks in the contents.
        texts: the path of the text, by the path of the notebook that is made of it.

    Raises:
        UserMistake: a pattern that finds none; names all those.
    """
    found: set[str] = set()
    useless = []
    for pattern in patterns:
        matching = {
            name for name in published if _matches(name, pattern) or _matches(texts.get(name, name), pattern)
        }
        found |= matching
        if not matching:
            useless.append(pattern)
    if useless:
        raise UserMistake(
            "\n".join(f"{pattern} is no notebook of the contents" for pattern in useless),
            where="PagesAddon.notebooks",
            remedy=f"The contents have {_listed(sorted(published))}; patterns are relative to them.",
        )
    return tuple(sorted(found))


def write_pages(
    notebooks: Sequence[Notebook],
    output: Path,
    root: Path,
    options: PageOptions,
    own: Collection[str] = (),
    only: Collection[str] | None = None,
) -> tuple[RenderedPage, ...]:
    """Write the pages of notebooks into a site that is whole but for them.

    Args:
        notebooks: with the outputs to show.
        output: the site.
        root: the project's folder, which may have templates.
        options: how the pages are made.
        own: paths in the site of files that the project lays over it: they stay.
        only: the notebooks whose pages are written, besides the list; those of the others are there. None for
            all.

    Returns:
        The pages that were written.

    Raises:
        UserMistake: two notebooks would have one page, or a template is missing or wrong.
        BuildFailure: a part of ours was not built.
    """
    application = next((path for path in _APPLICATIONS if (output / path).is_file()), None)
    paths = {each.name: page_path(each.name) for each in notebooks}
    site = SiteAddresses(paths, application, _texts_in(output / CONTENTS))
    _check_paths(site)
    templates = PageTemplates(root)
    files = PageFiles(
        style=write_style(output),
        script=PAGE_SCRIPT,
        hint=write_page_hint(output),
        asks_offline=_settings_of(output).get(OFFLINE) == "ask",
    )
    opened = {each.name: _opened_files(output / CONTENTS, each.name) for each in notebooks}
    rendered = [each for each in notebooks if only is None or each.name in only]
    pages = render_pages(rendered, site, files, templates, options, opened)
    written = {page.path: page.html for page in pages}
    listed = {paths[each.name]: page_facts(each) for each in notebooks}
    if INDEX not in listed:
        written[INDEX] = _index(listed, site, files, templates)
    if options.is_home:
        written["index.html"] = _home(list(listed))
    for path, html in written.items():
        if path not in own:
            target = output / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(html, encoding="utf-8", newline="\n")
    # Python in a page works where the page is: relative paths are what they are beside the notebook.
    copied = {f"{PAGES}/{path}": path for paths in opened.values() for path in paths}
    for place, path in sorted(copied.items()):
        if place not in {*written, *listed, *own}:
            (output / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(output / CONTENTS / path, output / place)
    if only is not None:
        _remove_copies(output, {*written, *listed, *copied, *own})
    return pages


def _settings_of(output: Path) -> dict[str, Any]:
    path = output / SETTINGS_FILE
    settings: dict[str, Any] = read_json_object(path).get(CONFIG_DATA, {}) if path.is_file() else {}
    return settings


def _remove_copies(output: Path, kept: Collection[str]) -> None:
    """Remove copies of the contents that no page names any more."""
    for path in (output / PAGES).rglob("*"):
        is_copy = (output / CONTENTS / path.relative_to(output / PAGES)).is_file()
        if is_copy and path.relative_to(output).as_posix() not in kept:
            path.unlink()


def _texts_in(contents: Path) -> dict[str, str]:
    """Of the texts that are notebooks, and lie beside these in the contents, the notebooks' paths."""
    return {
        path.relative_to(contents).as_posix(): path.with_suffix(NOTEBOOK_SUFFIX)
        .relative_to(contents)
        .as_posix()
        for path in contents.rglob("*")
        if is_text_notebook(path) and path.with_suffix(NOTEBOOK_SUFFIX).is_file()
    }


def _opened_files(contents: Path, notebook: str) -> tuple[str, ...]:
    """The files of the contents that a notebook's code names: their paths in the contents."""
    path = (contents / notebook).resolve()
    if not path.is_file():
        return ()
    root = contents.resolve()
    named = named_files([path], root, in_links=False)
    files = {file for each in named for file in ([each] if each.is_file() else each.rglob("*"))}
    return tuple(
        sorted(
            file.relative_to(root).as_posix()
            for file in files
            if file.is_file() and not is_notebook_name(file.name)
        )
    )


def _matches(name: str, pattern: str) -> bool:
    """Whether a path matches a pattern, in which "**" stands for folders, also for none."""
    plain = pattern.removeprefix("./")
    return name == plain or _parts_match(PurePosixPath(name).parts, PurePosixPath(plain).parts)


def _parts_match(parts: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    if not patterns:
        return not parts
    first, *rest = patterns
    if first == "**":
        return any(_parts_match(parts[at:], tuple(rest)) for at in range(len(parts) + 1))
    return (
        bool(parts)
        and (parts[0] == first or PurePosixPath(parts[0]).match(first))
        and _parts_match(parts[1:], tuple(rest))
    )


def _check_paths(site: SiteAddresses) -> None:
    by_page: dict[str, list[str]] = {}
    for notebook, page in site.pages.items():
        by_page.setdefault(page, []).append(notebook)
    clashing = [" and ".join(names) for names in by_page.values() if len(names) > 1]
    if clashing:
        raise UserMistake(
            "\n".join(f"{names} would have one page" for names in clashing),
            where="PagesAddon.notebooks",
            remedy="Give one of them another name.",
        )


def _index(
    pages: Mapping[str, PageFacts], site: SiteAddresses, files: PageFiles, templates: PageTemplates
) -> str:
    addresses = PageAddresses(site, INDEX, "")
    listed = [
        {
            "address": addresses.in_site(path),
            "title": facts.title,
            "description": facts.description,
            "language": facts.language,
        }
        for path, facts in pages.items()
    ]
    languages = {facts.language for facts in pages.values()}
    language = languages.pop() if len(languages) == 1 else DEFAULT_LANGUAGE
    words = words_of(language)
    return templates.filled(
        "index",
        {
            "title": words["pages"],
            "language": language,
            "words": words,
            "pages": listed,
            "site": {
                "root": addresses.root,
                "style": addresses.in_site(files.style),
                "application": site.application and addresses.in_site(site.application),
            },
        },
    )


def _home(pages: Sequence[str]) -> str:
    """The site's first page: it leads to the only page, or to the one that lists them.

    JupyterLite's applications read their settings in the site's first page too, and do not start without.
    """
    path = pages[0] if len(pages) == 1 else INDEX
    address = PageAddresses(SiteAddresses({}), "index.html", "").in_site(path)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Pages</title>\n'
        '<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}</script>\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n'
        f'<p><a href="{address}">Go on to the page</a></p>\n</html>\n'
    )


def _listed(names: Sequence[str]) -> str:
    if not names:
        return "no notebook"
    more = len(names) - 10
    return ", ".join(names[:10]) + (f" and {more} more" if more > 0 else "")
