"""Documentation that runs: an extension of Sphinx, whose examples run in the page on the site's Python."""

from __future__ import annotations

import logging
from importlib.metadata import version
from typing import TYPE_CHECKING

from lite_build.sphinx.beside_jupyterlite import StagedCollector, take_over
from lite_build.sphinx.blocks import make_live
from lite_build.sphinx.check.builders import CheckBuilder, LockBuilder, StatusBuilder
from lite_build.sphinx.collected import ExampleCollector
from lite_build.sphinx.directives import add_directives
from lite_build.sphinx.nodes import add_nodes
from lite_build.sphinx.notebook_pages.gallery_links import link_examples
from lite_build.sphinx.notebooks import LiteNotebook
from lite_build.sphinx.pages import add_static_files, add_to_page
from lite_build.sphinx.settings import declare_settings
from lite_build.sphinx.site import build_for_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Libraries whose notes on their own work are for nobody. A dependency of Furo and of other themes has Python
#: write all notes to the terminal.
_LIBRARIES = ("build", "httpx2")
#: Of what is kept in Sphinx's environment.
_ENVIRONMENT_VERSION = 3


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx for `extensions = ["lite_build.sphinx"]`."""
    for name in _LIBRARIES:
        library = logging.getLogger(name)
        if library.level == logging.NOTSET:
            library.setLevel(logging.WARNING)
    declare_settings(app)
    add_nodes(app)
    add_directives(app)
    app.add_directive("lite-notebook", LiteNotebook)
    app.add_builder(CheckBuilder)
    app.add_builder(LockBuilder)
    app.add_builder(StatusBuilder)
    # Behind its own listeners.
    app.connect("config-inited", take_over, priority=900)
    app.connect("builder-inited", add_static_files)
    # In this order: what is collected is made live first.
    app.connect("doctree-read", make_live)
    app.add_env_collector(ExampleCollector)
    app.add_env_collector(StagedCollector)
    app.connect("env-updated", build_for_pages)
    app.connect("doctree-resolved", link_examples)
    app.connect("html-page-context", add_to_page)
    return {
        "version": version("lite-build"),
        "env_version": _ENVIRONMENT_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
