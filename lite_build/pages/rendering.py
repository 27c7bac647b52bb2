"""A notebook's page: its facts and cells, put into a template."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from markupsafe import Markup

from lite_build.pages.addresses import INDEX, PAGES, PageAddresses
from lite_build.pages.cells import CellsRenderer
from lite_build.pages.page_facts import page_facts, without_front_matter
from lite_build.pages.page_templates import APP_TEMPLATE, DEFAULT_TEMPLATE
from lite_build.pages.texts.formulas import Formulas, filled
from lite_build.pages.texts.markdown import MarkdownRenderer
from lite_build.pages.widget_state import saved_state
from lite_build.words.page_words import speaking, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lite_build.notebooks.reading import Notebook
    from lite_build.pages.addresses import SiteAddresses
    from lite_build.pages.page_facts import PageFacts
    from lite_build.pages.page_templates import PageTemplates
    from lite_build.project.options import PageOptions


@dataclass(frozen=True)
class PageFiles:
    """The files of the site that each page names, by their paths in the site.

    Args:
        hint: the script that tells what to do with a page of a file; None for none.
        asks_offline: whether readers are asked if their browsers shall keep the site.
    """

    style: str
    script: str
    hint: str | None = None
    asks_offline: bool = False


@dataclass(frozen=True)
class RenderedPage:
    """A page.

    Args:
        path: in the site.
        html: of it.
    """

    path: str
    facts: PageFacts
    html: str


def render_pages(
    notebooks: Iterable[Notebook],
    site: SiteAddresses,
    files: PageFiles,
    templates: PageTemplates,
    options: PageOptions,
    opened: Mapping[str, Sequence[str]],
) -> tuple[RenderedPage, ...]:
    """Render the pages of notebooks.

    Args:
        notebooks: with the outputs to show.
        site: which knows the address of each one's page.
        files: that pages name.
        templates: to put them into.
        options: how they are made.
        opened: of each notebook the files beside its page that its code may open, by their paths in the
            contents.

    Raises:
        UserMistake: a notebook's front matter or a template cannot be read.
        BuildFailure: what typesets formulas was not built.
    """
    template = check_template(options, templates)
    formulas = Formulas()
    told = [(notebook, page_facts(notebook)) for notebook in notebooks]
    drafts = [
        (notebook, facts, _content(notebook, facts.language, site, formulas, options))
        for notebook, facts in told
    ]
    typeset = formulas.typeset()
    return tuple(
        RenderedPage(
            site.pages[notebook.name],
            facts,
            templates.filled(
                template,
                _values(notebook, facts, filled(content, typeset), site, files, options)
                | {"files": _addresses(notebook, site, opened.get(notebook.name, ()))},
            ),
        )
        for notebook, facts, content in drafts
    )


def check_template(options: PageOptions, templates: PageTemplates) -> str:
    """The name of the template that pages are put into.

    Raises:
        UserMistake: there is none of that name.
    """
    name = options.template or (APP_TEMPLATE if options.is_app else DEFAULT_TEMPLATE)
    templates.check(name)
    return name


def _content(
    notebook: Notebook, language: str, site: SiteAddresses, formulas: Formulas, options: PageOptions
) -> str:
    addresses = PageAddresses(site, site.pages[notebook.name], notebook.name)
    cells = [replace(cell, source=without_front_matter(notebook, cell)) for cell in notebook.cells]
    markdown = MarkdownRenderer(addresses, formulas)
    with speaking(language):
        return CellsRenderer(notebook, markdown, formulas, options.is_app).rendered(cells)


def _values(
    notebook: Notebook,
    facts: PageFacts,
    content: str,
    site: SiteAddresses,
    files: PageFiles,
    options: PageOptions,
) -> dict[str, object]:
    addresses = PageAddresses(site, site.pages[notebook.name], notebook.name)
    image = addresses.resolved(facts.image) if facts.image else ""
    url = urljoin(options.address.rstrip("/") + "/", quote(addresses.page)) if options.address else ""
    return {
        "page": {
            **asdict(facts),
            "direction": facts.direction,
            # Cards are read by machines that have no page to start from.
            "image": urljoin(url, image) if url else image,
            "url": url,
            "content": Markup(content),
            "notebook": notebook.name,
            "opened": addresses.opened,
            "download": addresses.in_site(f"files/{notebook.name}"),
            "widget_state": Markup(script_json(state)) if (state := saved_state(notebook)) else "",
            "is_app": options.is_app,
            "metadata": notebook.raw.get("metadata", {}),
        },
        "site": {
            "root": addresses.root,
            "style": addresses.in_site(files.style),
            "script": addresses.in_site(files.script),
            "hint": files.hint and addresses.in_site(files.hint),
            "index": addresses.in_site(INDEX),
            "asks_offline": files.asks_offline,
        },
        "words": words_of(facts.language),
    }


def _addresses(notebook: Notebook, site: SiteAddresses, paths: Sequence[str]) -> list[str]:
    addresses = PageAddresses(site, site.pages[notebook.name], notebook.name)
    return [addresses.in_site(f"{PAGES}/{path}") for path in paths]


def script_json(value: object) -> str:
    """JSON as a script's content, in which nothing ends the script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
