"""What a page of HTML needs for the code that runs in it: the site's script, and a few styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lite_build.documentation.style import STATIC_FOLDER, STYLE
from lite_build.pages.texts.markup import element
from lite_build.site.page_script import PAGE_SCRIPT
from lite_build.sphinx.nodes import SITE_IS_THERE, live_nodes, shows_elements

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def add_static_files(app: Sphinx) -> None:
    """Have the builder copy our styles."""
    if shows_elements(app.builder):
        app.config.html_static_path.append(str(STATIC_FOLDER))


def add_to_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], document: nodes.document | None
) -> None:
    """Name the script and the styles in a page that has code to run, and in no other."""
    if document is None or not getattr(app.builder, SITE_IS_THERE, False) or not live_nodes(document):
        return
    address = context["pathto"](f"{app.config.lite_build_site}/{PAGE_SCRIPT}", resource=True)
    script = element("script", "", {"type": "module", "src": address})
    context["metatags"] = f"{context.get('metatags', '')}{script}\n"
    app.add_css_file(STYLE)
