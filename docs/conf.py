"""The documentation, made by Sphinx and by lite-build itself: `make docs`.

Its site is the demo's, so that pages and JupyterLab are one site, beside each other.
"""

import json
from importlib.metadata import version as version_of
from pathlib import Path

project = "lite-build"
author = "the authors of lite-build"
release = version = version_of("lite-build")
language = "en"

extensions = ["myst_parser", "sphinxcontrib.mermaid", "lite_build.sphinx"]
myst_heading_anchors = 4
myst_fence_as_directive = ["mermaid"]
html_theme = "furo"
html_title = "lite-build"
html_static_path = ["_static"]
html_show_sphinx = False

# Drawings are made in the page, by a script of npm's that lies in the site: see the file.
mermaid_use_local = "mermaid.mjs"
# The words on arrows are the page's, which can be read on light and on dark ground.
_ON_ARROWS = "background-color: var(--color-background-primary); color: var(--color-foreground-primary);"
mermaid_init_config = {"startOnLoad": False, "themeCSS": f".edgeLabel, .edgeLabel p {{ {_ON_ARROWS} }}"}

# HTML with Python in it is coloured as far as it goes; tests say whether code is right.
suppress_warnings = ["misc.highlighting_failure"]

# lite-build is no package for a page. What pages need is what their code imports, and what the demo needs.
lite_build_package = None
_DEMO = json.loads((Path(__file__).parents[1] / "jupyter_lite_config.json").read_text("utf-8"))
_MERMAID = {"static/mermaid/mermaid.min.js": "mermaid@11.12.1/dist/mermaid.min.js"}
_REQUIREMENTS = [*_DEMO["PackagesAddon"]["requirements"], "-r content/requirements.txt"]
lite_build_config = {
    "PackagesAddon": {"requirements": _REQUIREMENTS},
    "SiteAddon": {"npm_assets": {**_DEMO["SiteAddon"]["npm_assets"], **_MERMAID}},
}
