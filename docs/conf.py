"""The documentation, made by Sphinx and by lite-build itself: `make docs`.

Its site is the demo's, so that pages and JupyterLab are one site, beside each other.
"""

import json
import re
import sys
from importlib.metadata import version as version_of
from pathlib import Path

project = "lite-build"
author = "the authors of lite-build"
release = version = version_of("lite-build")
language = "en"

# The reference is made of the code: by the extension in `_extensions`, and of docstrings. Modules that only
# pages have are read from their sources, without what the browser gives them.
_HERE = Path(__file__).parent
_IN_PAGES = ("extensions/page/python", "extensions/kernel/python")
sys.path[:0] = [str(_HERE / "_extensions"), *(str(_HERE.parent / folder) for folder in _IN_PAGES)]
autodoc_mock_imports = ["js", "lite_build_page", "pyodide", "pyodide_js", "pyodide_kernel"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
# In docstrings words between single backticks are code.
default_role = "literal"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinxcontrib.mermaid",
    "lite_build.sphinx",
    "generated_reference",
]
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
# wigglystuff has widgets whose modules import from another host; no page here makes one.
suppress_warnings = ["misc.highlighting_failure", "lite_build.other_host"]

# lite-build is no package for a page. What pages need is what their code imports, and what the demo needs.
lite_build_package = None
_DEMO = json.loads((_HERE.parent / "jupyter_lite_config.json").read_text("utf-8"))
_MERMAID = {"static/mermaid/mermaid.min.js": "mermaid@11.12.1/dist/mermaid.min.js"}
_REQUIREMENTS = [*_DEMO["PackagesAddon"]["requirements"], "-r content/requirements.txt"]
# Widgets of the gallery that work are alive in its page, at the versions that were tried.
_WORKS = re.compile(r"^\| `(\S+)` \| (\S+) \|.*\| works \|$", re.MULTILINE)
_GALLERY = [f"{name}=={tried}" for name, tried in _WORKS.findall((_HERE / "gallery.md").read_text("utf-8"))]
lite_build_config = {
    "PackagesAddon": {"requirements": [*_REQUIREMENTS, *_GALLERY]},
    "SiteAddon": {"npm_assets": {**_DEMO["SiteAddon"]["npm_assets"], **_MERMAID}},
}
