"""The links of a gallery's pages that open an example in JupyterLab: right, or not there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from lite_build.documentation.static_parts import StaticParts
from lite_build.notebooks.text_notebooks import NOTEBOOK_SUFFIX
from lite_build.sphinx.nodes import SITE_IS_THERE, STATIC_PARTS
from lite_build.sphinx.notebook_pages.gallery import is_example
from lite_build.sphinx.notebook_pages.gallery_notebooks import badge_settings, published_notebooks

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_BADGE = "lite-badge"
_FOOTER = "sphx-glr-footer-example"
#: How a page's first note goes on where it has a badge; what is left of it without.
_OFFERS = (
    (" or to run this example in your browser via JupyterLite or Binder.", "via Binder"),
    (" or to run this example in your browser via JupyterLite.", ""),
)
_WITHOUT = {"via Binder": " or to run this example in your browser via Binder.", "": "."}
#: The applications that open notebooks: the folder, and what readers call it.
_APPLICATIONS = (("lab", "JupyterLab"), ("notebooks", "Jupyter Notebook"))


def link_examples(app: Sphinx, document: nodes.document, name: str) -> None:
    """Lead the badge of an example to its notebook, add a link where there is no badge, or take it away."""
    if app.builder.format != "html" or "sphinx_gallery_conf" not in app.config or not is_example(document):
        return
    link = _link(app, name)
    badges = [one for one in document.findall(nodes.container) if _BADGE in one["classes"]]
    for badge in badges:
        if link is None:
            badge.parent.remove(badge)
        else:
            for reference in badge.findall(nodes.reference):
                reference["refuri"] = link[0]
    if badges and link is None:
        _take_back_offer(document)
    if not badges and link is not None:
        _add_link(document, *link)


def _link(app: Sphinx, document: str) -> tuple[str, str] | None:
    """Where the example is opened, and by what; None where it cannot be."""
    static: StaticParts = getattr(app.builder, STATIC_PARTS, StaticParts())
    found = _application(app) if getattr(app.builder, SITE_IS_THERE, False) else None
    if found is None or document in static.notebooks or not published_notebooks(app, [document]):
        return None
    folder, name = found
    page = f"{app.config.lite_build_site}/{folder}/index.html"
    path = quote(f"{document}{NOTEBOOK_SUFFIX}")
    return f"{relative_uri(app.builder.get_target_uri(document), page)}?path={path}", name


def _application(app: Sphinx) -> tuple[str, str] | None:
    """What of the site opens notebooks: what the documentation asks for, else what there is."""
    site = Path(app.outdir) / app.config.lite_build_site
    there = [one for one in _APPLICATIONS if (site / one[0] / "index.html").is_file()]
    if not (badge_settings(app) or {}).get("use_jupyter_lab", True):
        there.reverse()
    return there[0] if there else None


def _take_back_offer(document: nodes.document) -> None:
    """Have the note above an example offer nothing that is not there."""
    for text in list(document.findall(nodes.Text)):
        for offer, rest in _OFFERS:
            if text.astext().endswith(offer):
                shorter = text.astext().removesuffix(offer) + _WITHOUT[rest]
                text.parent.replace(text, nodes.Text(shorter))


def _add_link(document: nodes.document, address: str, application: str) -> None:
    footer = next((one for one in document.findall(nodes.container) if _FOOTER in one["classes"]), None)
    if footer is not None:
        words = f"Open in {application}"
        link = nodes.paragraph("", "", nodes.reference("", words, refuri=address))
        footer.insert(0, nodes.container("", link, classes=["sphx-glr-download", "lite-open"]))
