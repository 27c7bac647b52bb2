"""Settings of the documentation, for Sphinx: its examples run in their page."""

import importlib.metadata

project = "$name"
release = importlib.metadata.version("$name")
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "lite_build.sphinx"]
exclude_patterns = ["_build"]
html_theme = "alabaster"

# "all": doctests outside of a docstring's section Examples count, too.
lite_build_try_examples = "all"
